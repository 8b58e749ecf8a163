"""A long Markov chain under an additive reward: the growth rates of its tilts, from the Perron root.

With M_α[i][j] = P(i → j)·e^(α·r(j)) and Λ(α) the logarithm of its largest eigenvalue, (1/m)·log E e^(α·r(Y^m)) → Λ(α).
Λ is convex; the reward per symbol under the tilt tends to Λ′(α), its divergence per symbol to α·Λ′(α) − Λ(α), and the
rate of {r(Y^m)/m ≈ s} is sup_α α·s − Λ(α) (Gärtner and Ellis). For independent symbols Λ = log Z.
"""

from __future__ import annotations

from typing import Any

from flint import arb, arb_mat, ctx

from exactalign.exceptions import ParameterError, Undecided
from exactalign.laws.markov import MarkovSource
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.monotone_root import MonotoneRoot
from exactalign.numbers.precision import working_precision
from exactalign.numbers.reading import decided_real, exact_real

_MOST_SQUARINGS = 80


class PerronRates:
    """Λ, its slope, and the rates that follow, of an irreducible chain with reward r; every number enclosed.

    Raises `ParameterError` for a reducible chain, which has no single rate.

    >>> chain = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=1)
    >>> rates = PerronRates(chain, Reward.values([0, 1]))
    >>> rates.log_root(0), rates.mean_reward(0)
    (EnclosedReal(0), EnclosedReal(0.666666666666666…))
    """

    @checked
    def __init__(self, chain: MarkovSource, reward: Reward) -> None:
        if not chain.is_irreducible:
            raise ParameterError("the chain is reducible: some symbol cannot be reached from some other one")
        _, _, matrix, common = chain.scaled()
        self._matrix, self._common = matrix, common
        self._values = [reward[symbol] for symbol in chain.outcomes]

    def log_root(self, alpha: Any) -> EnclosedReal:
        """Return Λ(α)."""
        value = exact_real(alpha, "alpha")
        return EnclosedReal(lambda: self._log_root(ball_of(value)))

    def mean_reward(self, alpha: Any) -> EnclosedReal:
        """Return Λ′(α), the reward per symbol of a long tilted sequence."""
        value = exact_real(alpha, "alpha")
        return EnclosedReal(lambda: self._slope(ball_of(value)))

    def kl(self, alpha: Any) -> EnclosedReal:
        """Return α·Λ′(α) − Λ(α), the divergence per symbol of a long tilted sequence from the chain."""
        value = exact_real(alpha, "alpha")
        return EnclosedReal(lambda: self._kl(ball_of(value)))

    def alpha_for_kl(self, kl: Any) -> EnclosedReal:
        """Return the α > 0 whose tilt has this divergence per symbol; raise `Undecided` when none is found."""
        goal = decided_real(kl, "kl")
        if goal <= 0:
            raise ParameterError(f"kl is {goal}: give a positive divergence per symbol")
        return MonotoneRoot(lambda x: self._kl(x) - ball_of(goal))

    def rate(self, reward_per_symbol: Any) -> EnclosedReal:
        """Return sup over α ≥ 0 of α·s − Λ(α), for s above the stationary mean: the decay rate of P(r(Y^m) ≥ m·s)."""
        goal = decided_real(reward_per_symbol, "reward_per_symbol")
        if self.mean_reward(0).compare(goal) > 0:
            raise ParameterError(f"the reward per symbol is {goal}: below the stationary mean the rate is 0")
        alpha = MonotoneRoot(lambda x: self._slope(x) - ball_of(goal))
        return EnclosedReal(lambda: ball_of(alpha) * ball_of(goal) - self._log_root(ball_of(alpha)))

    def _log_root(self, alpha: arb) -> arb:
        """log of the Perron root: between the least and the largest (Mv)ᵢ/vᵢ of a positive v (Collatz, Wielandt)."""
        with working_precision(ctx.prec + 32):
            growth = [(alpha * ball_of(value)).exp() for value in self._values]
            rows = [[w * g / self._common for w, g in zip(row, growth, strict=True)] for row in self._matrix]
            matrix, size = arb_mat(rows), range(len(rows))
            # Any positive vector gives bounds, so it may be guessed: powers of M + tI, whose root is simple and alone
            # on its circle for an irreducible M, periodic or not.
            shift = sum((row[i].mid() for i, row in enumerate(rows)), arb(0)) + max(e.mid() for r in rows for e in r)
            power = arb_mat(
                [[entry.mid() + (shift if i == j else 0) for j, entry in enumerate(row)] for i, row in enumerate(rows)]
            )
            bounds: arb | None = None
            for _ in range(_MOST_SQUARINGS):
                power = power * power
                scale = max(power[i, j].mid() for i in size for j in size)
                power = arb_mat([[(power[i, j] / scale).mid() for j in size] for i in size])
                vector = [sum((power[i, j] for j in size), arb(0)).mid() for i in size]
                if not all(entry > 0 for entry in vector):
                    continue
                image = matrix * arb_mat([[entry] for entry in vector])
                ratios = [image[i, 0] / vector[i] for i in size]
                low, high = min(r.lower() for r in ratios), max(r.upper() for r in ratios)
                bounds = low.union(high)
                if (high - low) <= low * arb(2) ** -(ctx.prec - 24):
                    break
            if bounds is None:
                raise Undecided("the Perron root could not be enclosed: the chain mixes too slowly")
            return bounds.log()

    def _slope(self, alpha: arb) -> arb:
        """Λ′ on a ball: Λ is convex, so its slope lies between those of chords to the left and to the right."""
        bits = ctx.prec
        with working_precision(2 * bits + 32):
            step = arb(2) ** -bits
            low, high = alpha.lower(), alpha.upper()
            left = (self._log_root(low) - self._log_root(low - step)) / step
            right = (self._log_root(high + step) - self._log_root(high)) / step
            return left.union(right)

    def _kl(self, alpha: arb) -> arb:
        return alpha * self._slope(alpha) - self._log_root(alpha)
