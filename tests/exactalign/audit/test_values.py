"""Numbers of samples: of a size that floats have, or refused at once."""

from fractions import Fraction

import pytest

from exactalign.audit import PromptSamples
from exactalign.audit.values import probability_of, prompt_label, reward_of
from exactalign.exceptions import InputError


@pytest.mark.parametrize("text", ["1e400", "-1e400", "1e-400", "9" * 5000, "1/" + "9" * 5000])
def test_what_no_float_is_as_large_as_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="give a number between"):
        reward_of(text, "reward")
    with pytest.raises(InputError, match="give a number between"):
        PromptSamples.of("q", [text, 0], probabilities=["1/2", "1/2"])


def test_what_a_float_can_be_is_read() -> None:
    assert reward_of("5e-324", "reward") == Fraction(5, 10**324)
    assert probability_of(5e-324) == Fraction(5e-324)
    assert reward_of(1.7e308, "reward") == Fraction(1.7e308)
    assert reward_of("0", "reward") == 0


def test_a_list_that_is_no_chat_is_a_prompt_as_it_is_written() -> None:
    assert prompt_label([]) == "[]"
    assert prompt_label([{"role": "user", "content": "a"}, 3]) == '[{"content": "a", "role": "user"}, 3]'
