"""How far a correct floating-point answer may lie from the exact one: derived, not guessed.

The inputs are exact binary values, so only the function's own roundings count. With u the unit roundoff,
K outcomes, s = |Σp − 1| for the floats p as given (a function may divide by their sum, or not), c = 8
roundings for the last few operations of a formula, and |log| read as a rational bound from above:

* a sum F of at most K probabilities has relative error γ = K·u + s;
* F^N, by powers or as exp(N·log F), has relative error ε(F) = 2·(N·γ + (2·N·|log F| + c)·u), where
  the factor 2 pays for all higher orders as long as N·γ < 1/2;
* a level of mass m has π = F≤^N − F<^N with error δ = ε(F≤)·F≤^N + ε(F<)·F<^N, which the difference does
  not hide: where it cancels the bound is absolute, on the lowest level it is relative. An outcome
  has the share p/m of it, known to relative error 2·(γ + c·u);
* a functional of π inherits Σ δ·|derivative| and the roundings of its own sum.

Where an answer may fall below the smallest normal number, that number is added.
"""

from __future__ import annotations

from fractions import Fraction

import attrs
from flint import arb

from exactalign.laws.distributions import Distribution
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.precision import working_precision
from exactalign.testing.conformance.cases import Vector, defect, reference
from exactalign.testing.conformance.formats import NEGLIGIBLE, Format, log_bound

ROUNDINGS = 8
"""c: roundings of the last few operations of a formula."""

_EXACT_BITS = 4000


def input_shift(form: Format, p: Vector) -> Fraction:
    """Return s: how far the probabilities that a function may work with lie from those of the case, relatively.

    |Σp − 1|, as it may divide by the sum or not. Where it is given log p, rounded (2u·|log p|) and takes exp (2u), the
    rounding moves every probability by as much again: 4(|log p| + 1)u.
    """
    found = defect(p)
    if form.log_inputs:
        found += 4 * (max(log_bound(x) for x in p if x) + 1) * form.unit_roundoff
    return found


@attrs.frozen
class Level:
    """Outcomes that tie: their positions, and the reference mass strictly below and up to the level."""

    members: tuple[int, ...]
    below: Fraction
    upto: Fraction

    @property
    def mass(self) -> Fraction:
        """The reference mass of the level."""
        return self.upto - self.below


def levels(p: Distribution, rewards: Vector) -> list[Level]:
    """Return the levels of positive mass, from the lowest reward to the highest."""
    groups: dict[Fraction, list[int]] = {}
    for position, value in enumerate(rewards):
        groups.setdefault(value, []).append(position)
    found = []
    below = Fraction(0)
    for value in sorted(groups):
        upto = below + sum((p[i] for i in groups[value]), Fraction(0))
        if upto > below:
            found.append(Level(tuple(groups[value]), below, upto))
        below = upto
    return found


def power_bound(base: Fraction, n: int) -> Fraction:
    """Return a rational at least base^n, for 0 ≤ base ≤ 1."""
    if base in (0, 1):
        return base
    if n * base.denominator.bit_length() <= _EXACT_BITS:
        return base**n
    with working_precision(64):
        ball = ball_of(base) ** n
        return NEGLIGIBLE if ball < arb(2) ** -5000 else bounds_of(ball).upper


@attrs.frozen
class BestOfNErrors:
    """The errors of best-of-n answers at one model."""

    form: Format
    p: Distribution
    levels: list[Level]
    gamma: Fraction
    n: int

    @classmethod
    def of(cls, form: Format, p: Vector, rewards: Vector, n: int) -> BestOfNErrors:
        """Return the errors for floats p and rewards."""
        exact = reference(p)
        gamma = len(p) * form.unit_roundoff + input_shift(form, p)
        return cls(form, exact, levels(exact, rewards), gamma, n)

    def _power(self, base: Fraction) -> Fraction:
        """ε(F)·F^N."""
        if not base:
            return Fraction(0)
        steps = 2 * self.n * log_bound(base) + ROUNDINGS
        return 2 * (self.n * self.gamma + steps * self.form.unit_roundoff) * power_bound(base, self.n)

    def level(self, level: Level) -> Fraction:
        """δ: the error of the policy's mass on a level."""
        return self._power(level.upto) + self._power(level.below) + self.form.tiny

    def share(self) -> Fraction:
        """The relative error of p/m."""
        return 2 * (self.gamma + ROUNDINGS * self.form.unit_roundoff)

    def gained(self, level: Level) -> Fraction:
        """A rational at least F≤^N − F<^N, and close to it."""
        if self.n * level.upto.denominator.bit_length() <= _EXACT_BITS:
            return level.upto**self.n - level.below**self.n
        with working_precision(512):
            upto, below = ball_of(level.upto) ** self.n, ball_of(level.below)
            gained = upto - (below**self.n if level.below else arb(0))
            return NEGLIGIBLE if gained < arb(2) ** -5000 else bounds_of(gained).upper

    def pmf(self) -> list[Fraction]:
        """The error of every π(y): δ·p/m and the error of the share."""
        errors = [Fraction(0)] * len(self.p)
        for level in self.levels:
            total = self.level(level) + self.share() * self.gained(level)
            for i in level.members:
                errors[i] = total * self.p[i] / level.mass + self.form.tiny if self.p[i] else Fraction(0)
        return errors

    def kl(self) -> Fraction:
        """The error of Σ π·log(π/p): δ·|log(π/p) + 1| on every level, and the roundings of the sum.

        Where δ exceeds half of π, both the true and the computed term lie below 3δ·(1 + |log(3δ/m)|).
        """
        u, total = self.form.unit_roundoff, Fraction(0)
        for level in self.levels:
            delta = self.level(level) + self.share() * self.gained(level)
            gained = self.gained(level)
            if gained > NEGLIGIBLE:
                ratio = log_bound(gained / level.mass)
            else:
                ratio = self.n * log_bound(level.upto) + log_bound(level.mass)
            if 2 * delta <= gained:
                total += delta * (ratio + 2)
            else:
                total += 6 * delta * (1 + log_bound(3 * delta / level.mass))
            logs = ratio + log_bound(level.mass) + max(log_bound(x) for x in self._positive(level))
            total += gained * (logs + 1) * (len(self.p) + ROUNDINGS) * u
        return total + self.gamma + self.form.tiny

    def _positive(self, level: Level) -> list[Fraction]:
        return [self.p[i] for i in level.members if self.p[i]]

    def mean(self, values: Vector) -> Fraction:
        """The error of Σ π·g: δ·|g| on every outcome, and the roundings of the sum of terms π·|g|."""
        total = Fraction(0)
        for level in self.levels:
            size = sum((self.p[i] * abs(values[i]) for i in level.members), Fraction(0)) / level.mass
            rounding = (len(self.p) + ROUNDINGS) * self.form.unit_roundoff
            total += size * (self.level(level) + (self.share() + 2 * rounding) * self.gained(level))
        return total + self.form.tiny

    def win_rate(self) -> Fraction:
        """The error of Σ π·(F< + m/2): δ·(F< + m/2), and the roundings of up to K² terms of total at most 1."""
        inherited = sum((self.level(x) * (x.below + x.mass / 2) for x in self.levels), Fraction(0))
        terms = len(self.p) ** 2 + ROUNDINGS
        return inherited + 2 * (terms * self.form.unit_roundoff + self.share() + self.gamma)


def tilt_error(form: Format, p: Vector, rewards: Vector, alpha: Fraction) -> list[Fraction]:
    """Return the relative error of p·e^(αr)/Z, times a bound of 1 (the caller multiplies by the answer).

    The exponent α·r + log p, in whatever order it is put together, has absolute error
    4u·(max|αr| + max|log p|), which becomes relative; c + 2K roundings and s are added.
    """
    u = form.unit_roundoff
    reach = max(abs(alpha * r) for r in rewards) + max(log_bound(x) for x in p if x)
    relative = 2 * ((4 * reach + ROUNDINGS + 2 * len(p)) * u + input_shift(form, p))
    return [relative if x else Fraction(0) for x in p]


def kl_divergence_error(form: Format, p: Vector, q: Vector) -> Fraction:
    """Return the error of Σ p·log(p/q): K + c roundings of terms of size p·(|log p| + |log q| + 1), and s."""
    shifts = input_shift(form, p) + input_shift(form, q)
    total = 2 * shifts
    for x, y in zip(p, q, strict=True):
        if x and y:
            size = x * (log_bound(x) + log_bound(y) + 1)
            total += size * ((len(p) + ROUNDINGS) * form.unit_roundoff + 2 * shifts)
    return total + form.tiny


def order_statistic_error(form: Format, scores: Vector, weights: list[Fraction]) -> Fraction:
    """Return the error of Σ w·s: weights from 3 roundings a factor, then the sum, all on terms w·|s|."""
    spread = sum((w * abs(s) for w, s in zip(weights, sorted(scores), strict=True)), Fraction(0))
    return 2 * (4 * len(scores) + ROUNDINGS) * form.unit_roundoff * spread + form.tiny


def residual_error(form: Format, p: Vector, rewards: Vector, alpha: Fraction) -> Fraction:
    """Return how far KL(α) − Δ may be from 0 when KL is computed as α·E r − log Z or Σ t·log(t/p).

    Terms of size |α|·max|r| + max|log p| + 1 meet K + c roundings; log Z is moved by s.
    """
    reach = 1 + 2 * abs(alpha) * max(abs(r) for r in rewards) + max(log_bound(x) for x in p if x)
    return 2 * ((len(p) + ROUNDINGS) * form.unit_roundoff * reach + input_shift(form, p))


def pass_at_k_error(form: Format, c: int, k: int, missed: Fraction) -> Fraction:
    """Return the error of 1 − C(n−c,k)/C(n,k): a product of k or c factors, three roundings each, taken from 1."""
    return 2 * ((3 * max(c, k) + ROUNDINGS) * missed + 2) * form.unit_roundoff


def pool_weight_error(form: Format, size: int, k: int, weight: Fraction, *, replacement: bool) -> Fraction:
    """Return the error of a weight, by a recurrence of three roundings a step, or as a difference of k-th powers."""
    u = form.unit_roundoff
    if replacement:
        return 2 * (2 * k + ROUNDINGS) * u + form.tiny
    return 2 * (4 * size + ROUNDINGS) * u * weight + form.tiny


def exp_bound(exponent: Fraction) -> Fraction:
    """Return a rational at least e^exponent, and close to it."""
    with working_precision(64):
        return bounds_of(ball_of(exponent).exp()).upper
