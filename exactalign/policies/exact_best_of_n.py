"""The exact best-of-N policy over sequences: a sum over the levels of the total reward.

With F≤ and F< the reference mass at or below, and strictly below, a level, the policy gives it F≤^N − F<^N: integers
over one common denominator, total^(mN).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs
from flint import fmpz

from exactalign.exceptions import OutcomeError
from exactalign.laws.distributions import Distribution, MemorylessSource, shown_probability
from exactalign.laws.lattice import RewardLattice, Vector
from exactalign.laws.levels import LevelLaw, kept_law
from exactalign.laws.rewards import Reward, matched
from exactalign.numbers.arithmetic import simplest
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.memory import DEFAULT_MEMORY, level_bound, power_bits, require
from exactalign.numbers.rationals import fraction, fraction_over_power
from exactalign.numbers.reading import decided_real, short_number, whole_number
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
from exactalign.policies.sequence_policies import SequencePolicy, quantile_level
from exactalign.text.rows import Rows

BOUNDS_INSTEAD = "use a smaller N, or bounds instead of fractions: best_of_n(…, enclosed=True), exactalign compare"
"""What a refusal for size advises."""

MAX_EXACT_RANK = 20
"""Most coordinates of the rewards for which their variance is written out as a polynomial in logarithms."""


@attrs.frozen(init=False, eq=False, repr=False, slots=False)
class BestOfN(SequencePolicy[Fraction, LevelLaw]):
    """The exact best-of-N policy over sequences of a memoryless source; made by `best_of_n`.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> pi = BestOfN(p**2, Reward.parse("log 6, 0, log 2"), n=2)
    >>> pi.probability((0, 0)), pi.expected_type()[0], pi.win_rate()
    (Fraction(49, 625), Fraction(209, 625), Fraction(657809, 1000000))
    """

    source: MemorylessSource
    reward: Reward
    n: int
    levels: LevelLaw
    _memory: int
    _total: fmpz
    _gained: list[fmpz]  # π_N(level)·_total
    _share: list[fmpz]  # π_N(y)/p^m(y)·total^(N−1), an integer for every level

    def __init__(self, source: MemorylessSource, reward: Reward, n: int, *, memory: int = DEFAULT_MEMORY) -> None:
        own, count = matched(reward, source.distribution), whole_number(n, "n", 1)
        law = kept_law(source, own)
        lattice = law.lattice if law else RewardLattice(source.distribution, own)
        bits = power_bits(source.distribution._total, source.length * count)
        bound = len(law) if law else level_bound(source.length, len(lattice.groups), lattice.spans)
        what = f"the exact best-of-{_sized(count)} policy at length {_sized(source.length)}"
        require(bits, bound, what, BOUNDS_INSTEAD, memory)
        levels = law if law else LevelLaw(source, own, memory=memory, lattice=lattice)
        gains: list[fmpz] = []
        shares: list[fmpz] = []
        before = fmpz(0)
        for weight, upto in zip(levels.weights, levels.cumulative, strict=True):
            power = upto**count
            gained = power - before
            gains.append(gained)
            shares.append(gained // weight)
            before = power
        self.__attrs_init__(
            source=source,
            reward=own,
            n=count,
            levels=levels,
            memory=memory,
            total=levels.total**count,
            gained=gains,
            share=shares,
        )

    @cached_property
    def _positions(self) -> dict[tuple[int, ...], int]:
        return self.levels.positions()

    def by_level(self) -> Iterator[tuple[LogForm, Fraction]]:
        """Iterate over (total reward, probability), from the lowest level up."""
        for index, gained in enumerate(self._gained):
            yield self.levels.level_reward(index), self._probability(gained)

    def expected_type(self) -> Distribution:
        """Return E[t(Y^m)], exactly; it is also the law of any single symbol, the policy being exchangeable.

        Raises `OutcomeError` at length 0, where there is no symbol.
        """
        return self._expected_type

    @cached_property
    def _expected_type(self) -> Distribution:
        if self.source.length == 0:
            raise OutcomeError("a sequence of length 0 has no type")
        reference, lattice = self.source.distribution, self.levels.lattice
        if len(lattice.basis) == len(lattice.groups) - 1:
            masses = self._type_masses_from_vectors()
        else:
            masses = self._type_masses_from_shorter()
        # Inside a group of equal rewards the symbols keep the proportions of the reference.
        scale = self.levels.group_weights()
        groups = self.levels.lattice.group_of
        common = fmpz(1)
        for weight in scale:
            common = common.lcm(weight)
        weights = [
            masses[groups[o]] * (common // scale[groups[o]]) * w if w else fmpz(0)
            for o, w in zip(reference.outcomes, reference._weights, strict=True)
        ]
        return Distribution._from_integers(reference.outcomes, weights)

    def _type_masses_from_vectors(self) -> list[fmpz]:
        """Expected counts of the groups when every group has a coordinate of its own."""
        lattice = self.levels.lattice
        rank = len(lattice.basis)
        counts = [fmpz(0)] * rank
        for vector, gained in zip(self.levels.vectors, self._gained, strict=True):
            for i, c in enumerate(vector):
                if c:
                    counts[i] += gained * c
        first = self._total * self.source.length - sum(counts, fmpz(0))
        return [first, *counts]

    def _type_masses_from_shorter(self) -> list[fmpz]:
        """Expected counts of the groups from the law with the first symbol taken off."""
        lattice = self.levels.lattice
        shorter = self.levels.after_one_symbol
        positions, scale = self._positions, self.levels.group_weights()
        masses = []
        for step, weight in zip(lattice.vectors, scale, strict=True):
            mass = fmpz(0)
            for vector, rest in zip(shorter.vectors, shorter.weights, strict=True):
                mass += rest * self._share[positions[tuple(map(int.__add__, vector, step))]]
            masses.append(mass * weight)
        return masses

    def expected_reward(self) -> LogForm:
        """Return E[r(Y^m)], the total over the sequence, as a log form."""
        lattice = self.levels.lattice
        means = [fmpz(0)] * len(lattice.basis)
        for vector, gained in zip(self.levels.vectors, self._gained, strict=True):
            for i, c in enumerate(vector):
                if c:
                    means[i] += gained * c
        parts = (b * fraction(mean, self._total) for b, mean in zip(lattice.basis, means, strict=True))
        return LogForm.sum((lattice.origin * self.source.length, *parts))

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

    def distribution(self) -> Distribution:
        """Return the policy written out over all sequences; refused past `MAX_ROWS` of them."""
        return Distribution(dict(self.by_sequence()))

    def reward_variance(self) -> Fraction | LogForm | LogPolynomial | EnclosedReal:
        """Return the variance of the total reward: exact up to `MAX_EXACT_RANK` coordinates, else enclosed."""
        lattice = self.levels.lattice
        rank = len(lattice.basis)
        if rank > MAX_EXACT_RANK:
            return self._enclosed.reward_variance()
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

    def kl_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return KL(π_N‖φ^m) for the tilt φ = T(q, p, α), enclosed."""
        return self._enclosed.kl_to_tilt(alpha)

    def kl_from_tilt(self, alpha: Any) -> EnclosedReal:
        """Return KL(φ^m‖π_N), enclosed."""
        return self._enclosed.kl_from_tilt(alpha)

    def total_variation_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return the total variation distance between π_N and φ^m, enclosed."""
        return self._enclosed.total_variation_to_tilt(alpha)

    def marginal(self, length: int = 1) -> Distribution:
        """Return the joint law of any `length` positions (all alike, the policy being exchangeable).

        For one position a `Distribution` over outcomes, otherwise one over tuples.
        """
        if length == 1 and self.source.length >= 1:
            return self.expected_type()
        prefixes = self._prefixes(length)
        remaining = MemorylessSource(self.source.distribution, self.source.length - length)
        rest = LevelLaw(remaining, self.reward, memory=self._memory, lattice=self.levels.lattice)
        shares: dict[Vector, fmpz] = {}
        weights = []
        for prefix in prefixes:
            mass, vector = self._located(Counter(prefix))
            if mass and vector not in shares:
                shares[vector] = sum(
                    (
                        w * self._share[self._positions[tuple(map(int.__add__, v, vector))]]
                        for v, w in zip(rest.vectors, rest.weights, strict=True)
                    ),
                    fmpz(0),
                )
            weights.append(mass * shares[vector] if mass else fmpz(0))
        return Distribution._from_integers(tuple(prefixes), weights)

    @cached_property
    def _enclosed(self) -> EnclosedBestOfN:
        """The same policy with enclosed numbers: what is no rational or log form is read from it."""
        return EnclosedBestOfN(self.source, self.reward, self.n, memory=self._memory)

    def _shown(self) -> Rows:
        levels = range(len(self._gained) - 1, -1, -1)
        rows = ((self.levels.level_reward(k), shown_probability(self._gained[k], self._total)) for k in levels)
        title = f"Best of {_sized(self.n)} over sequences of length {_sized(self.source.length)}, highest reward first"
        return Rows(("total reward", "probability"), rows, len(self._gained), title)

    def __repr__(self) -> str:
        return f"best_of_n({self.source!r}, {self.reward!r}, n={self.n})"

    def _probability_of(self, mass: fmpz, vector: Vector) -> Fraction:
        return self._probability(mass * self._share[self._positions[vector]]) if mass else Fraction(0)

    def _probability(self, weight: fmpz) -> Fraction:
        return fraction_over_power(weight, self.source.distribution._total, self._total)


def _sized(number: int) -> str:
    return str(number) if number < 10**15 else short_number(number)
