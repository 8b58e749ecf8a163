"""Z(α) = Σ p·e^(αr) and its derivatives on balls: what every enclosed number about a tilt is made of.

The value that dominates at α is taken out of every exponential, so that nothing overflows and little cancels.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, inf, log, sqrt

import attrs
from flint import arb, ctx, fmpz

from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import working_precision

_FLOAT_BITS = 64
_FLOAT_STEPS = 40
_SETTLED = 1e-8  # Newton's steps square the error: after one this short the guess is as good as floats can be


@attrs.frozen
class TiltSums:
    """The values of a reward, increasing, their integer masses and the total of these; evaluated at a ball α."""

    values: tuple[LogForm, ...]
    masses: tuple[fmpz, ...]
    total: fmpz
    _kept: dict[int, tuple[int, list[arb]]] = attrs.field(init=False, factory=dict, eq=False, repr=False)

    def dominating(self, alpha: arb) -> arb:
        """Return the value of the reward that weighs most at α."""
        return ball_of(self.values[-1] if not alpha < 0 else self.values[0])

    def _exponentials(self, alpha: arb) -> Iterator[tuple[arb, arb]]:
        """(mass·e^(α(v − v*)), v − v*) for every group, v* being the value that dominates at α."""
        for gap, mass in zip(self.gaps(-1 if not alpha < 0 else 0), self.masses, strict=True):
            yield arb(mass) * (alpha * gap).exp(), gap

    def gaps(self, place: int) -> list[arb]:
        """Return v − v* for every value, v* being the one at `place`; kept at the highest precision asked for."""
        kept = self._kept.get(place)
        if kept is None or kept[0] < ctx.prec:
            top = ball_of(self.values[place])
            kept = (ctx.prec, [ball_of(value) - top for value in self.values])
            self._kept[place] = kept
        return kept[1]

    def law(self, alpha: arb) -> list[arb]:
        """Return the tilt's mass of every group."""
        weights = [weight for weight, _ in self._exponentials(alpha)]
        total = sum(weights, arb(0))
        return [weight / total for weight in weights]

    def sums(self, alpha: arb, order: int) -> list[arb]:
        """Return the power sums Σ mass·e^(α·gap)·gap^k for k = 0..order."""
        sums = [arb(0)] * (order + 1)
        for weight, gap in self._exponentials(alpha):
            sums[0] += weight
            for k in range(1, order + 1):
                weight *= gap
                sums[k] += weight
        return sums

    def kl(self, alpha: arb) -> arb:
        """Return KL(T‖p) = α·mean − log Z."""
        # α·mean − log Z with the dominating value taken out: it cancels, so it is never added.
        zeroth, first = self.sums(alpha, 1)
        return alpha * first / zeroth - (zeroth / arb(self.total)).log()

    def kl_and_slope(self, alpha: arb) -> tuple[arb, arb]:
        """Return KL(T‖p) and its derivative α·Var r at an exact α, from one set of exponentials."""
        zeroth, first, second = self.sums(alpha, 2)
        mean = first / zeroth
        return alpha * mean - (zeroth / arb(self.total)).log(), alpha * (second / zeroth - mean * mean)

    def kl_curvature(self, alpha: arb) -> arb:
        """Return a bound on the size of the second derivative of KL(T‖p) over a ball of α.

        It is Var r + α·κ₃; a variable on an interval of length R has Var ≤ R²/4 and |κ₃| ≤ R³/10.
        """
        span = -self.gaps(-1)[0]
        square = span * span
        return square / 4 + abs(alpha) * square * span / 10

    def kl_guess(self, kl: float) -> float | None:
        """Return an α > 0 with KL(T‖p) near `kl`, by Newton's iteration in floats; None where it does not settle.

        Only a guess: nothing rests on it that is not proved afterwards.
        """
        with working_precision(_FLOAT_BITS):
            gaps = [float(gap.mid()) for gap in self.gaps(-1)]
            shares = [float((arb(mass) / arb(self.total)).mid()) for mass in self.masses]
        mean = sum(p * g for p, g in zip(shares, gaps, strict=True))
        variance = sum(p * (g - mean) ** 2 for p, g in zip(shares, gaps, strict=True))
        if not variance > 0:
            return None
        alpha = sqrt(2 * kl / variance)
        for _ in range(_FLOAT_STEPS):
            weights = [p * exp(alpha * g) for p, g in zip(shares, gaps, strict=True)]
            total = sum(weights)
            if not total > 0:
                return None
            mean = sum(w * g for w, g in zip(weights, gaps, strict=True)) / total
            slope = alpha * sum(w * (g - mean) ** 2 for w, g in zip(weights, gaps, strict=True)) / total
            if not 0 < slope < inf:
                return None
            change = (alpha * mean - log(total) - kl) / slope
            alpha = max(alpha - change, alpha / 2)
            if abs(change) <= _SETTLED * alpha:
                return alpha
        return None

    def log_partition(self, alpha: arb) -> arb:
        """Return log Z(α)."""
        (zeroth,) = self.sums(alpha, 0)
        top = self.dominating(alpha)
        return alpha * top + (zeroth / arb(self.total)).log()

    def cumulants(self, alpha: arb, order: int = 4) -> list[arb]:
        """Return the cumulants of the reward under the tilt: mean, variance, and on to `order` ≤ 4."""
        sums = self.sums(alpha, order)
        moments = [s / sums[0] for s in sums]
        top = self.dominating(alpha)
        mean = moments[1]
        cumulants = [top + mean]
        if order >= 2:
            cumulants.append(self._variance(alpha, mean, sums[0]))
        if order >= 3:
            second = moments[2]
            third = moments[3]
            cumulants.append(third - 3 * second * mean + 2 * mean * mean * mean)
        if order >= 4:
            fourth, square = moments[4], mean * mean  # no power of a ball: around 0 it is NaN
            cumulants.append(
                fourth - 4 * third * mean - 3 * second * second + 12 * second * square - 6 * square * square
            )
        return cumulants

    def _variance(self, alpha: arb, mean: arb, total: arb) -> arb:
        """Σ mass·e^(α·gap)·(gap − mean)²/Z: a sum of squares, so that a positive variance shows as positive."""
        variance = arb(0)
        for weight, gap in self._exponentials(alpha):
            deviation = gap - mean
            variance += weight * (deviation * deviation)
        return variance / total
