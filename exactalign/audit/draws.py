"""Best-of-N from independent draws without probabilities: two named estimates, each with its exact standard error.

With k draws, rewards r₍₁₎ ≤ … ≤ r₍ₖ₎, the *unbiased* estimate of the expected reward of best-of-N is the mean of the
maximum over all sets of N draws, Σ C(i−1, N−1)/C(k, N)·r₍ᵢ₎; it needs N ≤ k. The *plug-in* takes the draws for the
whole law, Σ ((i/k)^N − ((i−1)/k)^N)·r₍ᵢ₎; for N > 1 it is too low on average. A golden reward is averaged over
draws of equal reward.

Standard errors are jackknife: with T₍₋ᵢ₎ the estimate without draw i and T̄ their mean, the square is
(k−1)/k·Σ (T₍₋ᵢ₎ − T̄)². No resampling and no rounding is in it. For N = 1 it is the usual s²/k; by the Efron–Stein
inequality it is on average at least (k−1)/k times the variance of the estimate from k − 1 draws, and so, for the
unbiased one, which is a U-statistic, at least its variance. Nothing is said about KL
divergences, which draws alone do not tell: log N − (N−1)/N bounds them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate, groupby, pairwise
from math import comb, isqrt
from typing import Any, Final

import attrs
from flint import fmpq, fmpz

from exactalign.audit.samples import PromptDraws
from exactalign.exceptions import ParameterError, TooLarge
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.rationals import fraction, to_fmpq
from exactalign.numbers.reading import Number

_LARGEST: Final = 1 << 31  # bits of all the powers or binomial coefficients of one estimate
_ZERO: Final = fmpq(0)

_ESTIMATES: Final = ("mean", "unbiased", "plug_in", "mean_golden", "golden")

Share = Callable[[int, int], fmpq]
"""The weight of the lowest i of k draws."""


@attrs.frozen
class Estimate:
    """A value, and the square of its standard error (None when there are too few draws)."""

    value: Fraction
    square: Fraction | None

    @property
    def error(self) -> Number | None:
        """The standard error."""
        return None if self.square is None else _root(self.square)


@attrs.frozen
class DrawsRow:
    """One prompt (or all) at one N, from draws; estimates are None where there is none, and `problem` says why.

    `mean` is the mean reward of the draws, `golden` the unbiased estimate of the golden reward of best-of-N.
    """

    prompt: str
    n: int
    draws: int
    kl_bound: LogForm
    mean: Estimate | None = None
    unbiased: Estimate | None = None
    plug_in: Estimate | None = None
    mean_golden: Estimate | None = None
    golden: Estimate | None = None
    problem: str = ""


@checked
def unbiased(draws: PromptDraws, n: int, *, golden: bool = False) -> Estimate:
    """Return the mean over all sets of `n` draws of the largest reward (or of the golden reward of that draw).

    Raises `ParameterError` for more than there are draws.

    >>> unbiased(PromptDraws.of("?", [1, 0, 0, 1]), 2)
    Estimate(value=Fraction(5, 6), square=Fraction(1, 12))
    """
    count = len(draws.rewards)
    if not 1 <= n <= count:
        raise ParameterError(f"n is {n}, but there are {count} draws: give 1 to {count}, or use the plug-in")
    _affordable(count, n)
    return _estimate(draws, golden, n, lambda i, k: fmpq(comb(i, n), comb(k, n)))


@checked
def plug_in(draws: PromptDraws, n: int, *, golden: bool = False) -> Estimate:
    """Return the expected reward of best-of-n when the draws are taken for the whole law, each equally likely.

    >>> plug_in(PromptDraws.of("?", [1, 0, 0, 1]), 2).value
    Fraction(3, 4)
    """
    if n < 1:
        raise ParameterError(f"n is {n}: give a whole number from 1")
    _affordable(len(draws.rewards), n)
    return _estimate(draws, golden, 1, lambda i, k: fmpq(fmpz(i) ** n, fmpz(k) ** n))


def _affordable(count: int, n: int) -> None:
    bits = count * n * count.bit_length()
    if bits > _LARGEST:
        raise TooLarge(
            f"best of {n} from {count} draws needs {bits:.1e} bits of exact integers (the limit is {_LARGEST:.1e}): "
            "give a smaller N"
        )


def _estimate(draws: PromptDraws, golden: bool, least: int, share: Share) -> Estimate:
    """Both estimates weigh the draws of positions a+1 … b, in the order of the rewards, by share(b) − share(a)."""
    scores = draws.golden if golden else draws.rewards
    if scores is None:
        raise ParameterError(f"prompt {draws.prompt!r} has no golden rewards")
    order = sorted(range(len(scores)), key=lambda i: draws.rewards[i])
    groups = [[to_fmpq(scores[i]) for i in found] for _, found in groupby(order, key=lambda i: draws.rewards[i])]
    count, ends = len(order), [0, *accumulate(map(len, groups))]
    terms = _terms(groups, [share(end, count) for end in ends])
    value = sum(terms, _ZERO)
    square = _jackknife(groups, ends, lambda i: share(i, count - 1)) if count > least else None
    return Estimate(fraction(value.p, value.q), square)


def _terms(groups: Sequence[Sequence[fmpq]], shares: Sequence[fmpq]) -> list[fmpq]:
    """The mean of every group of equal rewards, weighed."""
    return [sum(g, _ZERO) / len(g) * (high - low) for g, (low, high) in zip(groups, pairwise(shares), strict=True)]


def _jackknife(groups: Sequence[Sequence[fmpq]], ends: Sequence[int], share: Callable[[int], fmpq]) -> Fraction:
    """(k−1)/k·Σ (T₍₋ᵢ₎ − T̄)²: without a draw of a group, the groups above it stand one place lower."""
    count = ends[-1]
    stay = [share(end) for end in ends[:-1]]  # where groups below end, which never reach the k-th place
    moved = [share(end - 1) for end in ends[1:]]
    below = [_ZERO, *accumulate(_terms(groups[:-1], stay))]
    above = [*accumulate(reversed([*_terms(groups[1:], moved), _ZERO]))][::-1]
    total, squares = _ZERO, _ZERO
    for index, group in enumerate(groups):
        weight, whole = moved[index] - stay[index], sum(group, _ZERO)
        for score, times in Counter(group).items():
            rest = (whole - score) / (len(group) - 1) * weight if len(group) > 1 else _ZERO
            without = below[index] + rest + above[index]
            total += times * without
            squares += times * without * without
    square = (squares - total * total / count) * (count - 1) / count
    return fraction(square.p, square.q)


@checked
def draws_rows(draws: PromptDraws, n: Sequence[int]) -> list[DrawsRow]:
    """Return the rows of one prompt, one for each N.

    >>> (row,) = draws_rows(PromptDraws.of("?", [3, 1, 2]), [2])
    >>> row.mean.value, row.unbiased.value, row.plug_in.value
    (Fraction(2, 1), Fraction(8, 3), Fraction(22, 9))
    """
    mean = unbiased(draws, 1)
    gold = unbiased(draws, 1, golden=True) if draws.golden is not None else None
    return [_row(draws, size, mean, gold) for size in n]


def _row(draws: PromptDraws, n: int, mean: Estimate, gold: Estimate | None) -> DrawsRow:
    count = len(draws.rewards)
    row = DrawsRow(draws.prompt, n, count, log(n) - Fraction(n - 1, n), mean=mean, mean_golden=gold)
    if count < n:
        return attrs.evolve(
            row, problem=f"N = {n} needs {n} draws, and {n + 1} for a standard error: {count} are there"
        )
    row = attrs.evolve(row, unbiased=unbiased(draws, n), plug_in=plug_in(draws, n))
    if gold is not None:
        row = attrs.evolve(row, golden=unbiased(draws, n, golden=True))
    lacking = count == n
    return attrs.evolve(row, problem=f"the standard error for N = {n} needs {n + 1} draws") if lacking else row


@checked
def draws_together(rows: Sequence[DrawsRow], n: Sequence[int], name: str) -> list[DrawsRow]:
    """Return a row for each N with the means over the prompts that have no problem there.

    Draws of different prompts are independent: the square of the error of a mean is the sum of theirs over the
    square of the number of prompts.
    """
    found = []
    for size in n:
        mine = [row for row in rows if row.n == size and not row.problem]
        if mine:
            row = DrawsRow(name, size, sum(row.draws for row in mine), mine[0].kl_bound)
            changes: dict[str, Any] = {column: _mean([getattr(row, column) for row in mine]) for column in _ESTIMATES}
            found.append(attrs.evolve(row, **changes))
    return found


def _mean(estimates: Sequence[Estimate | None]) -> Estimate | None:
    values = [found.value for found in estimates if found is not None]
    squares = [found.square for found in estimates if found is not None and found.square is not None]
    if len(squares) < len(estimates):
        return None
    count = len(estimates)
    return Estimate(Fraction(sum(values), count), Fraction(sum(squares), count**2))


def _root(square: Fraction) -> Number:
    """√x, a fraction when it is one."""
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    if top * top == square.numerator and bottom * bottom == square.denominator:
        return Fraction(top, bottom)
    return EnclosedReal.of(square).sqrt()
