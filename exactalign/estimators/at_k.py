"""What is made of n samples to say how k of them would do: pass@k of right and wrong ones, best@k of rewards."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any

from flint import fmpq, fmpz

from exactalign.exceptions import ParameterError
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import total
from exactalign.numbers.memory import power_bits, require
from exactalign.numbers.rationals import rational
from exactalign.numbers.reading import Number, exact_real, whole_number


def pass_at_k(n: int, c: int, k: int) -> Fraction:
    """Return 1 − C(n−c, k)/C(n, k): the share of the k-subsets of n samples, c of them right, that hold a right one.

    It is unbiased for 1 − (1 − θ)^k (arXiv 2107.03374). Raises `ParameterError` for k > n, where no function of n
    samples is unbiased, and for c > n; `TooLarge` where C(n, k) is.

    >>> pass_at_k(5, 2, 3)
    Fraction(9, 10)
    """
    n, c, k = _counts(n, c, k)
    if k > n:
        raise ParameterError(f"k is {k} and n is {n}: nothing made of {n} samples is unbiased for pass@{k}; draw more")
    require(min(n, power_bits(n, min(k, n - k))), 2, "C(n, k)", "take fewer samples, or a k that is nearer to 0 or n")
    return rational(1 - fmpq(_subsets(n - c, k), _subsets(n, k)))


def published_pass_at_k(n: int, c: int, k: int) -> Fraction:
    """Return what the function published with HumanEval gives: `pass_at_k`, and 1 where n − c < k, so for every k > n.

    >>> published_pass_at_k(2, 0, 5)
    Fraction(1, 1)
    """
    n, c, k = _counts(n, c, k)
    return Fraction(1) if n - c < k else pass_at_k(n, c, k)


def resampled_pass_at_k(n: int, c: int, k: int) -> Fraction:
    """Return 1 − (1 − c/n)^k: best@k by bootstrap, k draws with replacement from n ≥ 1 samples; biased downwards.

    >>> resampled_pass_at_k(4, 1, 4)
    Fraction(175, 256)
    """
    n, c, k = _counts(n, c, k)
    if not n:
        raise ParameterError("n is 0: there is nothing to draw from")
    require(power_bits(n, k), 2, "(1 - c/n)^k", "take a smaller k")
    return 1 - (1 - Fraction(c, n)) ** k


@checked
def best_at_k(rewards: Iterable[Any], k: int) -> Number:
    """Return Σ C(i−1, k−1)/C(n, k)·r₍ᵢ₎ over the rewards in ascending order: the mean best over all k-subsets.

    It is unbiased for the expected best of k, ties included (arXiv 2510.23393). Raises `ParameterError` for k > n.

    >>> best_at_k([0, 3, 1], 2)
    Fraction(7, 3)
    """
    ordered = _sorted(rewards)
    n, count = len(ordered), whole_number(k, "k", 1)
    if count > n:
        raise ParameterError(f"k is {count} and there are {n} rewards: give k up to {n}")
    best: Number = total(Fraction(comb(i, count - 1), comb(n, count)) * r for i, r in enumerate(ordered))
    return best


@checked
def resampled_best_at_k(rewards: Iterable[Any], k: int) -> Number:
    """Return Σ ((i/n)^k − ((i−1)/n)^k)·r₍ᵢ₎: the mean best of k draws with replacement from the rewards.

    >>> resampled_best_at_k([0, 3, 1], 2)
    Fraction(2, 1)
    """
    ordered = _sorted(rewards)
    n, count = len(ordered), whole_number(k, "k", 1)
    require(power_bits(n, count), 4 * n, "the mean best of k", "take a smaller k")
    levels = [Fraction(i, n) ** count for i in range(n + 1)]
    best: Number = total((after - before) * r for (before, after), r in zip(pairwise(levels), ordered, strict=True))
    return best


def _subsets(n: int, k: int) -> fmpz | int:
    """C(n, k), whose quotients FLINT reduces faster than Python does."""
    return fmpz.bin_uiui(n, k) if n < 1 << 63 else comb(n, k)


def _sorted(rewards: Iterable[Any]) -> list[Number]:
    ordered = sorted(exact_real(r, "a reward") for r in rewards)
    if not ordered:
        raise ParameterError("there are no rewards: give at least one")
    return ordered


def _counts(n: Any, c: Any, k: Any) -> tuple[int, int, int]:
    n, c, k = whole_number(n, "n", 0), whole_number(c, "c", 0), whole_number(k, "k", 0)
    if c > n:
        raise ParameterError(f"c is {c} and n is {n}: at most all samples are right")
    return n, c, k
