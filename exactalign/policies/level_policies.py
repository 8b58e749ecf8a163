"""Best-of-N seen through the law of the total reward: what needs nothing else of the source.

With F≤ and F< the reference mass at or below, and strictly below, a level, the policy gives it F≤^N − F<^N: integers
over one common denominator, total^N. This holds for every source of sequences, memoryless or not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpz

from exactalign.laws.entries import shown_probability
from exactalign.laws.levels import TotalRewardLaw, coordinate_bytes
from exactalign.numbers.arithmetic import simplest
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.memory import integer_bytes, power_bits
from exactalign.numbers.rationals import fraction, fraction_over_power
from exactalign.numbers.reading import decided_real, short_number
from exactalign.policies.sequence_policies import quantile_level
from exactalign.text.displayed import Displayed
from exactalign.text.rows import Rows


def powers(levels: TotalRewardLaw, n: int) -> tuple[fmpz, list[fmpz]]:
    """Return total^n, and π_n(level)·total^n for every level."""
    gains: list[fmpz] = []
    power = before = fmpz(0)
    for upto in levels.cumulative:
        power = upto**n
        gains.append(power - before)
        before = power
    return power, gains


def policy_bytes(levels: TotalRewardLaw, n: int) -> int:
    """Return an estimate of the bytes of a law with its cumulative weights, and of what `powers` makes of it."""
    count = len(levels)
    largest = power_bits(levels.total, n)
    upto = sum(mass.bit_length() for mass in levels.cumulative)
    reached = sum(power_bits(mass, n) for mass in levels.cumulative)
    # Weights and cumulative weights; gains, and shares, which are gains over weights: the bits of these are spared.
    bits = upto + 2 * reached
    return integer_bytes(4 * count, bits, largest) + count * coordinate_bytes(len(levels.lattice.basis))


def most_policy_bytes(count: int, largest: int, rank: int) -> int:
    """Return what `policy_bytes` is at most for `count` levels: a small policy is not measured level by level."""
    return integer_bytes(4 * count, 4 * count * largest, largest) + count * coordinate_bytes(rank)


class LevelBestOfN(Displayed):
    """The verbs of an exact best-of-N policy that the law of the total reward answers alone."""

    n: int
    levels: TotalRewardLaw
    _base: fmpz  # what `levels.total` is a power of, or a multiple of all its primes
    _total: fmpz
    _gained: list[fmpz]

    @cached_property
    def _share(self) -> list[fmpz]:
        """π_n(y)/p(y)·total^(n−1) of a y on each level, an integer: the law of the levels does without."""
        return [gained // weight for gained, weight in zip(self._gained, self.levels.weights, strict=True)]

    def by_level(self) -> Iterator[tuple[LogForm, Fraction]]:
        """Iterate over (total reward, probability), from the lowest level up."""
        for index, gained in enumerate(self._gained):
            yield self.levels.level_reward(index), self._probability(gained)

    def expected_reward(self) -> LogForm:
        """Return E[r(Y^m)], the total over the sequence, as a log form."""
        lattice = self.levels.lattice
        means = [fmpz(0)] * len(lattice.basis)
        for vector, gained in zip(self.levels.vectors, self._gained, strict=True):
            for i, c in enumerate(vector):
                if c:
                    means[i] += gained * c
        parts = (b * fraction(mean, self._total) for b, mean in zip(lattice.basis, means, strict=True))
        return LogForm.sum((lattice.origin * self.levels.length, *parts))

    def kl(self) -> LogForm:
        """Return KL(π_N‖p^m), exactly.

        Formula: Σ over levels of π_N(level)·log(π_N(level)/p^m(level)), the ratio being constant on a level.
        """
        total = self.levels.total
        terms = list(zip(self._gained, self._share, strict=True))
        terms.append((-self._total * (self.n - 1), total))
        return LogForm.from_integers(terms, self._total)

    def win_rate(self) -> Fraction:
        """Return P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for Y ~ π_N against an independent draw X ~ p^m."""
        wins = fmpz(0)
        for gained, weight, upto in zip(self._gained, self.levels.weights, self.levels.cumulative, strict=True):
            wins += gained * (2 * upto - weight)
        return fraction(wins, 2 * self._total * self.levels.total)

    def reward_variance(self) -> Fraction | LogForm | LogPolynomial | EnclosedReal:
        """Return the variance of the total reward, exactly."""
        lattice = self.levels.lattice
        rank = len(lattice.basis)
        firsts = [fmpz(0)] * rank
        seconds = {(i, j): fmpz(0) for i in range(rank) for j in range(i, rank)}
        for vector, gained in zip(self.levels.vectors, self._gained, strict=True):
            used = [i for i, c in enumerate(vector) if c]
            for position, i in enumerate(used):
                firsts[i] += gained * vector[i]
                for j in used[position:]:
                    seconds[i, j] += gained * vector[i] * vector[j]
        variance: Any = Fraction(0)
        for (i, j), second in seconds.items():
            covariance = fraction(second * self._total - firsts[i] * firsts[j], self._total**2)
            variance += lattice.basis[i] * lattice.basis[j] * covariance * (1 if i == j else 2)
        return simplest(variance)

    def at_most(self, threshold: Any) -> Fraction:
        """Return P(r(Y^m) ≤ threshold), exactly."""
        goal = decided_real(threshold, "threshold")
        index = bisect_right(range(len(self.levels)), goal, key=self.levels.level_reward)
        return self._probability(self.levels.cumulative[index - 1] ** self.n) if index else Fraction(0)

    def at_least(self, threshold: Any) -> Fraction:
        """Return P(r(Y^m) ≥ threshold), exactly."""
        index = self.levels.first_at_least(decided_real(threshold, "threshold"))
        return 1 - self._probability(self.levels.cumulative[index - 1] ** self.n) if index else Fraction(1)

    def quantile(self, level: Any) -> LogForm:
        """Return the smallest total reward x with P(r(Y^m) ≤ x) ≥ level, for a rational 0 < level < 1."""
        goal = quantile_level(level)
        bound = goal.numerator * self._total

        def reached(index: int) -> bool:
            return bool(self.levels.cumulative[index] ** self.n * goal.denominator >= bound)

        return self.levels.level_reward(bisect_left(range(len(self.levels) - 1), True, key=reached))

    def _shown(self) -> Rows:
        levels = range(len(self._gained) - 1, -1, -1)
        rows = ((self.levels.level_reward(k), shown_probability(self._gained[k], self._total)) for k in levels)
        n, length = short_number(self.n), short_number(self.levels.length)
        title = f"Best of {n} over sequences of length {length}, highest reward first"
        return Rows(("total reward", "probability"), rows, len(self._gained), title)

    def _probability(self, weight: fmpz) -> Fraction:
        return fraction_over_power(weight, self._base, self._total)
