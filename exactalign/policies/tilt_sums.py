"""Z(α) = Σ p·e^(αr) and its derivatives on balls: what every enclosed number about a tilt is made of.

The value that dominates at α is taken out of every exponential, so that nothing overflows and little cancels.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, inf, log, sqrt

import attrs
from flint import arb, ctx, fmpz

from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import working_precision
from exactalign.numbers.roots import NEAR_BITS, RootNearGuess, increasing_root
from exactalign.numbers.shared_logs import SharedLogs

_GUESS_BITS = 64
_FLOAT_STEPS = 40
_SETTLED = 1e-8  # Newton's steps square the error: after one this short the guess is as good as floats can be


@attrs.frozen
class TiltSums:
    """The values of a reward, increasing, their integer masses and the total of these; evaluated at a ball α."""

    values: tuple[LogForm, ...]
    masses: tuple[fmpz, ...]
    total: fmpz
    _logs: SharedLogs = attrs.field(init=False, eq=False, repr=False)
    _kept: dict[int, tuple[int, list[arb]]] = attrs.field(init=False, factory=dict, eq=False, repr=False)

    @_logs.default
    def _(self) -> SharedLogs:
        return SharedLogs(self.values)

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
            balls = self._logs.balls()
            gaps = [ball - balls[place] for ball in balls]
            gaps[place] = arb(0)
            self._kept[place] = kept = (ctx.prec, gaps)
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

    def kl_jet(self, alpha: arb) -> tuple[arb, arb, arb, arb]:
        """Return KL(T‖p) and its first three derivatives, ακ₂, κ₂ + ακ₃ and 2κ₃ + ακ₄, at an exact α ≥ 0."""
        zeroth, first, second, third, fourth = arb(self.masses[-1]), arb(0), arb(0), arb(0), arb(0)  # where gap = 0
        for gap, mass in zip(self.gaps(-1)[:-1], self.masses, strict=False):
            weight = (alpha * gap).exp() * mass
            zeroth += weight
            weight *= gap
            first += weight
            weight *= gap
            second += weight
            weight *= gap
            third += weight
            fourth += weight * gap
        share = 1 / zeroth
        mean, square, cube, biquadrate = first * share, second * share, third * share, fourth * share
        below = mean * mean
        variance = square - below
        skewness = cube - mean * (3 * square - 2 * below)
        kurtosis = biquadrate - 4 * mean * cube - 3 * square * square + 6 * below * (2 * square - below)
        divergence = alpha * mean - (zeroth / self.total).log()
        return divergence, alpha * variance, variance + alpha * skewness, 2 * skewness + alpha * kurtosis

    def kl_fourth(self, alpha: arb) -> arb:
        """Return a bound on the size of the fourth derivative of KL(T‖p) over a ball of α ≥ 0.

        It is 3κ₄ + ακ₅. On an interval of length R, κ₂ ≤ R²/4, and the k-th central moment is at most κ₂·R^(k−2) in
        size; so −R⁴/8 ≤ κ₄ = μ₄ − 3κ₂² ≤ R⁴/12, and |κ₅| = |μ₅ − 10·κ₂·μ₃| ≤ 7/8·R⁵.
        """
        span = -self.gaps(-1)[0]
        square = span * span
        return square * square * (3 + 7 * abs(alpha) * span) / 8

    def kl_guess(self, kl: float) -> float | None:
        """Return an α > 0 with KL(T‖p) near `kl`, by Newton's iteration in floats; None where it does not settle.

        Only a guess: nothing rests on it that is not proved afterwards.
        """
        if not kl > 0:
            return None
        whole = int(self.total)
        pairs = [(int(mass) / whole, float(gap)) for mass, gap in zip(self.masses, self.gaps(-1), strict=True)]
        alpha, mean = 0.0, sum([p * g for p, g in pairs])
        for _ in range(_FLOAT_STEPS):
            total = first = second = 0.0
            for p, g in pairs:
                weight, deviation = p * exp(alpha * g), g - mean  # from the mean of the step before: little cancels
                total += weight
                weight *= deviation
                first += weight
                second += weight * deviation
            if not total > 0:
                return None
            shift = first / total
            mean += shift
            variance = second / total - shift * shift
            if not 0 < variance < inf:
                return None
            if not alpha:  # KL = α²·Var r/2 + …
                alpha = sqrt(2 * kl / variance)
                continue
            change = (alpha * mean - log(total) - kl) / (alpha * variance)
            alpha = max(alpha - change, alpha / 2)
            if abs(change) <= _SETTLED * alpha:
                return alpha
        return None

    def kl_root_near_guess(self, delta: LogForm | EnclosedReal) -> EnclosedReal | None:
        """Return the only α > 0 with KL(T‖p) = `delta` from a guess in floats, proved; None where floats do not reach.

        A root that is proved shows that `delta` lies below the limit of KL(T‖p) as α → ∞, which is never reached.
        """
        with working_precision(NEAR_BITS):
            try:
                guess = self.kl_guess(float(ball_of(delta).mid()))
            except (OverflowError, ZeroDivisionError):
                return None
        if guess is None:
            return None

        def evaluate(x: arb) -> tuple[arb, arb, arb, arb]:
            divergence, slope, bend, change = self.kl_jet(x)
            return divergence - ball_of(delta), slope, bend, change

        def prepare() -> None:
            self.gaps(-1)
            ball_of(delta)

        return RootNearGuess.near(evaluate, self.kl_fourth, guess, prepare)

    def kl_root_in_bracket(self, delta: LogForm | EnclosedReal) -> EnclosedReal:
        """Return the only α > 0 with KL(T‖p) = `delta`, which the caller knows to exist, wherever it lies."""

        def function(x: arb) -> arb:
            return self.kl(x) - ball_of(delta)

        def derivative(x: arb) -> arb:
            return x * self.cumulants(x, 2)[1]

        with working_precision(_GUESS_BITS):
            guess = (2 * ball_of(delta) / self.cumulants(arb(0), 2)[1]).sqrt()
            if not guess > 0:
                guess = arb(1)
        return increasing_root(function, derivative, guess)

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
