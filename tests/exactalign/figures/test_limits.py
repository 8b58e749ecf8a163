"""Estimates of what a figure would take, as they are told, and where each limit lies."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from exactalign.exceptions import ParameterError, TooLarge
from exactalign.figures import limits
from exactalign.figures.divergences import convergence, gap
from exactalign.figures.limits import MAX_SERIES, positive_integers, require_bits, require_few, require_visits
from tests.exactalign.known_models import P, R


def told(call: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises((ParameterError, TooLarge)) as error:
        call(*arguments)
    return str(error.value)


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


def test_bits_of_all_that_means_are_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """From two samples three values at each k: of 2^k and, with chances over 4, of 4²; 3·(2 + 5) + 3·(4 + 5) bits."""
    monkeypatch.setattr(limits, "MAX_MEAN_BITS", 48)
    limits.require_means(2, [1, 3], Fraction(1, 4))
    monkeypatch.setattr(limits, "MAX_MEAN_BITS", 47)
    assert told(limits.require_means, 2, [1, 3], Fraction(1, 4)) == (
        "the means of this figure are made of 6 numbers with some 48 bits together: over the limit of 47; "
        "use a smaller n, or fewer k"
    )


def test_levels_of_all_policies_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lengths 1, 2 and 3 have 3 + 6 + 10 levels."""
    monkeypatch.setattr(limits, "MAX_VISITS", 38)
    require_visits(P, R, [1, 2, 3], 2)
    rest = "over the limit of 38 in all; use shorter or fewer lengths, fewer draws, or rewards that tie"
    assert told(require_visits, P, R, [1, 2, 3], 3) == (
        f"this figure needs up to 19 reward levels for each of 3 numbers of draws, a minute or two: {rest}"
    )
    assert told(require_visits, P, R, [3, 3, 3, 3]) == (
        f"this figure needs up to 40 reward levels, a minute or two: {rest}"
    )


def test_figures_over_lengths_ask_how_long_they_would_take(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_VISITS", 5)
    assert "needs up to 6 reward levels, " in told(lambda: convergence(P, R, "1/10", [2]))
    assert "needs up to 3 reward levels for each of 2 numbers of draws, " in told(lambda: gap(P, R, [2, 3], [1]))


def test_the_limits_are_told_as_they_are() -> None:
    visits = told(require_visits, P, R, [5000])
    assert ": over the limit of 5,000,000 in all; use" in visits
    bits = told(require_bits, 31, 3, [10**8])
    assert bits.endswith("over the limit of 200,000,000, or 40,000,000 for one n; use smaller or fewer n")


def test_bits_of_one_policy_and_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a denominator of five bits, three levels have 15 bits a draw."""
    monkeypatch.setattr(limits, "MAX_BITS", 150)
    require_bits(31, 3, [2, 2, 2, 2, 2])
    require_bits(31, 3, iter([1, 2]))
    end = "over the limit of 150, or 30 for one n; use smaller or fewer n"
    start = "the exact policies of this figure, with n up to"
    assert told(require_bits, 31, 3, [3]) == f"{start} 3, have some 45 bits: {end}"
    assert told(require_bits, 31, 3, iter([2, 2, 2, 2, 2, 1])) == f"{start} 2, have some 165 bits: {end}"
    assert told(require_bits, 32, 3, [2]) == f"{start} 2, have some 36 bits: {end}"  # one bit more


def test_whole_numbers_in_order() -> None:
    assert positive_integers([3, 1, 3, 2], "n") == (1, 2, 3)
    assert positive_integers(range(1, 40), "n") == tuple(range(1, 40))
    assert positive_integers([5, 6], "n", 2) == (5, 6)
    for wrong in ([], [0, 1], [-1], [1.5], [True], [True, 2], [2, 2.5]):
        shown = sorted(set(wrong))
        assert told(positive_integers, wrong, "n") == f"n is {shown}: give whole numbers, at least 1"
    assert told(positive_integers, [1, 2, 3], "n", 2) == ("n has 3 values: at most 2 can be told apart in one figure")
    require_few(MAX_SERIES, "n")
    require_few(MAX_SERIES + 1, "n", None)
    assert told(require_few, MAX_SERIES + 1, "n") == "n has 17 values: at most 16 can be told apart in one figure"


@pytest.mark.parametrize(
    ("count", "shown"),
    [(999, "999"), (999_999_999, "999,999,999"), (10**9, "1.0·10^9"), (12_345_678_901, "1.2·10^10")],
)
def test_large_counts_are_short(count: int, shown: str) -> None:
    assert limits._short(count) == shown
