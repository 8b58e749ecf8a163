"""Estimates of k from n samples: the corners of their arguments, and the words of what is refused."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from exactalign import log
from exactalign.estimators.at_k import (
    best_at_k,
    pass_at_k,
    published_pass_at_k,
    resampled_best_at_k,
    resampled_pass_at_k,
)
from exactalign.exceptions import NotExactError, ParameterError, TooLarge


def test_corners() -> None:
    for function in (pass_at_k, published_pass_at_k, resampled_pass_at_k):
        assert function(3, 2, 0) == 0  # none of no tries is right
        assert function(3, 0, 3) == 0
        assert function(3, 3, 1) == 1
        assert function(4, 1, 1) == Fraction(1, 4)
        assert all(isinstance(function(4, c, 2), Fraction) for c in range(5))
    assert pass_at_k(0, 0, 0) == published_pass_at_k(0, 0, 0) == 0
    for function in (pass_at_k, published_pass_at_k):
        assert [function(4, 2, k) for k in (2, 3)] == [Fraction(5, 6), 1]
    assert [published_pass_at_k(4, 0, k) for k in (4, 5)] == [0, 1]
    assert resampled_pass_at_k(4, 1, 9) == 1 - Fraction(3, 4) ** 9


def test_the_best_of_logarithms() -> None:
    rewards = [log(3), 1, log(2)]
    assert best_at_k(rewards, 1) == resampled_best_at_k(rewards, 1) == (log(3) + 1 + log(2)) / 3
    assert best_at_k(rewards, 3) == log(3)
    assert best_at_k(rewards, 2) == (2 * log(3) + 1) / 3
    assert resampled_best_at_k(rewards, 2) == (5 * log(3) + 3 + log(2)) / 9
    assert best_at_k(iter([7]), 1) == resampled_best_at_k(iter([7]), 5) == 7


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: pass_at_k(2, 1, 3),
            ParameterError,
            "k is 3 and n is 2: nothing made of 2 samples is unbiased for pass@3; draw more",
        ),
        *[
            (lambda f=function: f(2, 3, 1), ParameterError, "c is 3 and n is 2: at most all samples are right")
            for function in (pass_at_k, published_pass_at_k, resampled_pass_at_k)
        ],
        *[(lambda n=n, c=c, k=k: pass_at_k(n, c, k), ParameterError, message) for n, c, k, message in (
            (-1, 0, 0, "n is -1"), (1, -1, 0, "c is -1"), (1, 0, -1, "k is -1"),
        )],
        (lambda: resampled_pass_at_k(0, 0, 1), ParameterError, "n is 0: there is nothing to draw from"),
        (lambda: best_at_k([1, 2], 3), ParameterError, "k is 3 and there are 2 rewards: give k up to 2"),
        (lambda: best_at_k([1, 2], 0), ParameterError, "k is 0"),
        (lambda: resampled_best_at_k([1, 2], 0), ParameterError, "k is 0"),
        (lambda: best_at_k([], 1), ParameterError, "there are no rewards: give at least one"),
        (lambda: resampled_best_at_k([], 1), ParameterError, "there are no rewards: give at least one"),
        (lambda: best_at_k([0.5], 1), NotExactError, "a reward is the float 0.5"),
        (lambda: pass_at_k(10**12, 1, 5 * 10**11), TooLarge, "C(n, k) needs about 2 numbers of 10^12 bits"),
        (lambda: resampled_pass_at_k(7, 3, 10**12), TooLarge, "(1 - c/n)^k needs about 2 numbers of "),
        (lambda: resampled_best_at_k([1, 2, 3], 10**12), TooLarge, "the mean best of k needs about 12 numbers of "),
    ],
)  # fmt: skip
def test_refusals(call: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value).startswith(message)


def test_what_is_large_and_still_answered() -> None:
    """Few subsets of many samples, or all but few; and what is certain."""
    assert pass_at_k(10**15, 1, 3) == Fraction(3, 10**15)
    assert pass_at_k(10**15, 1, 10**15 - 3) == 1 - Fraction(3, 10**15)
    assert published_pass_at_k(10**15, 10**15, 5 * 10**14) == 1
