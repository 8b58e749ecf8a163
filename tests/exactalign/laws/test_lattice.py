"""Lattices of rewards: their order where totals nearly agree, and what their parts are made of."""

from __future__ import annotations

import mpmath
import pytest

from exactalign import Distribution, LevelLaw, LogForm, Reward, log
from exactalign.laws.lattice import RewardLattice


def convergents(count: int) -> list[tuple[int, int]]:
    """The best p/q for log 3/log 2: p·log 2 and q·log 3 are nearer than 1/q."""
    found = [(0, 1), (1, 0)]
    with mpmath.workdps(80):
        rest = mpmath.log(3) / mpmath.log(2)
        for _ in range(count):
            whole = int(rest)
            found.append((whole * found[-1][0] + found[-2][0], whole * found[-1][1] + found[-2][1]))
            rest = 1 / (rest - whole)
    return found[2:]


def test_totals_that_nearly_agree_are_sorted_exactly() -> None:
    lattice = RewardLattice(Distribution.uniform(3), Reward.parse("0, log 2, log 3"))
    assert lattice.basis == (log(2), log(3))
    best = convergents(40)
    assert best[:5] == [(1, 1), (2, 1), (3, 2), (8, 5), (19, 12)]
    assert best[-1][1] > 2**60  # longer than keys are at first
    for p, q in best:
        right = [0, 1, 2] if p * log(2) < q * log(3) else [0, 2, 1]
        assert lattice.sort([(0, 0), (p, 0), (0, q)]) == right
    assert lattice.sort([]) == []


@pytest.mark.parametrize(
    ("values", "rank"),
    [("1, 1", 0), ("0, log(3/2), log(9/4)", 1), ("0, log 2, log 3", 2), ("0, log 2, log 3, log 6", 2)],
)
def test_lattices_are_tuples_of_integers(values: str, rank: int) -> None:
    reward = Reward.parse(values)
    lattice = RewardLattice(Distribution.uniform(len(reward)), reward)
    assert len(lattice.basis) == rank
    parts = (lattice.groups, lattice.masses, lattice.values, lattice.vectors, lattice.basis)
    assert {type(part) for part in (*parts, *lattice.groups, *lattice.vectors)} == {tuple}
    assert {type(entry) for vector in lattice.vectors for entry in vector} <= {int}
    assert {type(form) for form in lattice.basis} <= {LogForm}
    law = LevelLaw(Distribution.uniform(len(reward)) ** 2, reward)
    heights = [height for height, _ in law]
    assert heights == sorted(heights)
    assert len(set(heights)) == len(heights)


def test_lattices_are_not_compared() -> None:
    one, other = (RewardLattice(Distribution.uniform(2), Reward.values([0, 1])) for _ in range(2))
    assert one != other
    assert len({one, other}) == 2
