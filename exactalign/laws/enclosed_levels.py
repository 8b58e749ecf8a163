"""The law of the total reward with enclosed probabilities, for lengths past exact reach.

Levels and their order are exact; only their masses are balls. With generic rewards every level is a type,
and its multinomial mass is a product of table entries, so that no large integer is ever formed. Prefix and
suffix sums are both kept, all of positive terms: no tail loses digits to a subtraction from 1.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

import attrs
from flint import arb, ctx

from exactalign.exceptions import TooLarge
from exactalign.laws.distributions import MemorylessSource
from exactalign.laws.lattice import RewardLattice, Vector
from exactalign.laws.levels import LevelLaw, coordinate_bytes
from exactalign.laws.rewards import Reward, matched
from exactalign.laws.type_classes import types
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY, level_bound, power_bits, require
from exactalign.numbers.precision import START_BITS, working_precision

MAX_LEVELS = 5_000_000
"""Most levels that are enumerated."""

MAX_WORK = 10**11
"""Most work on balls, levels · bits^(3/2): about two minutes; nothing would tell how far it has come."""

# Bytes of a ball and its place in a list; of the header of digits that are kept outside of it, past so many bits.
_BALL = 72
_LONG_MANTISSA = 24
_INLINE_BITS = 128

FEW_LEVELS = 4096
"""Most levels for which what each of them has is kept for the next question."""


@attrs.frozen(slots=False)
class LevelBalls:
    """Masses of all levels as balls: each level, at or below it, strictly above it."""

    mass: list[arb]
    upto: list[arb]
    above: list[arb]


class EnclosedLevelLaw:
    """The law of the total reward of a memoryless source, from the lowest level up, masses enclosed.

    Raises `TooLarge` when there are more than `MAX_LEVELS` levels, when these, at the precision asked for, need over
    `memory` bytes or minutes, or when rewards that tie across types would need such an exact polynomial power.
    """

    def __init__(self, source: MemorylessSource, reward: Reward, *, memory: int = DEFAULT_MEMORY) -> None:
        self.source = source
        self.reward = matched(reward, source.distribution)
        self.lattice = RewardLattice(source.distribution, self.reward)
        self._memory = memory
        self._balls: tuple[int, LevelBalls] | None = None
        self._reward_balls: tuple[int, list[arb]] | None = None
        self._exact: LevelLaw | None = None
        bound = level_bound(source.length, len(self.lattice.groups), self.lattice.spans)
        self.is_generic = self.lattice.is_generic
        if bound > MAX_LEVELS:
            raise TooLarge(
                f"length {source.length} gives up to {bound if bound < 10**15 else 'over 10^15'} reward levels, "
                f"over the limit of {MAX_LEVELS}: use a shorter length or rewards that tie"
            )
        self._check_size(bound, START_BITS)
        if self.is_generic:
            vectors = types(source.length, len(self.lattice.groups))
            order = self.lattice.sort(vectors)
            self._order: list[int] | None = None if len(self.lattice.groups) <= 2 else order
            self.vectors: list[Vector] = vectors if self._order is None else [vectors[i] for i in order]
        else:
            bits = power_bits(source.distribution._total, source.length)
            require(bits, bound, f"the level law for length {source.length}", "use a shorter length", memory, copies=3)
            self._exact = LevelLaw(source, self.reward, memory=10**18, lattice=self.lattice)
            self.vectors = self._exact.vectors

    def __len__(self) -> int:
        return len(self.vectors)

    def balls(self) -> LevelBalls:
        """Return the masses at the precision in force."""
        bits = ctx.prec
        if self._balls is None or self._balls[0] < bits:
            self._check_size(len(self), bits)
            mass = self._masses()
            upto = list(accumulate(mass))
            above = [*list(accumulate(reversed(mass)))[-2::-1], arb(0)]
            self._balls = (bits, LevelBalls(mass, upto, above))
        return self._balls[1]

    def level_reward(self, index: int) -> LogForm:
        """Return the total reward of a level."""
        return self.lattice.total(self.vectors[index], self.source.length)

    def rewards(self, indices: range) -> Iterator[arb]:
        """Iterate over balls around the total rewards of some levels, at the precision in force; a few are kept."""
        if len(self) > FEW_LEVELS:
            return self._rewards(indices)
        if self._reward_balls is None or self._reward_balls[0] < ctx.prec:
            self._reward_balls = (ctx.prec, list(self._rewards(range(len(self)))))
        return iter(self._reward_balls[1][indices.start : indices.stop])

    def _rewards(self, indices: range) -> Iterator[arb]:
        start = ball_of(self.lattice.origin) * self.source.length
        steps = [ball_of(b) for b in self.lattice.basis]
        for index in indices:
            total = start
            for step, count in zip(steps, self.vectors[index], strict=True):
                if count:
                    total += step * count
            yield total

    def first_at_least(self, threshold: LogForm) -> int:
        """Return the index of the lowest level with total reward ≥ threshold (len when there is none); decided."""
        return bisect_left(range(len(self.vectors)), threshold, key=self.level_reward)

    def shorter(self) -> EnclosedLevelLaw:
        """Return the law for one symbol less."""
        source = MemorylessSource(self.source.distribution, self.source.length - 1)
        return EnclosedLevelLaw(source, self.reward, memory=self._memory)

    def _check_size(self, levels: int, bits: int) -> None:
        """Refuse three balls of this many bits for every level, where they and its coordinates would not fit."""
        digits = bits // 8 + _LONG_MANTISSA if bits > _INLINE_BITS else 0
        need = levels * (3 * (_BALL + digits) + coordinate_bytes(len(self.lattice.basis)))
        advice = "use fewer digits, a shorter length, rewards that tie, or more memory"
        require(bits, 3 * levels, f"the enclosed law for length {self.source.length}", advice, self._memory, need=need)
        if levels * bits**1.5 > MAX_WORK:
            raise TooLarge(
                f"{levels:,} levels with {bits:,} bits each would take minutes: use fewer digits, a shorter length, or "
                "rewards that tie"
            )

    def _masses(self) -> list[arb]:
        if self._exact is not None:
            total = arb(self._exact.total)
            return [arb(weight) / total for weight in self._exact.weights]
        return self._multinomials()

    def _multinomials(self) -> list[arb]:
        """m!·Π pₖ^nₖ/nₖ! for every type, from tables of pₖ^n/n!; in the order of `vectors`."""
        length = self.source.length
        reference = self.source.distribution
        with working_precision(ctx.prec + 2 * length.bit_length() + 10):
            tables = []
            for group in self.lattice.groups:
                weight = sum(reference._weights[reference.index(o)] for o in group)
                ratio = arb(weight) / arb(reference._total)
                table = [arb(1)]
                for n in range(1, length + 1):
                    table.append(table[-1] * ratio / n)
                tables.append(table)
            factorial = arb(1)
            for n in range(2, length + 1):
                factorial *= n
            if len(tables) == 1:
                return [factorial * tables[0][length]]
            masses = list(_products(factorial, tables, length))
        return masses if self._order is None else [masses[i] for i in self._order]


def _products(start: arb, tables: list[list[arb]], length: int) -> Iterator[arb]:
    if len(tables) == 2:
        first, second = tables
        for count in range(length + 1):
            yield start * second[count] * first[length - count]
    else:
        for count in range(length + 1):
            yield from _products(start * tables[-1][count], tables[:-1], length - count)
