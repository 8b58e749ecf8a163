"""Best-of-N with N = exp(mδ) beside its tilt φ^m, for rewards on no lattice: formulas, each with an explicit error.

With D = ασ√(2πm), c(y) = e^(−αy)/D, γ Euler's constant, and c₀ < 1 < c₁ the two solutions of c·e^(−c) = 1/D,

    KL(π‖φ^m) ≈ log D − 1 − γ,   KL(π‖p^m) − mδ ≈ −1,   mρ − E_π r ≈ (log D − γ)/α,
    1 − TV(π, φ^m) ≈ (c₁ − c₀)/D + 1 − e^(−c₀) + e^(−c₁)   (1 where D ≤ e).

That N·P_p(Y ≥ y) = c(y)(1 ± Ω(y)) is in `exponential_tail`; from it come the errors, which fall to 0 as m grows, as
fast as the rewards are far from every lattice. Every step is in docs/sharp-constants.md, under the letters used here.
"""

from __future__ import annotations

from typing import Any

import attrs
from flint import arb

from exactalign.exceptions import ParameterError
from exactalign.laws.lattice import RewardLattice
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.precision import working_precision
from exactalign.numbers.reading import whole_number
from exactalign.policies.characteristic import LEAST_LENGTH
from exactalign.policies.exponential_tail import ExponentialTail
from exactalign.policies.sharp_estimates import TOO_SHORT, Estimate, SharpEstimates, least, positive_alpha
from exactalign.policies.tilting import AlignedFamily

_BITS = 96
_CELLS = 1000
_WINDOWS = ((2, 8), (1, 5), (1, 3))
"""c(y) at the lower end of the windows that are tried, as s·log m + t: each is right, the least error is taken."""


class SharpGumbel:
    """The formulas for best-of-exp(mδ) over m letters, δ the divergence of the tilt with this α > 0.

    Raises `ParameterError` for rewards on a lattice of one step (`SharpLattice` is theirs) and for α ≤ 0.

    >>> from exactalign.laws.distributions import Distribution
    >>> from exactalign.laws.rewards import Reward
    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> sharp = SharpGumbel(AlignedFamily(p, Reward.parse("log 6, 0, log 2")), 1)
    >>> found = sharp.at(1000).excess_kl
    >>> found.value.enclose(5).midpoint, float(found.error) < 0.1
    (Fraction(-1, 1), True)
    """

    def __init__(self, family: AlignedFamily, alpha: Any) -> None:
        self.family, self.alpha = family, positive_alpha(alpha)
        if len(RewardLattice(family.reference, family.reward).basis) < 2:
            raise ParameterError("the reward is constant, or on a lattice of one step: Gumbel's law is not its limit")

    def at(self, length: int) -> SharpEstimates:
        """Return the estimates at length m ≥ 3; raise `ParameterError` where the error is not bounded (m too small)."""
        m = whole_number(length, "length", LEAST_LENGTH)
        with working_precision(_BITS):
            tail = ExponentialTail.of(self.family, self.alpha, m)
            exponent = m * self.family.sums.kl(tail.alpha)
            lowest = ball_of(self.family.values[0])
            tried = [Bound.of(tail, exponent, lowest, s * arb(m).log() + t) for s, t in _WINDOWS]
            bounds = [bound for bound in tried if bound is not None]
            if not bounds:
                raise ParameterError(TOO_SHORT.format(m))
            errors = least([bound.errors() for bound in bounds])
        size = EnclosedReal(lambda: self._size(m))
        gumbel = size.log() - EnclosedReal(arb.const_euler)
        common = EnclosedReal(lambda: overlap(ball_of(size)))
        values = (gumbel - 1, EnclosedReal.of(-1), EnclosedReal.of(gumbel / self.alpha), common)
        return SharpEstimates(*(Estimate(value, error) for value, error in zip(values, errors, strict=True)))

    def _size(self, m: int) -> arb:
        """D = ασ√(2πm)."""
        alpha = ball_of(self.alpha)
        return alpha * (2 * arb.pi() * m * self.family.sums.cumulants(alpha, 2)[1]).sqrt()


@attrs.frozen
class _Cell:
    """A part of a window: its ends, c there, Ω and η."""

    low: arb
    high: arb
    c_low: arb
    c_high: arb
    omega: arb
    eta: arb


@attrs.frozen
class Bound:
    """The errors at one length, from a window −L … U cut into cells."""

    tail: ExponentialTail
    exponent: arb  # log N = mδ
    lowest: arb  # the least reward of a letter
    cells: tuple[_Cell, ...]
    reached: arb  # P* ≥ P_p(Y ≥ y) in the window
    missed: arb  # u ≥ P_π(Y < −L)

    @classmethod
    def of(cls, tail: ExponentialTail, exponent: arb, lowest: arb, depth: arb) -> Bound | None:
        """Return the bounds by a window, None where it is too wide for them."""
        size = (tail.alpha * tail.wide).log()
        low = (-(depth.log() + size) / tail.alpha).mid()
        high = (arb(tail.m).log() / tail.alpha).mid()
        ends = tuple((low + (high - low) * i / _CELLS).mid() for i in range(_CELLS + 1))
        omega, most = tail.omega(low), tail.c(low)
        reached = (most * (1 + omega) / exponent.exp()).upper()
        if not max(omega, tail.omega(high)) + reached < 1 - reached:  # nor where it is no number
            return None
        missed = (-most * (1 - omega)).exp().upper()
        omegas, values = [tail.omega(y) for y in ends], [tail.c(y) for y in ends]
        cells = []
        for i in range(_CELLS):
            worst = max(omegas[i], omegas[i + 1])
            eta = ((worst + reached) / (1 - reached)).upper()
            cells.append(_Cell(ends[i], ends[i + 1], values[i], values[i + 1], worst, eta))
        return cls(tail, exponent, lowest, tuple(cells), reached, missed)

    def errors(self) -> tuple[arb, arb, arb, arb]:
        """What the four formulas may be off by."""
        kl, totals = self.kl(), self.totals()
        return kl + self.tail.alpha * totals, kl, totals, self.overlap()

    def totals(self) -> arb:
        """∫|F − F̂|."""
        alpha, total = self.tail.alpha, arb(0)
        for cell in self.cells:
            kept = 1 - cell.eta
            total += cell.eta / kept * ((-kept * cell.c_high).exp() - (-kept * cell.c_low).exp()) / alpha
        deepest, top = self.cells[0].c_low, self.cells[-1].c_high
        span = self.tail.m * (self.tail.letter.mean - self.lowest)
        return total + span * self.missed + (-deepest).exp() / (alpha * deepest) + self.tail.most * top / alpha

    def kl(self) -> arb:
        """The error of KL(π‖p^m) − mδ."""
        total, largest = self.reached / (1 - self.reached), arb(0)  # of η²c²/2 from the top down to here
        for cell in reversed(self.cells):
            loss = (cell.eta * cell.eta * cell.c_low * cell.c_low / 2).upper()
            if loss > largest:  # F at the upper end is the mass of what lies below it
                total, largest = total + (loss - largest) * (-(1 - cell.eta) * cell.c_high).exp(), loss
        top = self.tail.most * self.cells[-1].c_high
        depth = self.cells[0].c_low * (1 - self.cells[0].omega)
        a_top = top / (1 - self.reached)
        outside = top / arb(1).exp() + self.missed * (self.exponent - self.missed.log())
        return total + outside + a_top * a_top / 2 + (1 + depth) * (-depth).exp()

    def overlap(self) -> arb:
        """The error of 1 − TV: k(y) = min(e^(αy), e^(−a(y))) increases, and 1 − TV = ∫ k·N·p(dy)."""
        alpha, upper = self.tail.alpha, arb(0)
        lower = above = below = upper  # above, below: k at most, at least, so far
        for cell in self.cells:
            factor = (-(1 - cell.eta) * cell.c_high).exp() / (1 - self.reached)
            largest = (alpha * cell.high).exp().min(factor).upper()
            smallest = (alpha * cell.low).exp().min((-(1 + cell.eta) * cell.c_low).exp()).lower()
            if largest > above:
                upper, above = upper + (largest - above) * cell.c_low * (1 + cell.omega), largest
            if smallest > below:
                lower, below = lower + (smallest - below) * cell.c_low * (1 - cell.omega), smallest
        value, top = overlap(alpha * self.tail.wide), self.tail.most * self.cells[-1].c_high
        lower -= below * top  # what lies above the window is not in it
        return (upper + self.missed + top - value).upper().max((value - lower).upper())


def overlap(size: arb) -> arb:
    """Return (c₁ − c₀)/D + 1 − e^(−c₀) + e^(−c₁), or 1 where D ≤ e."""
    if not size > arb(1).exp():
        return arb(1)
    low, high = -(-1 / size).lambertw(0), -(-1 / size).lambertw(-1)
    return (high - low) / size - (-low).expm1() + (-high).exp()
