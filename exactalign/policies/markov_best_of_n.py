"""The exact best-of-N policy over sequences of a Markov chain: its levels are all that changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs
from flint import fmpz

from exactalign.laws.markov import MarkovSource
from exactalign.laws.markov_levels import MarkovLevelLaw
from exactalign.laws.outcomes import Outcome
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.memory import DEFAULT_MEMORY, power_bits, require
from exactalign.numbers.reading import Number, exact_real, short_number, whole_number
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
from exactalign.policies.level_policies import LevelBestOfN, policy_bytes, powers
from exactalign.policies.sequence_policies import sequences
from exactalign.policies.tilting import AlignedFamily


@attrs.frozen(init=False, eq=False, repr=False, slots=False)
class MarkovBestOfN(LevelBestOfN):
    """Draw N sequences of a chain, keep the one of highest total reward, ties uniform; made by `best_of_n`.

    >>> chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=2)
    >>> pi = MarkovBestOfN(chain, Reward.values([0, 1]), n=2)
    >>> pi.probability((1, 1)), pi.win_rate()
    (Fraction(3, 4), Fraction(23, 36))
    """

    source: MarkovSource
    reward: Reward
    n: int
    levels: MarkovLevelLaw
    _base: fmpz
    _total: fmpz
    _gained: list[fmpz]

    def __init__(self, source: MarkovSource, reward: Reward, n: int, *, memory: int = DEFAULT_MEMORY) -> None:
        count = whole_number(n, "n", 1)
        levels = MarkovLevelLaw(source, reward, memory=memory)
        what = f"the exact best-of-{short_number(count)} policy at length {short_number(source.length)}"
        advice = "use a smaller N or a shorter length"
        bits = power_bits(levels.total, count)
        require(bits, len(levels), what, advice, memory, need=policy_bytes(levels, count))
        total, gains = powers(levels, count)
        _, first_total, _, common = source.scaled()
        self.__attrs_init__(
            source=source,
            reward=reward,
            n=count,
            levels=levels,
            base=first_total * common,
            total=total,
            gained=gains,
        )

    @checked
    def probability(self, sequence: Sequence[Any]) -> Fraction:
        """Return π(y^m) of a sequence of symbols."""
        symbols = tuple(sequence)
        weight, _ = self.source.weight(symbols)
        if not weight:
            return Fraction(0)
        lattice = self.levels.lattice
        steps = [lattice.vectors[lattice.group_of[symbol]] for symbol in symbols]
        return self._probability(weight * self._share[self._positions[tuple(map(sum, zip(*steps, strict=True)))]])

    def by_sequence(self) -> Iterator[tuple[tuple[Outcome, ...], Fraction]]:
        """Iterate over all K^m sequences and their probabilities; refused past `MAX_ROWS` of them."""
        return (
            (sequence, self.probability(sequence)) for sequence in sequences(self.source.outcomes, self.source.length)
        )

    @cached_property
    def tilts(self) -> AlignedFamily:
        """The tilts φ(y) ∝ P(y)·e^(α·r(y)) of the chain, seen through the level of y (an integer, from 0 up)."""
        return AlignedFamily(*self.levels.distribution())

    def kl_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return KL(π_N‖φ) for the tilt φ(y) ∝ P(y)·e^(α·r(y)), enclosed (Lemma 2 of asymptotics)."""
        family = self.tilts
        value = exact_real(alpha, "alpha")
        divergence: Number = self.kl() - self.expected_reward() * value + family.log_partition(value)
        return EnclosedReal.of(divergence)

    def total_variation_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return the total variation distance between π_N and that tilt, enclosed."""
        return EnclosedBestOfN(*self.levels.distribution(), self.n).total_variation_to_tilt(alpha)

    @cached_property
    def _positions(self) -> dict[tuple[int, ...], int]:
        return self.levels.positions()

    def __repr__(self) -> str:
        return f"best_of_n({self.source!r}, {self.reward!r}, n={self.n})"
