"""One cell of a file of samples: an exact number of a size that floats have, or told at once what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from exactalign.audit import PromptDraws, PromptSamples
from exactalign.audit.values import logprob_of, probability_of, prompt_label, reward_of, sample_number, text_of
from exactalign.exceptions import ExactAlignError, InputError, OutcomeError


def told(call: Callable[..., Any], *arguments: Any, **named: Any) -> tuple[type[Exception], str]:
    """How a call is refused."""
    with pytest.raises(ExactAlignError) as error:
        call(*arguments, **named)
    return type(error.value), str(error.value)


@pytest.mark.parametrize("text", ["1e400", "-1e400", "1e-400", "9" * 5000, "1/" + "9" * 5000, "1e325", "9.9e-325"])
def test_what_no_float_is_as_large_as_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="give a number between"):
        reward_of(text, "reward")
    with pytest.raises(InputError, match="give a number between"):
        PromptSamples.of("q", [text, 0], probabilities=["1/2", "1/2"])


def test_what_a_float_can_be_is_read() -> None:
    assert reward_of("5e-324", "reward") == Fraction(5, 10**324)
    assert reward_of("1e-324", "reward") == Fraction(1, 10**324)
    assert reward_of("-9.9e324", "reward") == -99 * 10**323
    assert probability_of(5e-324) == Fraction(5e-324)
    assert reward_of(1.7e308, "reward") == Fraction(1.7e308)
    assert reward_of("0", "reward") == 0


def test_truth_values_are_rewards_and_nothing_else() -> None:
    for value, exact in ((True, 1), (False, 0), ("true", 1), (" FALSE ", 0), ("True", 1)):
        found = reward_of(value, "reward")
        assert (type(found), found) == (Fraction, exact)
    for read, name in ((probability_of, "probability"), (logprob_of, "logprob")):
        assert told(read, True) == (InputError, f"{name} is True, a truth value: give a number")
    assert told(sample_number, True, "reward")[1] == "reward is True, a truth value: give a number"


def test_the_sign_of_a_probability() -> None:
    assert probability_of(0) == probability_of("-0") == 0
    assert told(probability_of, "-1e-9") == (InputError, "probability is -1e-9: it must not be negative")
    assert logprob_of(0) == 0
    assert logprob_of("3") == 3  # totals above 1 are told later


@pytest.mark.parametrize("read", [probability_of, logprob_of, lambda value: reward_of(value, "probability")])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "null: give a number"),
        ("", "empty: give a number"),
        (" \t", "empty: give a number"),
        *((text, "NaN, which is no number: give one, or leave the row out") for text in ("nan", " -NaN", "+nan")),
        *((text, f"{text.strip()}: give a number") for text in ("null", "None", " NA ", "n/a", "-")),
        *((text, f"{text.strip()}: give a finite number") for text in ("inf", "+Inf ", "infinity", "+infinity")),
        (float("nan"), "NaN, which is no number: give a finite number"),
        (float("inf"), "inf: give a finite number"),
        ("one", '\'one\', which is no rational number: write it as "1/5", "0.2" or "20%"'),
        ("1/0", "'1/0': the denominator is 0"),
        ({}, '{} of type dict: give an int, a Fraction, a Decimal, or a string such as "1/5"'),
    ],
)
def test_what_is_no_number_is_told(read: Callable[[Any], Any], value: Any, message: str) -> None:
    name = "logprob" if read is logprob_of else "probability"
    assert told(read, value) == (InputError, f"{name} is {message}")


def test_minus_infinity_is_a_log_probability_only() -> None:
    for value in ("-inf", " -Infinity ", "-INF", float("-inf")):
        assert logprob_of(value) is None
        shown = value.strip() if isinstance(value, str) else "-inf"
        assert told(probability_of, value)[1] == f"probability is {shown}: give a finite number"
        assert told(reward_of, value, "reward")[1] == f"reward is {shown}: give a finite number"
    assert logprob_of(Decimal("-Infinity")) is None


def test_log_probabilities_of_tokens_are_added() -> None:
    assert logprob_of(["-1/2", -1, [-2, "-1/4"]]) == Fraction(-15, 4)
    assert logprob_of([-1, "-inf"]) is None
    assert logprob_of([-1, [float("-inf")]]) is None
    assert (type(logprob_of(["-3"])), logprob_of(["-3"])) == (Fraction, -3)
    assert told(logprob_of, []) == (InputError, "logprob is an empty list: give a number, or one a token")
    assert told(logprob_of, [-1, None]) == (InputError, "logprob is null: give a number")
    assert told(logprob_of, [-1, "+inf"])[1] == "logprob is +inf: give a finite number"


def test_texts_are_the_same_just_when_the_values_are() -> None:
    assert text_of("é") == "é"
    assert text_of({"b": "é", "a": 1}) == text_of({"a": 1, "b": "é"}) == '{"a": 1, "b": "é"}'
    assert text_of([1, 2]) != text_of([2, 1])


def test_a_list_that_is_no_chat_is_a_prompt_as_it_is_written() -> None:
    assert prompt_label([]) == "[]"
    assert prompt_label([{"role": "user", "content": "a"}, 3]) == '[{"content": "a", "role": "user"}, 3]'
    assert prompt_label([{"role": 1, "content": "a"}]) == '[{"content": "a", "role": 1}]'
    assert prompt_label([{"role": "user"}]) == '[{"role": "user"}]'
    assert prompt_label({"role": "user", "content": "a"}) == '{"content": "a", "role": "user"}'
    chat = [{"role": "system", "content": "be short"}, {"role": "user", "content": ["a"]}]
    assert prompt_label(chat) == 'system: be short | user: ["a"]'


def test_samples_from_lists() -> None:
    found = PromptSamples.of("?", [1, 0.5], logprobs=[float("-inf"), "-1/3"], golden=["1/7", 2])
    assert found == PromptSamples(
        "?", (None, Fraction(-1, 3)), (Fraction(1), Fraction(1, 2)), (Fraction(1, 7), Fraction(2)), True, 0, 0
    )
    assert PromptSamples.of("?", [1, 2], logprobs=[-0.5, 0.1]).masses == (Fraction(-1, 2), Fraction(0.1))
    assert PromptSamples.of("?", [1], probabilities=[0]) == PromptSamples("?", (Fraction(0),), (Fraction(1),))
    assert PromptDraws.of("?", ["1/2"]) == PromptDraws("?", (Fraction(1, 2),), None)
    assert PromptDraws.of("?", [1], [2]).golden == (Fraction(2),)


def test_lists_that_do_not_fit_are_refused() -> None:
    one = "give exactly one of probabilities and logprobs"
    assert told(PromptSamples.of, "?", [1]) == (InputError, one)
    assert told(PromptSamples.of, "?", [1], probabilities=[1], logprobs=[0]) == (InputError, one)
    for name, lists in (("rewards", ([1, 2], [1])), ("golden", ([1], [1, 2]))):
        wrong = (OutcomeError, f"{name} has 2 entries but there are 1 outputs")
        assert told(PromptSamples.of, "?", lists[0], probabilities=[1], golden=lists[1]) == wrong
        assert told(PromptSamples.of, "?", lists[0], logprobs=[0], golden=lists[1]) == wrong
    draws = told(PromptDraws.of, "?", [1], [1, 2])
    assert draws == (OutcomeError, "golden has 2 entries but there are 1 draws")
    negative = told(PromptSamples.of, "?", [1], probabilities=["-1/2"])
    assert negative == (InputError, "probability is -1/2: it must not be negative")
    far = "~10^400: give a number between 10^-324 and 10^324"
    for call, name in (
        (lambda: PromptSamples.of("?", ["1e400"], probabilities=[1]), "reward"),
        (lambda: PromptSamples.of("?", [1], probabilities=["1e400"]), "probability"),
        (lambda: PromptSamples.of("?", [1], logprobs=["1e400"]), "logprob"),
        (lambda: PromptSamples.of("?", [1], probabilities=[1], golden=["1e400"]), "golden reward"),
        (lambda: PromptDraws.of("?", ["1e400"]), "reward"),
        (lambda: PromptDraws.of("?", [1], ["1e400"]), "golden reward"),
    ):
        assert told(call) == (InputError, f"{name} is {far}")
