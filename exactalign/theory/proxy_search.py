"""Certified search for sup over λ > 0 of s(λ) = 2ψ(λ)/λ², ψ the log moment generating function.

Branch and bound in ball arithmetic. Beyond Λ = 2·max/Var, s is below Var. Next to 0 the first cumulant
κ_j ≠ 0, j ≥ 3, decides: if it is negative, s < Var on an interval (0, ε], proved by the sign of ψ^(j) there.
In between, cells are bounded by their second-order Taylor form and halved, best first. Once the surviving
cells lie where s″ < 0, the maximiser is the only root of s′ there, known to any precision.
`sub_gaussian` calls this.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import comb

import attrs
from flint import arb, arb_series, ctx

from exactalign.exceptions import Undecided
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.enclosures import Enclosure, bounds_of
from exactalign.numbers.precision import working_precision
from exactalign.numbers.roots import CertifiedRoot

SEARCH_BITS = 128
"""Working precision of the search."""

_FIRST_CELL = Fraction(1, 64)
_POLISH_AFTER = 40
_SMALLEST_START = Fraction(1, 1 << 40)

Balls = Callable[[], tuple[Sequence[arb], Sequence[arb]]]


@attrs.frozen
class Supremum:
    """What the search found: bounds on sup s, and the maximiser and its value when it was isolated.

    `at_zero` says that s < Var was proved for every λ > 0, so that the supremum is Var, its limit at 0.
    """

    bounds: Enclosure
    at_zero: bool
    tilt: EnclosedReal | None = None
    value: EnclosedReal | None = None


@attrs.frozen
class Law:
    """A centred law to search: `balls()` gives its values and masses at the precision in force.

    `variance` is exact; `sign` is that of the first cumulant κ_order ≠ 0 with order ≥ 3, or 0 if unknown.
    """

    balls: Balls
    variance: Fraction | EnclosedReal
    order: int
    sign: int


def first_cumulant(values: Sequence[Fraction], masses: Sequence[Fraction]) -> tuple[int, int]:
    """Return (j, sign of κ_j) for the first cumulant κ_j ≠ 0 with j ≥ 3 of a centred rational law.

    A law on finitely many points, not a single one, has such a cumulant (only Gaussians have none).

    >>> first_cumulant([Fraction(-1), Fraction(1)], [Fraction(1, 2)] * 2)
    (4, -1)
    """
    limit = 4
    while True:
        powers = list(masses)
        moments = [Fraction(1)]
        for _ in range(limit):
            powers = [m * x for m, x in zip(powers, values, strict=True)]
            moments.append(sum(powers, Fraction(0)))
        cumulants = [Fraction(0)] * (limit + 1)
        for j in range(1, limit + 1):
            lower = (comb(j - 1, i - 1) * cumulants[i] * moments[j - i] for i in range(1, j))
            cumulants[j] = moments[j] - sum(lower, Fraction(0))
            if j >= 3 and cumulants[j]:
                return j, 1 if cumulants[j] > 0 else -1
        limit *= 2


class _Curve:
    """The function s and its derivatives, from ψ as a power series around a ball."""

    def __init__(self, law: Law) -> None:
        self.values, self.masses = law.balls()
        self.variance = ball_of(law.variance)

    def log_mgf(self, point: arb) -> arb:
        """ψ, with the largest exponential taken out: of a point beyond 2^128 the others say nothing, as 0 ± 1."""
        top = self.values[-1]
        terms = (m * (point * (x - top)).exp() for x, m in zip(self.values, self.masses, strict=True))
        return point * top + sum(terms, arb(0)).log()

    def log_mgf_series(self, point: arb) -> arb_series:
        """ψ(point + t) as a series; call it under the series cap that is wanted."""
        around = arb_series([point, 1])
        terms = (m * (x * around).exp() for x, m in zip(self.values, self.masses, strict=True))
        return sum(terms, arb_series([0])).log()

    def derivatives(self, point: arb, order: int) -> list[arb]:
        """Taylor coefficients 0..order of s at a ball away from 0; of one so wide that its square is not, nothing."""
        before = ctx.cap
        ctx.cap = order + 1
        try:
            around = arb_series([point, 1])
            square = around * around
            if square[0].contains(0):
                return [arb(0, "inf")] * (order + 1)
            series = 2 * self.log_mgf_series(point) / square
            return [series[k] for k in range(order + 1)]
        finally:
            ctx.cap = before

    def bound(self, low: Fraction, high: Fraction) -> tuple[arb, arb]:
        """An upper bound of s on [low, high], and s at the midpoint."""
        middle = (low + high) / 2
        cell = _hull(low, high)
        value, slope = self.derivatives(ball_of(middle), 1)
        curvature = self.derivatives(cell, 2)[2]
        step = _hull(low - middle, high - middle)
        taylor = (value + slope * step + curvature * _hull(Fraction(0), (high - middle) ** 2)).upper()
        coarse = (2 * self.log_mgf(ball_of(high)) / ball_of(low * low)).upper()
        return (taylor if taylor.is_finite() and taylor < coarse else coarse), value

    def near_zero(self, end: Fraction, order: int) -> tuple[arb, bool]:
        """An upper bound of s on (0, end], and whether s < Var there is proved."""
        before = ctx.cap
        ctx.cap = order + 1
        try:
            coefficient = self.log_mgf_series(_hull(Fraction(0), end))[order]
        finally:
            ctx.cap = before
        if coefficient < 0:
            return self.variance.upper(), True
        excess = 2 * ball_of(end ** (order - 2)) * abs(coefficient)
        return (self.variance + excess).upper(), False


def supremum(law: Law, tolerance: Fraction, max_cells: int) -> Supremum:
    """Return certified bounds on sup over λ > 0 of 2ψ(λ)/λ², at most `tolerance`·Var apart if cells suffice.

    Raises nothing when they do not: the bounds are then wider than asked.
    """
    with working_precision(SEARCH_BITS):
        return _Search(law, tolerance, max_cells).run()


class _Search:
    def __init__(self, law: Law, tolerance: Fraction, max_cells: int) -> None:
        self.law = law
        self.curve = _Curve(law)
        self.max_cells = max_cells
        variance = self.curve.variance
        self.low: arb = variance.lower()
        self.tolerance: arb = ball_of(tolerance) * variance
        largest = bounds_of(max((abs(x) for x in self.curve.values), key=float)).upper
        top = bounds_of(self.curve.values[-1]).upper
        self.start = _simple(_FIRST_CELL / largest)
        self.end = max(_simple(2 * top / bounds_of(variance).lower) * 2, 2 * self.start)
        self.count = 0
        self.heap: list[tuple[float, int, arb, Fraction, Fraction]] = []

    def run(self) -> Supremum:
        at_zero = self._clear_zero()
        edges = [self.start]
        while edges[-1] < self.end:
            edges.append(min(self.end, edges[-1] * 2))
        for low, high in pairwise(edges):
            self._add(low, high)
        since = 0
        while self.heap and self.count < self.max_cells:
            _, _, upper, low, high = self.heap[0]
            if upper <= self.low or upper - self.low < self.tolerance:
                break
            heapq.heappop(self.heap)
            middle = (low + high) / 2
            self._add(low, middle)
            self._add(middle, high)
            since += 1
            if since % _POLISH_AFTER == 0:
                found = self._polished()
                if found is not None:
                    return found
        return self._polished() or self._settled(at_zero)

    def _clear_zero(self) -> bool:
        """Prove s < Var next to 0 when the first cumulant is negative; otherwise (0, start] stays a cell."""
        law = self.law
        upper, proved = self.curve.near_zero(self.start, law.order)
        while not proved and law.sign < 0 and self.start > _SMALLEST_START:
            self.start /= 2
            upper, proved = self.curve.near_zero(self.start, law.order)
        if not proved:
            heapq.heappush(self.heap, (-float(upper.mid()), 0, upper, Fraction(0), self.start))
        return proved

    def _add(self, low: Fraction, high: Fraction) -> None:
        self.count += 1
        if low == 0:
            upper, proved = self.curve.near_zero(high, self.law.order)
            if proved:
                return
        else:
            upper, value = self.curve.bound(low, high)
            if value.lower() > self.low:
                self.low = value.lower()
            if upper <= self.low:
                return
        heapq.heappush(self.heap, (-float(upper.mid()), self.count, upper, low, high))

    def _alive(self) -> list[tuple[Fraction, Fraction]]:
        return [(low, high) for _, _, upper, low, high in self.heap if upper > self.low]

    def _settled(self, at_zero: bool) -> Supremum:
        cells = self._alive()
        # They are exact, and compared as such: as floats two of them can be one.
        best = max([self.low, self.curve.variance.upper(), *(upper for _, _, upper, _, _ in self.heap)])
        bounds = Enclosure(bounds_of(self.low).lower, bounds_of(best).upper)
        zero = at_zero and not cells and self.low <= self.curve.variance.lower()
        return Supremum(bounds, zero)

    def _polished(self) -> Supremum | None:
        """The maximiser to any precision, once all surviving cells lie where s is strictly concave."""
        cells = self._alive()
        if not cells or not self.low > self.curve.variance:
            return None
        low, high = min(c[0] for c in cells), max(c[1] for c in cells)
        if high - low > low / 4:  # next to 0 all are
            return None
        width = high - low
        low, high = low - width / 2, high + width / 2
        if not self.curve.derivatives(_hull(low, high), 2)[2] < 0:
            return None
        law = self.law

        def slope(x: arb) -> arb:
            return -_Curve(law).derivatives(x, 1)[1]

        def curvature(x: arb) -> arb:
            return -2 * _Curve(law).derivatives(x, 2)[2]

        if not (slope(ball_of(low)) < 0 and slope(ball_of(high)) > 0):
            return None
        try:
            root = CertifiedRoot(slope, curvature, ball_of(low), ball_of(high))
        except Undecided:
            return None
        value = EnclosedReal(lambda: _Curve(law).derivatives(ball_of(root), 0)[0])
        return Supremum(value.enclose(15), False, root, value)


def _hull(low: Fraction, high: Fraction) -> arb:
    """A ball containing [low, high]."""
    return ball_of(low).union(ball_of(high))


def _simple(value: Fraction) -> Fraction:
    """A power of two near a positive rational: at most it, and more than half of it."""
    result = Fraction(1)
    while result > value:
        result /= 2
    while result * 2 <= value:
        result *= 2
    return result
