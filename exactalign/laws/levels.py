"""The exact law of the total reward of an i.i.d. sequence: the method of types, by generating functions.

The law is the coefficient list of one polynomial power, (Σ pₖ x^(vₖ))^m, with vₖ the lattice coordinates
of the reward. Nothing here enumerates sequences, and tied types are never told apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, compress

import attrs
from flint import fmpz, fmpz_mpoly_ctx, fmpz_poly

from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.lattice import RewardLattice, Vector
from exactalign.laws.rewards import Reward, matched
from exactalign.laws.type_classes import mean_weight_bits, type_weights, types
from exactalign.numbers.arguments import checked
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY, check_memory, integer_bytes, level_bound, power_bits, require
from exactalign.numbers.rationals import fraction
from exactalign.numbers.reading import short_number

# A dense univariate power is taken while it is at most this much longer than the sparse bound.
_DENSE_FACTOR = 50

# Bytes of a tuple and its places in lists, of one entry, and of the keys and positions by which levels are sorted.
_TUPLE = 80
_COORDINATE = 40
_SORTING = 112

# The last law of a reward is kept up to this many levels: a series over N computes it once.
_KEPT_LEVELS = 20_000


def kept_law(source: MemorylessSource, reward: Reward) -> LevelLaw | None:
    """Return the level law of `reward` computed last, if it is the one for `source`."""
    law: LevelLaw | None = reward._recent_law
    if law is None or law.source.length != source.length or law.source.distribution is not source.distribution:
        return None
    return law


def kept_lattice(reference: Distribution, reward: Reward) -> RewardLattice:
    """Return the lattice of a reward on a reference, that of the level law computed last where it is the one."""
    law: LevelLaw | None = reward._recent_law
    if law is not None and law.source.distribution is reference:
        return law.lattice  # it does not depend on the length
    return RewardLattice(reference, reward)


class TotalRewardLaw:
    """The exact law of the total reward of sequences, from the lowest level up: what any source gives.

    Level i has the reference mass weights[i]/total, and F≤ = cumulative[i]/total; `vectors[i]` are its coordinates
    in `lattice`, in which the totals of different levels differ.
    """

    length: int
    lattice: RewardLattice
    vectors: list[Vector]
    weights: list[fmpz]
    total: fmpz

    @cached_property
    def cumulative(self) -> list[fmpz]:
        """The weights at or below each level."""
        return list(accumulate(self.weights))

    def __len__(self) -> int:
        return len(self.weights)

    def __iter__(self) -> Iterator[tuple[LogForm, Fraction]]:
        """Iterate over (total reward, reference probability), from the lowest level up."""
        for index, weight in enumerate(self.weights):
            yield self.level_reward(index), fraction(weight, self.total)

    def level_reward(self, index: int) -> LogForm:
        """Return the total reward of a level."""
        return self.lattice.total(self.vectors[index], self.length)

    def positions(self) -> dict[Vector, int]:
        """Return {coordinates: index of the level}."""
        return {vector: index for index, vector in enumerate(self.vectors)}

    def first_at_least(self, threshold: LogForm) -> int:
        """Return the index of the lowest level with total reward ≥ threshold (len when there is none); decided."""
        return bisect_left(range(len(self.vectors)), threshold, key=self.level_reward)


@attrs.frozen(init=False, eq=False, slots=False)
class LevelLaw(TotalRewardLaw):
    """The law of the total reward of `source` under an additive `reward`, from the lowest level up.

    Level i has the reference mass weights[i]/total, and F≤ = cumulative[i]/total. Raises
    `TooLarge` when the levels would not fit `memory` bytes.

    >>> from exactalign.laws.distributions import Distribution
    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> law = LevelLaw(MemorylessSource(p, length=2), Reward.parse("log 6, 0, log 2"))
    >>> for reward, mass in list(law)[3:]:
    ...     print(f"P(r = {reward}) = {mass}")
    P(r = log(6)) = 3/25
    P(r = 2*log(2) + log(3)) = 1/5
    P(r = 2*log(6)) = 1/25
    """

    source: MemorylessSource
    reward: Reward
    length: int
    lattice: RewardLattice
    memory: int
    vectors: list[Vector]
    weights: list[fmpz]
    total: fmpz

    @checked
    def __init__(
        self,
        source: MemorylessSource,
        reward: Reward,
        *,
        memory: int = DEFAULT_MEMORY,
        lattice: RewardLattice | None = None,
    ) -> None:
        own = matched(reward, source.distribution)
        chosen = lattice if lattice is not None else kept_lattice(source.distribution, own)
        base, need = source.distribution._total, law_bytes(source, chosen)
        check_memory(memory)
        if need > memory:
            require(
                power_bits(base, source.length),
                level_bound(source.length, len(chosen.groups), chosen.spans),
                f"the exact level law for length {short_number(source.length)}",
                "use a shorter length, rewards that tie, or enclosed probabilities",
                memory,
                need=need,
            )
        vectors, weights = _power(source, chosen)
        self.__attrs_init__(
            source=source,
            reward=own,
            length=source.length,
            lattice=chosen,
            memory=memory,
            vectors=vectors,
            weights=weights,
            total=base**source.length,
        )
        if len(vectors) <= _KEPT_LEVELS:
            own._recent_law = self

    @cached_property
    def after_one_symbol(self) -> LevelLaw:
        """The law for one symbol less (same lattice): what is left once the first symbol is known."""
        shorter = MemorylessSource(self.source.distribution, self.source.length - 1)
        return LevelLaw(shorter, self.reward, memory=self.memory, lattice=self.lattice)


def law_bytes(source: MemorylessSource, lattice: RewardLattice) -> int:
    """Return an estimate of the most bytes that are in use while the level law is made."""
    length, groups, rank = source.length, len(lattice.groups), len(lattice.basis)
    bits = power_bits(source.distribution._total, length)
    bound = level_bound(length, groups, lattice.spans)
    if rank <= 1:
        copies = bound * bits * 2  # the coefficients inside the polynomial, and taken out
    elif lattice.is_generic:
        copies = mean_weight_bits(length, lattice.masses) * bound + length * bits
    else:
        copies = bound * bits * 3  # in a polynomial of several variables, which is multiplied out as well
    return integer_bytes(bound, copies, bits) + bound * coordinate_bytes(rank)


def coordinate_bytes(rank: int) -> int:
    """Return the bytes that the coordinates of one level take: a tuple of integers, and what sorting them needs."""
    return _TUPLE + _COORDINATE * rank + _SORTING


def _power(source: MemorylessSource, lattice: RewardLattice) -> tuple[list[Vector], list[fmpz]]:
    """The exponents and coefficients of (Σ weightₖ·x^vectorₖ)^m, which are not 0, from the lowest total reward up."""
    length = source.length
    weights = lattice.masses
    rank = len(lattice.basis)
    if rank == 0:
        return [()], [source.distribution._total**length]
    if rank == 1:
        sparse = level_bound(length, len(weights), [])
        if max(length, 1) * lattice.spans[0] <= _DENSE_FACTOR * min(sparse, 1 << 40):
            dense = [fmpz(0)] * (lattice.spans[0] + 1)
            for (step,), weight in zip(lattice.vectors, weights, strict=True):
                dense[step] = weight
            coefficients = (fmpz_poly(dense) ** length).coeffs()
            return list(compress(zip(range(len(coefficients))), coefficients)), list(filter(None, coefficients))
    if lattice.is_generic:  # every level is a type
        listed, found = types(length, len(weights)), type_weights(length, weights)
    else:
        context = fmpz_mpoly_ctx.get([f"x{i}" for i in range(rank)], "lex")
        power = context.from_dict(dict(zip(lattice.vectors, weights, strict=True))) ** length
        terms = list(power.terms())
        listed, found = [tuple(map(int, exponents)) for exponents, _ in terms], [weight for _, weight in terms]
    order = lattice.sort(listed)
    return [listed[i] for i in order], [found[i] for i in order]
