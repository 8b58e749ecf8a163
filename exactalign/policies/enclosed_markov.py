"""Best-of-N over sequences of a Markov chain with guaranteed bounds, for N past exact reach (N = exp(50), say).

The law of the total reward is exact. Given the total, best-of-N, a tilt and the chain are the same law: so every
divergence between them is that of the laws of the total, and `EnclosedBestOfN` of these answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from exactalign.laws.markov import MarkovSource
from exactalign.laws.markov_levels import MarkovLevelLaw
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY
from exactalign.numbers.reading import Number, decided_real, short_number
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN
from exactalign.policies.tilting import AlignedFamily
from exactalign.text.displayed import Displayed
from exactalign.text.rows import Rows


class EnclosedMarkovBestOfN(Displayed):
    """Draw N sequences of a chain, keep the one of highest total reward, ties uniform; numbers enclosed, N ≥ 1 real.

    Made by `best_of_n`, with the verbs of `MarkovBestOfN`.

    >>> chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=100)
    >>> pi = EnclosedMarkovBestOfN(chain, Reward.values([0, 1]), 10**9)
    >>> pi.kl(), pi.expected_reward()
    (EnclosedReal(19.4893990752905…), EnclosedReal(96.5552822641321…))
    """

    def __init__(self, source: MarkovSource, reward: Reward, n: Any, *, memory: int = DEFAULT_MEMORY) -> None:
        self.source, self.reward = source, reward
        self.levels = MarkovLevelLaw(source, reward, memory=memory)
        law, totals = self.levels.distribution()
        self._policy = EnclosedBestOfN(law, totals, n, memory=memory)
        self.tilts = AlignedFamily(law, totals)
        self.n: Number = self._policy.n

    def by_level(self) -> Iterator[tuple[LogForm, EnclosedReal]]:
        """Iterate over (total reward, probability), from the lowest level up."""
        return self._policy.by_level()

    def probability(self, sequence: Sequence[Any]) -> EnclosedReal:
        """Return π_N(y^m) of a sequence of symbols."""
        mass = self.source.probability(sequence)
        if not mass:
            return EnclosedReal.of(0)
        place = self.levels.first_at_least(LogForm.of(self.reward.of_sequence(sequence)))
        level = dict(self.tilts.reference.items())[place]
        return EnclosedReal.of(self._policy.probability(place) * (mass / level))

    def expected_reward(self) -> EnclosedReal:
        """Return E[r(Y^m)], the total over the sequence."""
        return self._policy.expected_reward()

    def reward_variance(self) -> EnclosedReal:
        """Return the variance of the total reward."""
        return self._policy.reward_variance()

    def kl(self) -> EnclosedReal:
        """Return KL(π_N‖P)."""
        return self._policy.kl()

    def kl_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return KL(π_N‖φ) for the tilt φ(y) ∝ P(y)·e^(α·r(y))."""
        return self._policy.kl_to_tilt(alpha)

    def total_variation_to_tilt(self, alpha: Any) -> EnclosedReal:
        """Return the total variation distance between π_N and that tilt."""
        return self._policy.total_variation_to_tilt(alpha)

    def win_rate(self) -> EnclosedReal:
        """Return P(r(Y) > r(X)) + ½·P(r(Y) = r(X)) for Y ~ π_N against an independent draw X of the chain."""
        return self._policy.win_rate()

    def at_most(self, threshold: Any) -> EnclosedReal:
        """Return P(r(Y^m) ≤ threshold)."""
        return self._policy.at_most(decided_real(threshold, "threshold"))

    def at_least(self, threshold: Any) -> EnclosedReal:
        """Return P(r(Y^m) ≥ threshold)."""
        return self._policy.at_least(decided_real(threshold, "threshold"))

    def quantile(self, level: Any) -> LogForm:
        """Return the smallest total reward x with P(r(Y^m) ≤ x) ≥ level, decided."""
        return self._policy.quantile(level)

    def _shown(self) -> Rows:
        rows = (
            ("expected total reward", self.expected_reward()),
            ("KL from the chain", self.kl()),
            ("win rate against the chain", self.win_rate()),
        )
        title = f"Best of N = {self.n} over {short_number(self.source.length)} symbols of a Markov chain, enclosed"
        return Rows(("quantity", "value"), rows, len(rows), title)

    def __repr__(self) -> str:
        return f"best_of_n({self.source!r}, {self.reward!r}, n={self.n}, enclosed=True)"
