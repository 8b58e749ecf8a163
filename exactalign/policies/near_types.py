"""Best-of-N with N = exp(mδ) from the types near its tilt alone: enclosed, at lengths where all types are too many.

N·p^m(type) = e^(−αy)·φ^m(type), y the total reward of the type less its mean under φ^m. So the types with a count that
is off its mean under φ^m by R or more, and y ≥ −L, have at most e^(αL)·2(K−1)·e^(−2R²/m) of N·p^m (Hoeffding), and
those with y > U at most e^(−αU). All that these can change is bounded; what lies below −L has the policy's mass
F(−L) ≤ exp(−N·P_p(Y ≥ −L)). L, U and R grow with the precision that is asked for. Where N is so small that no L makes
this small, all types are looked at, and nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
from flint import arb, ctx

from exactalign.exceptions import ParameterError, TooLarge, Undecided
from exactalign.laws.lattice import RewardLattice, Vector
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.precision import working_precision
from exactalign.numbers.reading import whole_number
from exactalign.policies.sharp_estimates import positive_alpha
from exactalign.policies.tilting import AlignedFamily

MAX_TYPES = 2_000_000
"""Most types that are looked at."""

_GUARD_BITS = 32
_BLOCK = 80  # the window is found anew at multiples of so many bits


@attrs.frozen
class _Sums:
    """KL(π‖p^m) − mδ, mρ − E r and 1 − TV, with what the types left out can add."""

    excess: arb
    deficit: arb
    overlap: arb


class NearTypes:
    """Best-of-exp(mδ) over m letters beside its tilt φ^m, δ the divergence of the tilt with this α > 0.

    The rewards must be generic: with different types, different totals. Raises `ParameterError` for others, and
    `TooLarge` where the window has over `MAX_TYPES` types.

    >>> from exactalign.laws.distributions import Distribution
    >>> from exactalign.laws.rewards import Reward
    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> NearTypes(AlignedFamily(p, Reward.parse("log 6, 0, log 2")), 1, 60).kl_to_tilt().enclose(5).width < 1
    True
    """

    def __init__(self, family: AlignedFamily, alpha: Any, length: int) -> None:
        self.family, self.alpha = family, positive_alpha(alpha)
        self.length = whole_number(length, "length", 1)
        self._lattice = RewardLattice(family.reference, family.reward)
        if len(self._lattice.basis) != len(family.groups) - 1 or len(family.groups) < 2:
            raise ParameterError("the reward is not generic: several types have one total reward")
        self._cached: tuple[int, _Sums] | None = None

    def kl_to_tilt(self) -> EnclosedReal:
        """Return KL(π_N‖φ^m)."""
        return EnclosedReal.of(self.excess_kl() + self.reward_deficit() * self.alpha)

    def excess_kl(self) -> EnclosedReal:
        """Return KL(π_N‖p^m) − mδ."""
        return EnclosedReal(lambda: self._sums().excess)

    def reward_deficit(self) -> EnclosedReal:
        """Return mρ − E r(Y), the total reward that π_N is behind φ^m."""
        return EnclosedReal(lambda: self._sums().deficit)

    def overlap(self) -> EnclosedReal:
        """Return 1 − TV(π_N, φ^m)."""
        return EnclosedReal(lambda: self._sums().overlap)

    def _sums(self) -> _Sums:
        bits = -(-ctx.prec // _BLOCK) * _BLOCK
        if self._cached is None or self._cached[0] < bits:
            with working_precision(bits + _GUARD_BITS + 2 * self.length.bit_length()):
                self._cached = (bits, self._summed(bits))
        return self._cached[1]

    def _summed(self, bits: int) -> _Sums:
        m, sums, alpha = self.length, self.family.sums, ball_of(self.alpha)
        values, law = [ball_of(v) for v in self.family.values], sums.law(alpha)
        mean, variance = sums.cumulants(alpha, 2)
        size = (bits + 8) * arb(2).log()
        deep = ((2 * size * alpha * (2 * arb.pi() * m * variance).sqrt() + 1).log() / alpha).upper()  # L
        high = (size / alpha).upper()  # U
        radius = (m * (size + alpha * deep + 2) / 2).sqrt().upper()  # R
        exponent = m * sums.kl(alpha)
        n = exponent.exp()
        whole = not n > 4 * size
        if whole:
            deep = high = m * (values[-1] - values[0]) + 1
            radius = arb(m)
        rows = [row for row in self._types(law, values, mean, -deep, high, radius) if _above(row[1], -deep)]
        order = self._lattice.sort([vector for vector, _ in rows])
        boxes = (alpha * deep).exp() * 2 * (len(values) - 1) * (-2 * radius * radius / m).exp()
        left = arb(0) if whole else (boxes + (-alpha * high).exp()).upper()
        tables = self._tables(law)
        excess, deficit, overlap = arb(0), arb(0), arb(0)
        tail = arb(0).union(left)  # N·P_p above the type at hand
        for index in reversed(order):
            vector, y = rows[index]
            tilted = tables[0][m - sum(vector)]
            for table, count in zip(tables[1:], vector, strict=True):
                tilted *= table[count]
            mass = (-alpha * y).exp() * tilted
            above = -n * (-tail / n).log1p()  # a at the next level up
            last = whole and index == order[0]  # nothing is below: Δ = ∞
            share = arb(1) if last else -(n * (-mass / (n - tail)).log1p()).expm1()  # 1 − e^(−Δ)
            chosen = (-above).exp() * share
            excess += chosen * ((share / mass).log() - above)
            deficit -= chosen * y
            overlap += chosen.min(tilted)
            tail += mass
        if whole:
            return _Sums(excess, deficit, overlap)
        missed = (-tail.lower()).exp()  # F(−L)
        # A set of policy mass u adds between u·log(u/(N·p)) and 0 to the KL; at or above −L that is at least −N·p/e.
        low = missed * (missed.log() - exponent) - left / arb(1).exp()
        outside = (left + missed).upper()
        span = (outside * m * (values[-1] - values[0])).upper()
        return _Sums(excess + arb(0).union(low), deficit + (-span).union(span), overlap + arb(0).union(outside))

    def _tables(self, law: list[arb]) -> list[list[arb]]:
        """φ^n/n! of every group, the first times m!."""
        tables = []
        for mass in law:
            table = [arb(1)]
            for n in range(1, self.length + 1):
                table.append(table[-1] * mass / n)
            tables.append(table)
        factorial = arb(self.length).gamma() * self.length
        tables[0] = [factorial * entry for entry in tables[0]]
        return tables

    def _types(
        self, law: list[arb], values: list[arb], mean: arb, low: arb, high: arb, radius: arb
    ) -> Iterator[tuple[Vector, arb]]:
        """The types whose counts are within R of their means and whose y may lie in [−L, U], with y."""
        m = self.length
        boxes = [(_floor(m * mass - radius, 0), min(_floor(m * mass + radius, 0) + 1, m)) for mass in law[1:]]
        seen = 1
        for first, last in boxes[:-1]:
            seen *= last - first + 1
        step = values[-1] - values[0]
        if seen * (_floor((high - low) / step, 0) + 2) > MAX_TYPES:
            raise TooLarge(f"over {MAX_TYPES} types would be looked at: use a shorter length or fewer rewards")
        start = m * (values[0] - mean)

        def extended(vector: Vector, y: arb) -> Iterator[tuple[Vector, arb]]:
            place = len(vector)
            used = sum(vector)
            first, last = boxes[place]
            if place < len(boxes) - 1:
                for count in range(first, min(last, m - used) + 1):
                    yield from extended((*vector, count), y + count * (values[place + 1] - values[0]))
                return
            first = max(first, _floor((low - y) / step, 0))
            last = min(last, m - used, _floor((high - y) / step, -1) + 1)
            for count in range(first, last + 1):
                yield (*vector, count), y + count * step

        yield from extended((), start)


def _above(y: arb, low: arb) -> bool:
    """Whether y > −L, decided: all types of the box above −L are to be there, and none below."""
    if y > low:
        return True
    if y < low:
        return False
    raise Undecided("a type lies too close to the end of the window: ask for other digits")


def _floor(ball: arb, least: int) -> int:
    """An integer at most the ball's lower end, and within 2 of it, or `least` where that is above."""
    return max(int(ball.lower().mid().floor().unique_fmpz() or 0), least)
