"""The exact best-of-N policy over sequences: a sum over the levels of the total reward.

With F≤ and F< the reference mass at or below, and strictly below, a level, the policy gives it F≤^N − F<^N: integers
over one common denominator, total^(mN).
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
from flint import fmpz

from exactalign.exceptions import OutcomeError
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.lattice import Vector
from exactalign.laws.levels import LevelLaw, kept_lattice, kept_law
from exactalign.laws.rewards import Reward, matched
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.memory import DEFAULT_MEMORY, check_memory, integer_bytes, level_bound, power_bits, require
from exactalign.numbers.reading import short_number, whole_number
from exactalign.policies.level_policies import LevelBestOfN, most_policy_bytes, policy_bytes, powers
from exactalign.policies.sequence_policies import SequencePolicy

if TYPE_CHECKING:
    from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN

BOUNDS_INSTEAD = "use a smaller N, or bounds instead of fractions: best_of_n(…, enclosed=True), exactalign compare"
"""What a refusal for size advises."""

MAX_EXACT_RANK = 20
"""Most coordinates of the rewards for which their variance is written out as a polynomial in logarithms."""


@attrs.frozen(init=False, eq=False, repr=False, slots=False)
class BestOfN(LevelBestOfN, SequencePolicy[Fraction, LevelLaw]):
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
    _base: fmpz
    _memory: int
    _total: fmpz
    _gained: list[fmpz]

    @checked
    def __init__(self, source: MemorylessSource, reward: Reward, n: int, *, memory: int = DEFAULT_MEMORY) -> None:
        own, count = matched(reward, source.distribution), whole_number(n, "n", 1)
        check_memory(memory)
        law = kept_law(source, own)
        lattice = law.lattice if law else kept_lattice(source.distribution, own)
        bits = power_bits(source.distribution._total, source.length * count)
        bound = level_bound(source.length, len(lattice.groups), lattice.spans)
        what = f"the exact best-of-{short_number(count)} policy at length {short_number(source.length)}"
        fits = most_policy_bytes(bound, bits, len(lattice.basis)) <= memory
        if not fits and law is None:
            # The numbers of a level have nearly all these bits where the law is of any size: a quarter is enough to
            # refuse before the law is made, which then says how many they are.
            least = integer_bytes(bound, 2 * (bits // 4) * bound, bits)
            require(bits, bound, what, BOUNDS_INSTEAD, memory, need=least)
        levels = law if law else LevelLaw(source, own, memory=memory, lattice=lattice)
        if not fits:
            require(bits, len(levels), what, BOUNDS_INSTEAD, memory, need=policy_bytes(levels, count))
        total, gains = powers(levels, count)
        self.__attrs_init__(
            source=source,
            reward=own,
            n=count,
            levels=levels,
            base=source.distribution._total,
            memory=memory,
            total=total,
            gained=gains,
        )

    @cached_property
    def _positions(self) -> dict[tuple[int, ...], int]:
        return self.levels.positions()

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
        masses = self._type_masses_from_vectors() if lattice.is_generic else self._type_masses_from_shorter()
        # Inside a group of equal rewards the symbols keep the proportions of the reference.
        scale = lattice.masses
        groups = lattice.group_of
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
        positions, scale = self._positions, lattice.masses
        masses = []
        for step, weight in zip(lattice.vectors, scale, strict=True):
            mass = fmpz(0)
            for vector, rest in zip(shorter.vectors, shorter.weights, strict=True):
                mass += rest * self._share[positions[tuple(map(int.__add__, vector, step))]]
            masses.append(mass * weight)
        return masses

    def reward_variance(self) -> Fraction | LogForm | LogPolynomial | EnclosedReal:
        """Return the variance of the total reward: exact up to `MAX_EXACT_RANK` coordinates, else enclosed."""
        if len(self.levels.lattice.basis) > MAX_EXACT_RANK:
            return self._enclosed.reward_variance()
        return super().reward_variance()

    def distribution(self) -> Distribution:
        """Return the policy written out over all sequences; refused past `MAX_ROWS` of them."""
        return Distribution(dict(self.by_sequence()))

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
        from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN

        return EnclosedBestOfN(self.source, self.reward, self.n, memory=self._memory)

    def __repr__(self) -> str:
        return f"best_of_n({self.source!r}, {self.reward!r}, n={self.n})"

    def _probability_of(self, mass: fmpz, vector: Vector) -> Fraction:
        return self._probability(mass * self._share[self._positions[vector]]) if mass else Fraction(0)
