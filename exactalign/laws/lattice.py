"""The lattice of total rewards: integer coordinates in which different rewards are different vectors.

Rewards are vectors over reals that are linearly independent over Q (1 and logarithms of a coprime base).
The differences to the lowest reward span a lattice; in coordinates over a basis of it, the total reward
of a sequence is a sum of small integer vectors, and two totals are equal exactly when the vectors are.
Generic rewards give one coordinate per outcome (levels are types), equally spaced ones a single one.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property, reduce
from math import gcd, lcm
from operator import mul, sub

import attrs
from flint import fmpq, fmpz, fmpz_mat

from exactalign.laws.distributions import Distribution
from exactalign.laws.outcomes import Outcome
from exactalign.laws.rewards import Reward, groups_by_reward, matched
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.logforms import LogForm

Vector = tuple[int, ...]

# Totals are sorted by integers that fit a machine word first, and by longer ones where these do not tell them apart.
_WORD_BITS = 60
_LEAST_BITS = 32


@attrs.frozen(init=False, eq=False, slots=False)
class RewardLattice:
    """Coordinates of the rewards on the support of a reference distribution.

    `groups` are the outcomes of equal reward, from the lowest up; `masses[g]` is the weight of group g under the
    reference, `values[g]` its reward and `vectors[g]` its non-negative coordinates: value = origin + Σ vectorᵢ·basisᵢ.

    >>> lattice = RewardLattice(Distribution.uniform(3), Reward.log_weights([9, 1, 3]))
    >>> lattice.basis, lattice.vectors, lattice.spans
    ((LogForm('log(3)'),), ((0,), (1,), (2,)), [2])
    """

    groups: tuple[tuple[Outcome, ...], ...]
    masses: tuple[fmpz, ...]
    vectors: tuple[Vector, ...]
    basis: tuple[LogForm, ...]
    origin: LogForm
    spans: list[int]
    _reward: Reward

    def __init__(self, reference: Distribution, reward: Reward) -> None:
        own = matched(reward, reference)
        groups, masses = groups_by_reward(own, reference)
        origin, multiples = own[groups[0][0]], own.multiples()
        if multiples is not None:
            numerators, denominator = multiples
            basis, vectors = _spaced([numerators[group[0]] for group in groups], denominator)
        else:
            basis, differences = _coordinates([own[group[0]] - origin for group in groups[1:]])
            vectors = [(0,) * len(basis), *differences]
            lowest = [min(column) for column in zip(*vectors, strict=True)]
            if any(lowest):
                vectors = [tuple(map(sub, vector, lowest)) for vector in vectors]
                shifts = [b * low for b, low in zip(basis, lowest, strict=True) if low]
                origin = LogForm.sum((origin, *shifts))
        self.__attrs_init__(
            groups=groups,
            masses=tuple(masses),
            vectors=tuple(vectors),
            basis=basis,
            origin=origin,
            spans=[max(column) for column in zip(*vectors, strict=True)],
            reward=own,
        )

    @cached_property
    def values(self) -> tuple[LogForm, ...]:
        """The reward of every group."""
        return tuple([self._reward[group[0]] for group in self.groups])

    @cached_property
    def group_of(self) -> dict[Outcome, int]:
        """{outcome of positive weight: its group}."""
        return {outcome: g for g, group in enumerate(self.groups) for outcome in group}

    @property
    def is_generic(self) -> bool:
        """Whether every level is a type: the vectors past the first are then the unit vectors."""
        return len(self.basis) == len(self.groups) - 1

    def total(self, vector: Sequence[int], length: int) -> LogForm:
        """Return the total reward of a sequence of `length` symbols whose vectors sum to `vector`."""
        parts = (b * c for b, c in zip(self.basis, vector, strict=True) if c)
        return LogForm.sum((self.origin * length, *parts))

    def sort(self, vectors: list[Vector]) -> list[int]:
        """Return the positions of the vectors from the lowest total reward to the highest.

        Sorted by scaled integer approximations whose error is bounded; the precision grows until every
        gap between neighbours exceeds the error, which must happen since the totals differ.
        """
        if len(self.basis) <= 1:
            return sorted(range(len(vectors)), key=vectors.__getitem__)
        if not vectors:
            return []
        size = max(map(sum, vectors)) + 1
        bits = max(_WORD_BITS - size.bit_length() - _bits_of(self.basis), _LEAST_BITS)
        while True:
            steps = [scaled_integer(b, bits) for b in self.basis]
            if len(steps) == 2:
                x, y = steps
                keys = [a * x + b * y for a, b in vectors]
            else:
                keys = [sum(map(mul, v, steps)) for v in vectors]
            order = sorted(range(len(vectors)), key=keys.__getitem__)
            ranked = [keys[i] for i in order]
            if min(map(sub, ranked[1:], ranked), default=3 * size) > 2 * size:
                return order
            bits *= 2


def _bits_of(basis: Sequence[LogForm]) -> int:
    """The bits of the whole part of the largest element, about."""
    return max(scaled_integer(abs(b), 0) for b in basis).bit_length()


def scaled_integer(value: LogForm, bits: int) -> int:
    """Return an integer within 1 of value·2^bits."""
    working = bits + 64
    while True:
        low, high = bounds_of(value.ball(working))
        scale = 1 << bits
        if (high - low) * scale < Fraction(1, 4):
            return round((low + high) / 2 * scale)
        working *= 2


def _spaced(values: list[int], denominator: int) -> tuple[tuple[LogForm, ...], list[Vector]]:
    """Return the step of which the differences of increasing integers over a denominator are multiples, and these."""
    lowest = values[0]
    differences = [value - lowest for value in values]
    step = gcd(*differences)
    if not step:
        return (), [()]
    return (LogForm.from_integers((), 1, fmpq(step, denominator)),), [
        (difference // step,) for difference in differences
    ]


def _coordinates(differences: list[LogForm]) -> tuple[tuple[LogForm, ...], list[Vector]]:
    """Return a basis of the lattice spanned by positive log forms, and their coordinates over it."""
    if not differences:
        return (), []
    logs, entries = Reward.values(differences).coordinates()
    denominator = reduce(lcm, (entry.denominator for vector in entries for entry in vector), 1)
    rows = [[int(entry * denominator) for entry in vector] for vector in entries]
    used = [j for j, column in enumerate(zip(*rows, strict=True)) if any(column)]
    matrix = fmpz_mat([[row[j] for j in used] for row in rows])
    rank = matrix.rank()
    if rank == len(differences):
        return tuple(differences), [tuple(int(i == j) for j in range(rank)) for i in range(rank)]
    if rank == 1:
        # All differences are positive, so the entries of a column that is used have one sign.
        column = [row[used[0]] for row in rows]
        step = gcd(*column)
        multiples = [abs(entry) // step for entry in column]
        return (differences[0] / multiples[0],), [(c,) for c in multiples]
    # Hermite's form gives a basis, LLL makes its vectors short; coordinates solve the Gram equations.
    basis = fmpz_mat([row for row in matrix.hnf().tolist() if any(row)]).lll()
    solution = (basis * basis.transpose()).solve(basis * matrix.transpose())
    vectors = [tuple(int(solution[i, j].p) for i in range(rank)) for j in range(len(differences))]
    forms = []
    for vector in basis.tolist():
        entry = {j: Fraction(int(c), denominator) for j, c in zip(used, vector, strict=True)}
        forms.append(LogForm(entry.pop(0, 0), [(c, int(logs[j - 1])) for j, c in entry.items()]))
    return tuple(forms), vectors
