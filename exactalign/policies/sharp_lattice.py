"""Best-of-N with N = exp(mδ) beside its tilt φ^m, for rewards on a lattice: formulas, each with an explicit error.

In units of the step h: θ = αh, d = σ√(2πm), y the total less its mean under φ^m, c(y) = e^(−θy)/(d(1 − e^(−θ))), and
F̂(y) = exp(−c(y)) for P_π(Y < y). With w the law that F̂ gives to the levels,

    KL(π‖φ^m) ≈ log d + Σ w log w,   KL(π‖p^m) − mδ ≈ Σ w log(w·d·e^(θy)),   mρ − E_π r ≈ −h·Σ w·y,
    1 − TV(π, φ^m) ≈ Σ min(w, 1/d).

That N·P_p(Y ≥ y) = c(y)(1 ± Ω(y)) comes from the local limit theorem of `local_limit`; from it come the errors, which
are O((log m)²/m). Every step is in docs/sharp-constants.md, under the letters used here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import attrs
from flint import arb, ctx

from exactalign.exceptions import ParameterError, TooLarge, Undecided
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.precision import working_precision
from exactalign.numbers.reading import whole_number
from exactalign.policies.characteristic import LEAST_LENGTH, Letter
from exactalign.policies.local_limit import LocalLimit
from exactalign.policies.sharp_estimates import TOO_SHORT, Estimate, SharpEstimates, least, positive_alpha
from exactalign.policies.tilting import AlignedFamily

MAX_WINDOW = 100_000
"""Most levels that a sum visits."""

_BITS = 128
_WINDOWS = ((Fraction(2), 8), (Fraction(1), 5), (Fraction(1, 2), 3))
"""c(y) at the lowest level of the windows that are tried, as s·log m + t: each is right, the least error is taken."""


@attrs.frozen
class _Levels:
    """The levels y_first … y_last of a window, by their distance to the mean, and the letters of the formulas."""

    theta: arb
    wide: arb  # d
    places: tuple[arb, ...]

    def c(self, y: arb) -> arb:
        return (-self.theta * y).exp() / (self.wide * self.gap)

    @property
    def gap(self) -> arb:
        """1 − e^(−θ)."""
        return -(-self.theta).expm1()

    def cells(self) -> Iterator[tuple[arb, arb, arb, arb]]:
        """y, v = c(y + 1), Δ = c(y) − c(y + 1), w = e^(−v)(1 − e^(−Δ)) of every level."""
        for y in self.places:
            v, delta = self.c(y + 1), (-self.theta * y).exp() / self.wide
            yield y, v, delta, (-v).exp() * -(-delta).expm1()

    def excess(self) -> arb:
        """Σ w·log(w/Δ) over all levels, log(w/Δ) = −v + log((1 − e^(−Δ))/Δ)."""
        total = sum((w * (-v + (-(-delta).expm1() / delta).log()) for _, v, delta, w in self.cells()), arb(0))
        return total - _between(self.below() + self.c(self.places[-1] + 1))

    def below(self) -> arb:
        """A bound on Σ w·|log(w/Δ)| over the levels below the window."""
        depth = self.c(self.places[0])
        ratio = (-self.theta * depth).exp()
        spread = 1 / (1 - ratio) + self.theta * ratio / ((1 - ratio) * (1 - ratio))
        return self.theta.exp() * depth * (-depth).exp() * spread

    def mean(self) -> arb:
        """Σ w·y over all levels."""
        total = sum((w * y for y, _, _, w in self.cells()), arb(0))
        first, last, ratio = self.places[0], self.places[-1], (-self.theta).exp()
        depth = self.c(first)
        above = (-self.theta * last).exp() / self.wide * (last * ratio / self.gap + ratio / (self.gap * self.gap))
        below = (-depth).exp() * (abs(first) + 1 / -(-self.theta * depth).expm1())
        return total + _between(above) - _between(below)

    def overlap(self) -> arb:
        """Σ min(w, 1/d) over all levels."""
        one = 1 / self.wide
        total = sum((w.min(one) for *_, w in self.cells()), arb(0))
        return total + _between((-self.c(self.places[0])).exp() + self.c(self.places[-1] + 1))


class SharpLattice:
    """The formulas for best-of-exp(mδ) over m letters, δ the divergence of the tilt with this α > 0.

    The rewards must be equally spaced (a lattice of one step). Raises `ParameterError` for other rewards and for α ≤ 0.

    >>> from exactalign.laws.distributions import Distribution
    >>> from exactalign.laws.rewards import Reward
    >>> p = Distribution.from_probabilities(["1/3", "2/3"])
    >>> sharp = SharpLattice(AlignedFamily(p, Reward.log_weights([2, 1])), 2)
    >>> found = sharp.at(1000).kl_to_tilt
    >>> found.value, round(float(found.error), 3)
    (EnclosedReal(2.29763837032202…), 0.044)
    """

    def __init__(self, family: AlignedFamily, alpha: Any) -> None:
        self.limit = LocalLimit(family, alpha)
        self.family, self.alpha = family, positive_alpha(alpha)
        self.step = self.limit.step

    def at(self, length: int) -> SharpEstimates:
        """Return the estimates at length m ≥ 3; raise `ParameterError` where the error is not bounded (m too small)."""
        m = whole_number(length, "length", LEAST_LENGTH)
        with working_precision(_BITS):
            log_m = arb(m).log()
            density_error = self.limit.error_ball(m)
            windows = [self.levels(m, log_m, log_m * ball_of(s) + t) for s, t in _WINDOWS]
            tried = [WindowBound.of(self, m, window, window.wide * density_error) for window in windows]
            bounds = [bound for bound in tried if bound is not None]
            if not bounds:
                raise ParameterError(TOO_SHORT.format(m))
            errors = least([bound.errors(ball_of(self.step)) for bound in bounds])
        evaluations: tuple[Callable[[_Levels], arb], ...] = (
            lambda levels: levels.excess() - levels.theta * levels.mean(),
            _Levels.excess,
            lambda levels: -ball_of(self.step) * levels.mean(),
            _Levels.overlap,
        )
        found = zip(evaluations, errors, strict=True)
        return SharpEstimates(*(Estimate(self._value(m, evaluate), error) for evaluate, error in found))

    def levels(self, m: int, above: arb, most: arb) -> _Levels:
        """The levels from c(y) ≥ `most` at the lowest up to e^(−θy) ≤ e^(−above) at the highest."""
        letter = self.limit.letter()
        theta = ball_of(self.alpha) * ball_of(self.step)
        mean, wide = m * letter.mean, (2 * arb.pi() * m * letter.variance).sqrt()
        depth = (most * wide * -(-theta).expm1()).log() / theta
        below, over = _whole(depth) + 2, _whole(above / theta) + 2
        if below + over > MAX_WINDOW:
            raise TooLarge(
                f"some {below + over} levels would be visited, over the limit of {MAX_WINDOW}: use a larger alpha"
            )
        middle = _whole(mean) if mean > 0 else 0
        return _Levels(theta, wide, tuple(k - mean for k in range(middle - max(below, 1), middle + over + 1)))

    def _value(self, m: int, evaluate: Callable[[_Levels], arb]) -> EnclosedReal:
        def enclosed() -> arb:
            bits = ctx.prec
            with working_precision(bits + 64):
                size = arb(bits + 16) * arb(2).log()
                return evaluate(self.levels(m, size, 2 * size))

        return EnclosedReal(enclosed)


@attrs.frozen
class WindowBound:
    """The errors at one length: Ω, P* and what is left out of the window."""

    levels: _Levels
    m: int
    letter: Letter  # in steps above the lowest reward
    exponent: arb  # log N = mδ
    epsilon: arb  # d·E_m
    most: arb  # B, with N·P_p(Y ≥ y) ≤ B·c(y) everywhere
    reached: arb  # P* ≥ P_p(Y ≥ y) in the window
    missed: arb  # u ≥ P_π(Y < y_first)

    @classmethod
    def of(cls, sharp: SharpLattice, m: int, levels: _Levels, epsilon: arb) -> WindowBound | None:
        """Return the bounds by a window of levels, None where the window is too wide for them."""
        letter = sharp.limit.letter()
        exponent = m * sharp.family.sums.kl(ball_of(sharp.alpha))
        bound = cls(levels, m, letter, exponent, epsilon, letter.ceiling(m) + epsilon, arb(0), arb(0))
        first, last = levels.places[0], levels.places[-1] + 1
        omega, depth = bound.omega(first), levels.c(first)
        reached = (depth * (1 + omega) / exponent.exp()).upper()
        if not (reached < 1 and max(omega, bound.omega(last)) + reached < 1 - reached):
            return None
        return attrs.evolve(bound, reached=reached, missed=(-depth * (1 - omega)).exp().upper())

    def errors(self, step: arb) -> tuple[arb, arb, arb, arb]:
        """What the four formulas may be off by."""
        kl, totals = self.kl(), self.totals()
        return kl + self.levels.theta * totals, kl, step * totals, self.overlap()

    def omega(self, y: arb) -> arb:
        """Ω(y): φ^m(y)·d and N·P_p(Y ≥ y)/c(y) are both within it of 1."""
        theta, size = self.levels.theta, abs(y)
        first = 1 / theta.expm1()
        second = (-theta).exp() * (1 + (-theta).exp()) / (self.levels.gap * self.levels.gap)
        wide = 2 * self.m * self.letter.variance
        square = size * size + 2 * size * first + second
        skew = abs(self.letter.third) * (size + first) / (wide * self.letter.variance)
        return (self.epsilon + square / wide + skew).upper()

    def eta(self, y: arb) -> arb:
        """η: what a(y), a(y + 1) and their difference are off by, relatively."""
        return ((max(self.omega(y), self.omega(y + 1)) + self.reached) / (1 - self.reached)).upper()

    def totals(self) -> arb:
        """Σ|F − F̂| over all levels."""
        levels, first = self.levels, self.levels.places[0]
        total = arb(0)
        for y in levels.places:
            eta, c = self.eta(y), levels.c(y)
            total += eta * c * (-(1 - eta) * c).exp()
        ratio = (-levels.theta * levels.c(first)).exp()
        below = self.m * self.letter.mean * self.missed + (-levels.c(first)).exp() * ratio / (1 - ratio)
        return total + below + self.most * levels.c(levels.places[-1] + 1) / levels.gap

    def kl(self) -> arb:
        """The error of KL(π‖p^m) − mδ: what a relative η in v and Δ does to the losses e^(−v)·j(Δ) of the levels."""
        levels = self.levels
        total = self.reached / (1 - self.reached)
        for y, v, delta, _ in levels.cells():
            eta = self.eta(y)
            wider, narrower = delta * (1 + eta), delta * (1 - eta)
            z = wider.expm1() / wider
            slope = (wider * (-narrower).exp() * (z - 1 - z.log())).min(arb(1))
            total += eta / (1 - eta) * (-(1 - eta) * v).exp() * (v * (1 + eta) * _loss(wider) + slope)
        depth, top = levels.c(levels.places[0]) * (1 - self.eta(levels.places[0])), levels.c(levels.places[-1] + 1)
        a_top = self.most * top / (1 - self.reached)
        below = self.missed * (self.exponent - self.missed.log()) + levels.below() + (1 + depth) * (-depth).exp()
        return total + below + (1 + self.most) * top / arb(1).exp() + a_top * a_top / 2

    def overlap(self) -> arb:
        """The error of 1 − TV."""
        levels, one = self.levels, 1 / self.levels.wide
        total = arb(0)
        for y, v, delta, _ in levels.cells():
            eta, omega = self.eta(y), self.omega(y)
            low = (-(1 + eta) * v).exp() * -(-(1 - eta) * delta).expm1()
            high = (-(1 - eta) * v).exp() * -(-(1 + eta) * delta).expm1()
            total += high.min(one * (1 + omega)).upper() - low.min(one * (1 - omega)).lower()
        outside = self.missed + (-levels.c(levels.places[0])).exp()
        return total + outside + (1 + self.most) * levels.c(levels.places[-1] + 1)


def _loss(delta: arb) -> arb:
    """j(Δ) = ∫ e^(−s)·log(e^(−s)·Δ/(1 − e^(−Δ))) over 0 ≤ s ≤ Δ, increasing in Δ."""
    share = -(-delta).expm1()
    return -(1 - (1 + delta) * (-delta).exp()) - share * (share / delta).log()


def _between(bound: arb) -> arb:
    """A ball around everything from 0 to a bound."""
    return arb(0).union(bound.upper())


def _whole(ball: arb) -> int:
    """An integer near a ball, not below 0."""
    if not ball.is_finite():
        raise Undecided("the window of levels could not be found at this precision")
    return max(int(ball.mid().ceil().unique_fmpz() or 0), 0)
