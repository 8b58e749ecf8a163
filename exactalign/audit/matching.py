"""Finding the tilt of a given KL divergence: floating point says where to look, and ball arithmetic proves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import exp, isfinite, log, log1p, sqrt

from flint import arb, ctx

from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.precision import working_precision
from exactalign.numbers.roots import CertifiedRoot, increasing_root

_STEPS = 200
_CLOSE = 2.0**-50
_BRACKET_BITS = 112
_CLOSE_BRACKET, _WIDE_BRACKET = 45, 25  # bits to which a guess is good, or else the root is looked for from scratch
_QUICK_BITS = 160  # up to this working precision the close bracket is the answer


def certified_tilt(
    function: Callable[[arb], arb], slope: Callable[[arb], arb], guess: float | None, scale: Fraction
) -> EnclosedReal:
    """Return the root of an increasing function on (0, ∞), from a guess (floating point, or None) and a unit.

    Two signs around a good guess prove the first dozen digits; only who asks for more pays for interval Newton.
    """
    quick = None if guess is None else _bracket(function, guess, _CLOSE_BRACKET)
    full: list[EnclosedReal] = []

    def evaluate() -> arb:
        if quick is not None and ctx.prec <= _QUICK_BITS:
            return quick[0].union(quick[1])
        if not full:
            full.append(_certified(function, slope, guess, scale))
        return ball_of(full[0])

    return EnclosedReal(evaluate)


def _bracket(function: Callable[[arb], arb], guess: float, shift: int) -> tuple[arb, arb] | None:
    """guess·(1 ± 2^−shift), when the signs there are decided and the root is proved to lie between."""
    with working_precision(_BRACKET_BITS):
        middle = arb(guess)
        radius = middle / (1 << shift)
        low, high = (middle - radius).mid(), (middle + radius).mid()
        return (low, high) if function(low) < 0 and function(high) > 0 else None


def _certified(
    function: Callable[[arb], arb], slope: Callable[[arb], arb], guess: float | None, scale: Fraction
) -> EnclosedReal:
    bracket = None if guess is None else _bracket(function, guess, _WIDE_BRACKET)
    if bracket is not None:
        return CertifiedRoot(function, slope, *bracket)
    with working_precision(_BRACKET_BITS):
        unit = ball_of(scale)
    return increasing_root(function, slope, unit)


def missing(gains: Sequence[arb], masses: Sequence[arb]) -> arb:
    """−log m_L − KL(π_N‖p), with η = 1 − π_N(L): −η·log m_L − (1−η)·log(1−η) − Σ_{l<L} g·log(g/m).

    What is missing to the largest divergence can be tiny: it is found, and compared, without cancellation.
    """
    eta = sum(gains[:-1], arb(0))
    rest = sum((g * (g / m).log() for g, m in zip(gains[:-1], masses[:-1], strict=True)), arb(0))
    return -eta * masses[-1].log() - (1 - eta) * (-eta).log1p() - rest


def tilt_missing(masses: Sequence[arb], gaps: Sequence[arb], alpha: arb) -> arb:
    """−log m_L − KL(φ_α‖p) = log(1 + ε) + Σ_{l<L} ε_l·α·|gap_l|/(1 + ε), ε_l = (m_l/m_L)·e^(α·gap_l)."""
    shares = [m / masses[-1] * (alpha * gap).exp() for m, gap in zip(masses[:-1], gaps[:-1], strict=True)]
    eps = sum(shares, arb(0))
    return eps.log1p() - alpha * sum((e * g for e, g in zip(shares, gaps[:-1], strict=True)), arb(0)) / (1 + eps)


def increasing_guess(models: Sequence[tuple[list[float], list[float]]], target: float) -> float | None:
    """Return about the α > 0 where Σ KL(φ_α‖p) over models (masses, reward gaps ≤ 0) is `target`, or None.

    >>> alpha = increasing_guess([([0.5, 0.5], [-1.0, 0.0])], 0.1)
    >>> alpha is not None and abs(alpha - 0.943) < 0.01
    True
    """
    try:
        spread = sum(_moments(masses, gaps, 0.0)[1] for masses, gaps in models)
        if not (spread > 0 and isfinite(spread) and target > 0):
            return None
        x, low, high = sqrt(2 * target / spread), 0.0, float("inf")
        for _ in range(_STEPS):
            value, slope = -target, 0.0
            for masses, gaps in models:
                divergence, variance = _moments(masses, gaps, x)
                value += divergence
                slope += x * variance
            low, high = (x, high) if value < 0 else (low, x)
            step = x - value / slope if slope > 0 else float("inf")
            if not low < step < high:
                step = 2 * low if high == float("inf") else (low + high) / 2
            if abs(step - x) <= _CLOSE * x:
                return step if isfinite(step) and step > 0 else None
            x = step
    except (OverflowError, ValueError, ZeroDivisionError):
        return None
    return x


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
            step = x - (log(value) - log(target)) / slope
        except (OverflowError, ValueError, ZeroDivisionError):
            return None
        if not low < step < high:
            step = 2 * x if high == float("inf") else (low + high) / 2
        if abs(step - x) <= _CLOSE * x:
            return step if isfinite(step) else None
        x = step
    return x


def _moments(masses: list[float], gaps: list[float], alpha: float) -> tuple[float, float]:
    """KL(φ_α‖p), and the variance of the reward under φ_α."""
    weights = [mass * exp(alpha * gap) for mass, gap in zip(masses, gaps, strict=True)]
    total = sum(weights)
    mean = sum(weight * gap for weight, gap in zip(weights, gaps, strict=True)) / total
    variance = sum(weight * (gap - mean) ** 2 for weight, gap in zip(weights, gaps, strict=True)) / total
    return alpha * mean - log(total), variance
