"""The exact law of the total reward of a Markov chain: transfer matrices over the lattice of rewards.

With M[i][j] = transition[i](j)·x^vⱼ, vⱼ the lattice coordinates of the reward of j, the law is the coefficient list of
(initial·x^v)·M^(m−1)·1: the power of one small matrix of polynomials. No sequence is listed.
"""

from __future__ import annotations

from typing import Any

import attrs
from flint import fmpz, fmpz_mpoly_ctx, fmpz_poly

from exactalign.exceptions import OutcomeError
from exactalign.laws.distributions import Distribution
from exactalign.laws.lattice import RewardLattice, Vector
from exactalign.laws.levels import TotalRewardLaw
from exactalign.laws.markov import MarkovSource
from exactalign.laws.rewards import Reward
from exactalign.numbers.memory import DEFAULT_MEMORY, level_bound, power_bits, require
from exactalign.numbers.reading import short_number


@attrs.frozen(init=False, eq=False, slots=False)
class MarkovLevelLaw(TotalRewardLaw):
    """The law of the total reward Σ r(Yᵢ) of a Markov chain, from the lowest level up, exactly.

    Raises `TooLarge` when the matrices of the last steps would not fit `memory` bytes.

    >>> chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=3)
    >>> for reward, mass in MarkovLevelLaw(chain, Reward.values([0, 1])):
    ...     print(f"P(r = {reward}) = {mass}")
    P(r = 0) = 1/12
    P(r = 1) = 5/24
    P(r = 2) = 1/3
    P(r = 3) = 3/8
    """

    source: MarkovSource
    reward: Reward
    length: int
    lattice: RewardLattice
    vectors: list[Vector]
    weights: list[fmpz]
    total: fmpz

    def __init__(self, source: MarkovSource, reward: Reward, *, memory: int = DEFAULT_MEMORY) -> None:
        missing = set(source.outcomes) ^ set(reward.outcomes)
        if missing:
            raise OutcomeError(
                f"the reward and the chain have other symbols: {', '.join(map(repr, sorted(missing, key=str)))}"
            )
        lattice = RewardLattice(Distribution.uniform(source.reachable()), reward.restricted(source.reachable()))
        _, first_total, _, common = source.scaled()
        size = len(source.outcomes)
        require(
            power_bits(common, source.length) + first_total.bit_length(),
            level_bound(source.length, len(lattice.groups), lattice.spans),
            f"the exact level law of a chain of {size} symbols for length {short_number(source.length)}",
            "use a shorter length, or rewards that tie or are equally spaced",
            memory,
            copies=3 * size * size,  # the matrix, its square, and the row
        )
        weights = _coefficients(source, lattice)
        listed = list(weights)
        vectors = [listed[i] for i in lattice.sort(listed)]
        self.__attrs_init__(
            source=source,
            reward=reward,
            length=source.length,
            lattice=lattice,
            vectors=vectors,
            weights=[weights[vector] for vector in vectors],
            total=first_total * common ** (source.length - 1),
        )

    def distribution(self) -> tuple[Distribution, Reward]:
        """Return the law as a distribution of the number of the level, and the reward of every level.

        A tilt of the sequences by their reward is a tilt of this law: the divergences are the same.
        """
        law = Distribution._from_integers(tuple(range(len(self))), self.weights)
        return law, Reward.values([self.level_reward(index) for index in range(len(self))])


def _coefficients(source: MarkovSource, lattice: RewardLattice) -> dict[Vector, fmpz]:
    """The non-zero coefficients of (initial·x^v)·M^(m−1)·1."""
    initial, _, matrix, _ = source.scaled()
    kept = [i for i, symbol in enumerate(source.outcomes) if symbol in lattice.group_of]
    steps = [lattice.vectors[lattice.group_of[source.outcomes[i]]] for i in kept]
    rank = len(lattice.basis)
    if rank <= 1:
        letters: list[Any] = [fmpz_poly([0] * (step[0] if step else 0) + [1]) for step in steps]
    else:
        context = fmpz_mpoly_ctx.get([f"x{i}" for i in range(rank)], "lex")
        letters = [context.from_dict({step: 1}) for step in steps]
    row = [letter * initial[i] for i, letter in zip(kept, letters, strict=True)]
    transfer = [[letter * matrix[i][j] for j, letter in zip(kept, letters, strict=True)] for i in kept]
    last = _row_times_power(row, transfer, source.length - 1)
    law = sum(last[1:], last[0])
    if rank > 1:
        return {tuple(map(int, exponents)): weight for exponents, weight in law.terms()}
    return {((level,) if rank else ()): weight for level, weight in enumerate(law.coeffs()) if weight}


def _row_times_power(row: list[Any], matrix: list[list[Any]], exponent: int) -> list[Any]:
    """row·matrix^exponent by squaring: dense products of long polynomials are what FLINT is fast at."""
    while exponent:
        if exponent & 1:
            row = _times([row], matrix)[0]
        exponent >>= 1
        if exponent:
            matrix = _times(matrix, matrix)
    return row


def _times(left: list[list[Any]], right: list[list[Any]]) -> list[list[Any]]:
    inner = range(1, len(right))
    return [
        [sum((row[k] * right[k][j] for k in inner), row[0] * right[0][j]) for j in range(len(right[0]))] for row in left
    ]
