"""Advantages by hand, and what they refuse."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from exactalign import LogForm, Reward, log
from exactalign.estimators import Sample, group_mean, leave_one_out, pkpo, plain, standardised
from exactalign.exceptions import NotExactError, ParameterError

SAMPLE = Sample({"a": 2, "b": 1, "c": 0})


@pytest.mark.parametrize(
    "rewards", [{"a": 1, "b": 4}, [1, 4, 9], (1, 4, 9), Reward({"a": 1, "b": 4, "c": 9}), {"a": 1, "b": 4, "c": 9}.get]
)
def test_rewards_may_be_given_in_any_way(rewards: Any) -> None:
    """Those of what was drawn alone are read."""
    assert plain(rewards)(SAMPLE) == {"a": 1, "b": 4}
    assert group_mean(rewards)(SAMPLE) == {"a": -1, "b": 2}
    assert leave_one_out(rewards)(SAMPLE) == {"a": Fraction(-3, 2), "b": 3}


def test_a_reward_is_read_once_and_when_it_is_needed() -> None:
    asked: list[str] = []

    def reward(outcome: str) -> int:
        asked.append(outcome)
        return len(asked)

    advantages = plain(reward)
    assert advantages(Sample({"a": 0, "b": 3})) == {"b": 1}
    assert advantages(Sample({"a": 1, "b": 3})) == {"a": 2, "b": 1}
    assert advantages(Sample({"a": 9, "b": 0})) == {"a": 2}
    assert asked == ["b", "a"]


def test_one_draw_is_its_own_mean() -> None:
    one = Sample({"a": 1})
    assert group_mean({"a": 5})(one) == {"a": 0}
    assert standardised({"a": 5})(one) == {"a": 0}
    assert standardised({"a": 5}, epsilon=1)(one) == {"a": 0}
    assert standardised({"a": 5, "b": 3}, correction=1)(Sample({"a": 2})) == {"a": 0}


def test_equal_logarithms_deviate_by_nothing() -> None:
    found = standardised({"a": log(6), "b": log(2) + log(3)})(Sample({"a": 1, "b": 1}))
    assert found == {"a": 0, "b": 0}
    assert {type(value) for value in found.values()} == {Fraction}
    assert group_mean({"a": log(2), "b": LogForm(0)})(Sample({"a": 1, "b": 1})) == {"a": log(2) / 2, "b": -log(2) / 2}


@pytest.mark.parametrize(
    ("k", "drawn", "advantages"),
    [
        (1, {"r": 1, "w": 3}, {"r": 1, "w": 0}),
        (2, {"r": 1, "w": 3}, {"r": 2, "w": Fraction(2, 3)}),
        (2, {"r": 2, "w": 2}, {"r": 2, "w": Fraction(4, 3)}),
        (3, {"r": 1, "w": 3}, {"r": 3, "w": 2}),
        (4, {"r": 0, "w": 4}, {"w": 0}),
        (3, {"r": 4, "w": 0}, {"r": 3}),
    ],
)
def test_pass_at_k_by_hand(k: int, drawn: dict[str, int], advantages: dict[str, Any]) -> None:
    found = pkpo(lambda y: y == "r", k)(Sample(drawn))
    assert found == advantages
    assert {type(value) for value in found.values()} == {Fraction}


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: leave_one_out([0, 1, 2])(Sample(a=1, b=0, c=0)),
            ParameterError,
            "there are no others among 1 draws: give a group of at least 2",
        ),
        (
            lambda: standardised([0], 1)(Sample(a=1)),
            ParameterError,
            "the deviation of 1 draw with correction 1 has no value",
        ),
        (
            lambda: standardised([0], -1),
            ParameterError,
            "correction is -1: give 0 (divide by n) or 1 (by n - 1)",
        ),
        (lambda: plain([1, 2])(SAMPLE), ParameterError, "there are 2 rewards for 3 outcomes: give one for each"),
        (lambda: plain([1] * 4)(SAMPLE), ParameterError, "there are 4 rewards for 3 outcomes: give one for each"),
        (lambda: pkpo(bool, 0), ParameterError, "k is 0"),
        (lambda: plain([1], baseline=0.5), NotExactError, "baseline is the float 0.5"),
        (lambda: standardised([1], epsilon=0.5), NotExactError, "epsilon is the float 0.5"),
        (lambda: plain([0.5, 1, 1])(SAMPLE), NotExactError, "the reward of 'a' is the float 0.5"),
        (lambda: plain({"a": 1})(SAMPLE), KeyError, "'b'"),
    ],
)
def test_refusals(call: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value).startswith(message)
