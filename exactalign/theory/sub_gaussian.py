"""The smallest variance proxy σ² of a finite reward law: E e^{λ(r − E r)} ≤ e^{λ²σ²/2}, with proved bounds.

The supremum of s(λ) = 2ψ(λ)/λ² over all λ ≠ 0 (two-sided), λ > 0 (upper: what bounds improvements from
above) or λ < 0 (lower); always at least the variance, its limit at 0. Closed forms where they are known
(two levels: Kearns and Saul; binomial laws; three equally spaced levels), else a certified search.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any, Literal

import attrs

from exactalign.exceptions import ParameterError, Undecided
from exactalign.laws.lattice import RewardLattice
from exactalign.laws.rewards import Reward
from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import simplest
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.logforms import LogForm, log
from exactalign.numbers.rationals import rational
from exactalign.numbers.reading import Number
from exactalign.theory.proxy_search import Law, Supremum, first_cumulant, supremum
from exactalign.theory.reward_law import RewardLaw

Side = Literal["two-sided", "upper", "lower"]
Where = Literal["zero", "tilt", "unknown"]

DEFAULT_TOLERANCE = Fraction(1, 10**9)
DEFAULT_CELLS = 4000

SIDES: tuple[Side, ...] = ("two-sided", "upper", "lower")


@attrs.frozen(eq=False, slots=False)
class VarianceProxy:
    """The smallest variance proxy of a reward law.

    `where` says how the supremum of 2ψ(λ)/λ² is reached: in the limit at "zero" (σ² is the variance), by a
    "tilt" λ ≠ 0 (given in `tilt`), or "unknown" when the search stopped first. `value` is σ², exact or
    enclosed to any precision, and None in the last case; `bounds` always holds proved bounds.
    """

    side: Side
    where: Where
    value: Number | None
    bounds: Enclosure
    tilt: Number | None = None

    @property
    def valid(self) -> Number:
        """A number that is a valid proxy for sure: σ² itself, or its proved upper bound."""
        return self.bounds.upper if self.value is None else self.value

    def __repr__(self) -> str:
        shown = self.value if self.value is not None else f"in {self.bounds}"
        return f"VarianceProxy({self.side}: {shown}, attained at {self.where})"


@checked
def variance_proxy(
    law: RewardLaw, side: Side = "two-sided", *, tolerance: Any = DEFAULT_TOLERANCE, max_cells: int = DEFAULT_CELLS
) -> VarianceProxy:
    """Return the smallest variance proxy of a reward law.

    `tolerance` (relative to the variance) and `max_cells` bound the search where no closed form applies and
    the maximum cannot be isolated. Raises `ParameterError` for another side.

    >>> variance_proxy(RewardLaw.bernoulli("1/2"))
    VarianceProxy(two-sided: 1/4, attained at zero)
    >>> variance_proxy(RewardLaw.of([0, 1, 2], ["1/2", "3/8", "1/8"])).value
    EnclosedReal(0.541010640333361…)
    """
    if side not in SIDES:
        raise ParameterError(f"side is {side!r}: give one of {', '.join(SIDES)}")
    width = rational(tolerance, "tolerance")
    if width <= 0:
        raise ParameterError(f"tolerance is {width}: give a positive number")
    if law.is_constant:
        return _at_zero(Fraction(0), side)
    closed = _closed_form(law)
    if side == "two-sided":
        if closed is not None:
            return closed
        up = _searched(law, "upper", width, max_cells)
        return _larger(up, _searched(law, "lower", width, max_cells))
    if closed is not None:
        if closed.where == "zero":
            return _at_zero(law.variance, side)
        assert closed.tilt is not None
        if (closed.tilt > 0) == (side == "upper"):
            return VarianceProxy(side, closed.where, closed.value, closed.bounds, closed.tilt)
        # ψ″ is largest half way to the tilt and falls on both sides of it, so ψ″ < Var beyond 0: for three levels
        # ψ″/h² = (βu + 4)/(u + β)², β = b/√(ac), in u = v + 1/v ≥ 2 (v = 1 half way), falls where u > β − 8/β: β ≤ 4.
        return _at_zero(law.variance, side)
    return _searched(law, side, width, max_cells)


def kearns_saul(p: Any, span: Any = 1) -> Number:
    """Return span²·(1 − 2p)/(2·log((1 − p)/p)), the proxy of a two-level reward; span²/4 at p = 1/2.

    Also a bound for every reward of that range and mean min + p·span. Raises `ParameterError` unless 0 < p < 1.

    >>> kearns_saul("1/2"), kearns_saul("1/5")
    (Fraction(1, 4), EnclosedReal(0.216404256133344…))
    """
    mass = rational(p, "p")
    if not 0 < mass < 1:
        raise ParameterError(f"p is {mass}: give a probability strictly between 0 and 1")
    width = span if isinstance(span, (LogForm, EnclosedReal)) else rational(span, "span")
    square: Number = width * width
    if mass == Fraction(1, 2):
        return square * Fraction(1, 4)
    found: Number = square * ((1 - 2 * mass) / 2) / log((1 - mass) / mass)
    return found


@checked
def easy_bounds(law: RewardLaw) -> dict[str, Number]:
    """Return bounds on σ² that need no search: the variance (below), Kearns–Saul and Hoeffding (above).

    Kearns–Saul needs the mean to split the range in a rational ratio, and is left out otherwise.

    >>> easy_bounds(RewardLaw.bernoulli("1/5"))["range²/4 (Hoeffding)"]
    Fraction(1, 4)
    """
    bounds: dict[str, Number] = {"variance": law.variance}
    if law.is_constant:
        return {**bounds, "range²/4 (Hoeffding)": Fraction(0)}
    above = simplest(law.mean - law.values[0])
    ratio = above / law.range
    if isinstance(ratio, Fraction):
        bounds["Kearns–Saul"] = kearns_saul(ratio, law.range)
    bounds["range²/4 (Hoeffding)"] = law.range * law.range * Fraction(1, 4)
    return bounds


def _at_zero(variance: Number, side: Side) -> VarianceProxy:
    bounds = Enclosure(variance, variance) if isinstance(variance, Fraction) else variance.enclose(15)
    return VarianceProxy(side, "zero", variance, bounds)


def _closed_form(law: RewardLaw) -> VarianceProxy | None:
    """The two-sided proxy of an affine image of a binomial law, or of three equally spaced levels.

    Binomial with m trials (two levels: m = 1): m times the proxy of one trial, since ψ adds up; attained at
    λ = 2·log((1−p)/p)/h. Three levels of masses (a, b, c) with b² ≤ 16ac: σ² = 2h²(a − c)/log(a/c) at
    λ = log(a/c)/h, where the tilt is the mirror image of the reference; 2h²a = Var when a = c.
    """
    values, masses = law.values, law.masses
    step, trials = values[1] - values[0], len(masses) - 1
    if any(high - low != step for low, high in pairwise(values)):
        return None
    odds = masses[1] / masses[0] / trials
    p = odds / (1 + odds)
    if all(mass == comb(trials, k) * p**k * (1 - p) ** (trials - k) for k, mass in enumerate(masses)):
        if p == Fraction(1, 2):
            return _at_zero(law.variance, "two-sided")
        return _tilted(Fraction(trials) * kearns_saul(p, step), 2 * log((1 - p) / p) / step)
    if trials != 2 or masses[1] ** 2 > 16 * masses[0] * masses[2]:
        return None
    low, _, high = masses
    if low == high:
        return _at_zero(law.variance, "two-sided")
    value = step * step * (2 * (low - high)) / log(low / high)
    return _tilted(value, log(low / high) / step)


def _tilted(value: Number, tilt: Number) -> VarianceProxy:
    return VarianceProxy("two-sided", "tilt", value, EnclosedReal.of(value).enclose(15), tilt)


def _searched(law: RewardLaw, side: Side, tolerance: Fraction, max_cells: int) -> VarianceProxy:
    sign = 1 if side == "upper" else -1
    unit, steps = _steps(law, sign)
    if steps is not None:
        # In units of the lattice the law is rational: its cumulants are decided.
        masses = law.masses[::sign]
        mean = sum((m * x for m, x in zip(masses, steps, strict=True)), Fraction(0))
        centred = [x - mean for x in steps]
        variance = sum((m * x * x for m, x in zip(masses, centred, strict=True)), Fraction(0))
        order, direction = first_cumulant(centred, masses)
        searched = Law(
            lambda: ([ball_of(x) for x in centred], [ball_of(m) for m in masses]), variance, order, direction
        )
        return _scaled(supremum(searched, tolerance, max_cells), unit, law, side, sign)
    mirrored = law if sign > 0 else RewardLaw(law.reference, Reward({o: -v for o, v in law.reward.items()}))
    generic = Law(
        lambda: (mirrored.centred(), [ball_of(m) for m in mirrored.masses]),
        EnclosedReal.of(law.variance),
        3,
        _third_cumulant(mirrored),
    )
    return _scaled(supremum(generic, tolerance, max_cells), Fraction(1), law, side, sign)


def _steps(law: RewardLaw, sign: int) -> tuple[Number, list[Fraction] | None]:
    """The values as unit·(ascending integers) + constant when there is such a unit; reversed for sign −1."""
    lattice = RewardLattice(law.reference, law.reward)
    if len(lattice.basis) != 1:
        return Fraction(1), None
    steps = [Fraction(vector[0]) for vector in lattice.vectors]
    if sign < 0:
        steps = [steps[-1] - step for step in reversed(steps)]
    return simplest(lattice.basis[0]), steps


def _third_cumulant(law: RewardLaw) -> int:
    """The sign of κ₃ when it can be told from 0, else 0."""
    try:
        return EnclosedReal.of(law.family.cumulant(3)).sign(1024)
    except Undecided:
        return 0


def _scaled(found: Supremum, unit: Number, law: RewardLaw, side: Side, sign: int) -> VarianceProxy:
    if found.at_zero:
        return _at_zero(law.variance, side)
    square = unit * unit
    if found.value is not None and found.tilt is not None:
        value = found.value * square
        return VarianceProxy(side, "tilt", value, value.enclose(15), found.tilt * sign / unit)
    scale = Enclosure(square, square) if isinstance(square, Fraction) else EnclosedReal.of(square).enclose(20)
    bounds = Enclosure(found.bounds.lower * scale.lower, found.bounds.upper * scale.upper)
    return VarianceProxy(side, "unknown", None, bounds)


def _larger(up: VarianceProxy, down: VarianceProxy) -> VarianceProxy:
    """The two-sided proxy from the two sides."""
    if up.where == down.where == "zero":
        return _at_zero(up.valid, "two-sided")
    for one, other in ((up, down), (down, up)):
        if one.value is not None and one.bounds.lower >= other.bounds.upper:
            return VarianceProxy("two-sided", one.where, one.value, one.bounds, one.tilt)
    if up.value is not None and down.value is not None and up.where == down.where == "tilt":
        # Overlapping maxima (a symmetric law has equal ones): the maximum of both, to any precision.
        first, second = EnclosedReal.of(up.value), EnclosedReal.of(down.value)
        value = EnclosedReal(lambda: ball_of(first).max(ball_of(second)))
        return VarianceProxy("two-sided", "tilt", value, value.enclose(15), up.tilt)
    bounds = Enclosure(max(up.bounds.lower, down.bounds.lower), max(up.bounds.upper, down.bounds.upper))
    return VarianceProxy("two-sided", "unknown", None, bounds)
