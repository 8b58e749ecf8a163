"""Finding the tilt of a given KL divergence: floating point says where to look, and ball arithmetic proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial
from math import exp, fsum, isinf, log, log1p, sqrt
from operator import mul
from typing import NamedTuple

from flint import arb, ctx

from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.precision import working_precision
from exactalign.numbers.roots import CertifiedRoot, increasing_root

_STEPS = 200
_CLOSE, _CLOSER = 2.0**-32, 2.0**-50  # a Newton step this small ends at twice the digits; a bisection does not
_BRACKET_BITS = 112
_CLOSE_BRACKET, _WIDE_BRACKET = 45, 25  # bits to which a guess is good, or else the root is looked for from scratch
_QUICK_BITS = 192  # up to this working precision the close bracket is the answer


class _Bracket(NamedTuple):
    """Two points around the root, and what the function is there: below 0, and above."""

    low: arb
    high: arb
    below: arb
    above: arb


class CertifiedTilt(EnclosedReal):
    """The α > 0 at which an increasing function, KL(φ_α‖p) less a target, is 0.

    Two signs around a good guess prove the first dozen digits; only who asks for more pays for interval Newton.
    `function` and `slope` map balls to balls at the precision in force, `guess` is floating point or None, and
    `unit` is the size at which the root is looked for without one.
    """

    __slots__ = ("_find", "_found", "_quick")

    def __init__(
        self, function: Callable[[arb], arb], slope: Callable[[arb], arb], guess: float | None, unit: Fraction
    ) -> None:
        super().__init__(self._enclosed)
        self._quick = None if guess is None else _bracket(function, guess, _CLOSE_BRACKET)
        self._find: Callable[[], EnclosedReal] = partial(_certified, function, slope, guess, self._quick, unit)
        self._found: EnclosedReal | None = None

    def _enclosed(self) -> arb:
        if self._quick is not None and ctx.prec <= _QUICK_BITS:
            return self._quick.low.union(self._quick.high)
        if self._found is None:
            self._found = self._find()
        return ball_of(self._found)

    def most(self, divergence: Callable[[], arb], log_partition: Callable[[arb], arb]) -> arb | None:
        """Return the expected reward of the tilt from h(α) = (κ + log Z(α))/α, or None where that tells too little.

        h′(α) = (KL(φ_α‖p) − κ)/α² is 0 at the root: half of the digits of α give all of those of h. Its values
        between the two points lie between those at the points, since the divergence increases.
        """
        if self._quick is None or ctx.prec > _QUICK_BITS:
            return None
        low, high, below, above = self._quick
        around = low.union(high)
        middle = around.mid()
        slope = below.union(above) / (around * around)
        return (divergence() + log_partition(middle)) / middle + slope * (around - middle)


def _bracket(function: Callable[[arb], arb], guess: float, shift: int) -> _Bracket | None:
    """guess·(1 ± 2^−shift), when the signs there are decided and the root is proved to lie between."""
    with working_precision(_BRACKET_BITS):
        middle = arb(guess)
        radius = middle / (1 << shift)
        low, high = (middle - radius).mid(), (middle + radius).mid()
        below, above = function(low), function(high)
        return _Bracket(low, high, below, above) if below < 0 and above > 0 else None


def _certified(
    function: Callable[[arb], arb],
    slope: Callable[[arb], arb],
    guess: float | None,
    quick: _Bracket | None,
    unit: Fraction,
) -> EnclosedReal:
    bracket = quick or (None if guess is None else _bracket(function, guess, _WIDE_BRACKET))
    if bracket is not None:
        return CertifiedRoot(function, slope, bracket.low, bracket.high)
    with working_precision(_BRACKET_BITS):
        start = ball_of(unit)
    return increasing_root(function, slope, start)


def added(values: Iterable[arb]) -> arb:
    """The sum of balls, exactly 0 of none."""
    return sum(values, arb(0))


def missing(gains: Sequence[arb], masses: Sequence[arb]) -> arb:
    """−log m_L − KL(π_N‖p), with η = 1 − π_N(L): −η·log m_L − (1−η)·log(1−η) − Σ_{l<L} g·log(g/m).

    What is missing to the largest divergence can be tiny: it is found, and compared, without cancellation.
    """
    eta = added(gains[:-1])
    rest = added(g * (g / m).log() for g, m in zip(gains[:-1], masses[:-1], strict=True))
    return -eta * masses[-1].log() - (1 - eta) * (-eta).log1p() - rest


def tilt_missing(masses: Sequence[arb], gaps: Sequence[arb], alpha: arb) -> arb:
    """−log m_L − KL(φ_α‖p) = log(1 + ε) + Σ_{l<L} ε_l·α·|gap_l|/(1 + ε), ε_l = (m_l/m_L)·e^(α·gap_l)."""
    shares = [m / masses[-1] * (alpha * gap).exp() for m, gap in zip(masses[:-1], gaps[:-1], strict=True)]
    eps = added(shares)
    return eps.log1p() - alpha * added(map(mul, shares, gaps[:-1])) / (1 + eps)


def increasing_guess(models: Sequence[tuple[list[float], list[float]]], target: float) -> float | None:
    """Return about the α > 0 where Σ KL(φ_α‖p) over models (masses, reward gaps ≤ 0) is `target`, or None.

    >>> alpha = increasing_guess([([0.5, 0.5], [-1.0, 0.0])], 0.1)
    >>> alpha is not None and abs(alpha - 0.943) < 0.01
    True
    """
    try:
        if not target > 0:
            return None
        spread = sum(_moments(masses, gaps, 0.0)[1] for masses, gaps in models)
        x, low, high = sqrt(2 * target / spread), 0.0, float("inf")
        for _ in range(_STEPS):
            found = [_moments(masses, gaps, x) for masses, gaps in models]
            value = fsum([-target, *(divergence for divergence, _ in found)])
            slope = x * fsum(variance for _, variance in found)
            low, high = (x, high) if value < 0 else (low, x)
            step, close = x - value / slope if slope > 0 else float("inf"), _CLOSE
            if step != x and not low < step < high:
                step, close = (low + high) / 2, _CLOSER
            if isinf(step):  # nothing varies any more, and the target is still above
                return None
            if abs(step - x) <= close * x:
                return step
            x = step
    except (OverflowError, ValueError, ZeroDivisionError):
        return None
    return None


def decreasing_guess(masses: list[float], gaps: list[float], target: float) -> float | None:
    """Return about the α where what is missing to the largest KL divergence (see `prompts`) is `target`, or None."""
    low, high, x = 0.0, float("inf"), -1 / gaps[0]
    for _ in range(_STEPS):
        try:
            share = [m / masses[-1] * exp(x * gap) for m, gap in zip(masses[:-1], gaps[:-1], strict=True)]
            eps = sum(share)
            value = log1p(eps) - x * sum(e * gap for e, gap in zip(share, gaps[:-1], strict=True)) / (1 + eps)
            low, high = (x, high) if value > target else (low, x)
            slope = -x * _moments(masses, gaps, x)[1] / value
            step, close = x - (log(value) - log(target)) / slope, _CLOSE
        except (OverflowError, ValueError, ZeroDivisionError):
            return None
        if step != x and not low < step < high:  # never past the only end that is known
            step, close = (low + high) / 2, _CLOSER
        if abs(step - x) <= close * x:
            return step
        x = step
    return None


def _moments(masses: list[float], gaps: list[float], alpha: float) -> tuple[float, float]:
    """KL(φ_α‖p), and the variance of the reward under φ_α."""
    weights = [mass * exp(alpha * gap) for mass, gap in zip(masses, gaps, strict=True)]
    total = sum(weights)
    mean = sum(weight * gap for weight, gap in zip(weights, gaps, strict=True)) / total
    variance = sum(weight * (gap - mean) ** 2 for weight, gap in zip(weights, gaps, strict=True)) / total
    return alpha * mean - log(total), variance
