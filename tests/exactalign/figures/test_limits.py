"""Estimates of what a figure would take, as they are told."""

import pytest

from exactalign.exceptions import TooLarge
from exactalign.figures import limits
from tests.exactalign.known_models import P, R


@pytest.mark.parametrize(
    ("most", "told"), [(11, None), (10, None), (9, ", a minute or two:"), (5, ", some 2 minutes:"), (1, "10 minutes:")]
)
def test_how_long_ten_levels_would_take(most: int, told: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three rewards, words of three letters have ten levels; `most` of them take a minute."""
    monkeypatch.setattr(limits, "MAX_VISITS", most)
    if told is None:
        limits.require_visits(P, R, [3])
    else:
        with pytest.raises(TooLarge, match=told):
            limits.require_visits(P, R, [3])
