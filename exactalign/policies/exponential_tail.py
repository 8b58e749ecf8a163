"""Tails far above the mean with an explicit error, for any reward, on a lattice or on none.

For f(x) = e^(−αx) on x ≥ 0 and 0 below, and every τ > 0 there are functions l ≤ f ≤ u whose Fourier transforms vanish
outside [−τ, τ] (Graham and Vaaler; a proof is in docs/sharp-constants.md), with λ = 2πα/τ, g(λ) = λ/(e^λ − 1),

    α∫u = g(−λ) = 1 + s,   s ≤ λ,   and   α∫l = g(λ) ≥ 1 − s.

So with N·P_p(Y ≥ y) = e^(−αy)·E_φ f(Y − y), Y the total less its mean under φ^m, only ψ on [−τ, τ] matters, and

    |α·d·e^(αy)·N·P_p(Y ≥ y) − 1| ≤ ε_τ + (y² + 2|y|/α + 2/α²)/(2mσ²) + |κ|(|y| + 1/α)/(2mσ⁴),   d = σ√(2πm),
    ε_τ = B·s + d/2π·((1 + s)·(what `characteristic` bounds) + 2∫ (α/√(α² + t²) + s)|ψ|^m over [t₀, τ]).

Off a lattice |ψ| < 1 past 0: ε_τ falls to B·s as m grows, for every τ, and s falls to 0 as τ grows.
"""

from __future__ import annotations

import attrs
from flint import arb

from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.reading import Number
from exactalign.policies.characteristic import Letter
from exactalign.policies.tilting import AlignedFamily

_STEPS = 96  # τ grows by 2^(1/4) from step to step


@attrs.frozen
class ExponentialTail:
    """Bounds on N·P_p(Y ≥ y) around e^(−αy)/(α·d), at one length and one precision."""

    alpha: arb
    m: int
    letter: Letter
    wide: arb  # d
    epsilon: arb  # ε_τ, at the best τ that was tried
    most: arb  # N·P_p(Y ≥ y) ≤ most·c(y) everywhere
    band: arb  # τ

    @classmethod
    def of(cls, family: AlignedFamily, alpha: Number, m: int) -> ExponentialTail:
        """Return the bounds for m letters and the tilt α, at the precision in force."""
        value = ball_of(alpha)
        letter = Letter.of(family.sums.law(value), [ball_of(v) for v in family.values])
        wide = (2 * arb.pi() * m * letter.variance).sqrt()
        near, start = letter.deviation(m)
        ceiling = letter.ceiling(m)
        growth = arb(2).root(4).upper()
        band, far, flat = start, arb(0), arb(0)
        best: tuple[arb, arb] | None = None
        for _ in range(_STEPS):
            after = (band * growth).mid()
            weight = value / (value * value + band * band).sqrt()
            integral = letter.power_integral(m, band, after, arb(m) ** -3)
            far, flat, band = far + weight * integral, flat + integral, after
            s = excess(2 * arb.pi() * value / band)
            inside = (1 + s) * (near + letter.beyond(m, start)) + 2 * (far + s * flat)
            total = ceiling * s + wide / (2 * arb.pi()) * inside
            if best is None or total < best[0]:
                best = total.upper(), band
            elif wide / arb.pi() * far > best[0]:  # which only grows with τ
                break
        assert best is not None
        return cls(value, m, letter, wide, best[0], ceiling + best[0], best[1])

    def c(self, y: arb) -> arb:
        """c(y) = e^(−αy)/(α·d)."""
        return (-self.alpha * y).exp() / (self.alpha * self.wide)

    def omega(self, y: arb) -> arb:
        """Ω(y): N·P_p(Y ≥ y), and N·P_p(Y > y), are within Ω(y)·c(y) of c(y)."""
        size, first = abs(y), 1 / self.alpha
        wide = 2 * self.m * self.letter.variance
        square = size * size + 2 * size * first + 2 * first * first
        skew = abs(self.letter.third) * (size + first) / (wide * self.letter.variance)
        return (self.epsilon + square / wide + skew).upper()


def excess(frequency: arb) -> arb:
    """s = g(−λ) − 1 = λ/(1 − e^(−λ)) − 1."""
    return frequency / -(-frequency).expm1() - 1
