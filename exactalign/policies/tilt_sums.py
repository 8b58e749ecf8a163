"""Z(α) = Σ p·e^(αr) and its derivatives on balls: what every enclosed number about a tilt is made of.

The value that dominates at α is taken out of every exponential, so that nothing overflows and little cancels.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from flint import arb, fmpz

from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.logforms import LogForm


@attrs.frozen
class TiltSums:
    """The values of a reward, increasing, their integer masses and the total of these; evaluated at a ball α."""

    values: tuple[LogForm, ...]
    masses: tuple[fmpz, ...]
    total: fmpz

    def dominating(self, alpha: arb) -> arb:
        """Return the value of the reward that weighs most at α."""
        return ball_of(self.values[-1] if not alpha < 0 else self.values[0])

    def _exponentials(self, alpha: arb) -> Iterator[tuple[arb, arb]]:
        """(mass·e^(α(v − v*)), v − v*) for every group, v* being the value that dominates at α."""
        top = self.dominating(alpha)
        for value, mass in zip(self.values, self.masses, strict=True):
            gap = ball_of(value) - top
            yield arb(mass) * (alpha * gap).exp(), gap

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
