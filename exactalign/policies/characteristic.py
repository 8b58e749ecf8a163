"""The characteristic function of one letter's reward, and how far its m-th power is from Gauss's with one correction.

ψ is that of a centred variable V with variance σ², κ = E V³, μ₄ = E V⁴; G(t) = e^(−σ²t²/2). For 1/2 ≤ λ < 1 let
t₀² = 24(1 − λ)σ²/E D⁴, D the difference of two letters: |ψ(t)|² = E cos(tD) ≤ 1 − σ²t² + t⁴·E D⁴/24 ≤ 1 − λσ²t² on
|t| ≤ t₀, so that |ψ|, G ≤ e^(−λσ²t²/2) there. With q = μ₄/24 + σ⁴/8, Taylor's formula gives

    |ψ − G| ≤ |κ||t|³/6 + q·t⁴,   |ψ − G·(1 − iκt³/6)| ≤ q·t⁴ + |κ|σ²|t|⁵/12,

and ψ^m − G^m(1 − imκt³/6) is at most m(m−1)/2·|ψ − G|²·e^(−(m−2)λσ²t²/2) + m·|ψ − G(1 − iκt³/6)|·G^(m−1). All of
it is integrated in closed form; what is past t₀ is bounded by balls. docs/sharp-constants.md has the proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs
from flint import arb

from exactalign.exceptions import ParameterError

SHARES = (Fraction(1, 2), Fraction(3, 4), Fraction(7, 8), Fraction(15, 16))
"""The λ that are tried: each is right, the least bound is taken."""

LEAST_LENGTH = 3
"""The shortest sequence the bounds speak of."""

_MOST_CELLS = 1 << 16
_NEARLY = arb(1.25)


@attrs.frozen
class Letter:
    """One letter's reward under its law, as balls: its mean, and the central moments that the bounds need."""

    masses: tuple[arb, ...]
    values: tuple[arb, ...]
    mean: arb
    variance: arb
    third: arb
    fourth: arb

    @classmethod
    def of(cls, masses: Sequence[arb], values: Sequence[arb]) -> Letter:
        """Return the letter with these masses (which sum to 1) and values."""
        mean = sum((w * v for w, v in zip(masses, values, strict=True)), arb(0))
        second = third = fourth = arb(0)
        for w, v in zip(masses, values, strict=True):
            gap = v - mean
            square = gap * gap
            second, third, fourth = second + w * square, third + w * square * gap, fourth + w * square * square
        return cls(tuple(masses), tuple(values), mean, second, third, fourth)

    def density(self, m: int, gap: arb) -> arb:
        """Return e^(−x²/2)·(1 + κ(x³ − 3x)/(6σ³√m))/(σ√(2πm)), x = gap/(σ√m): the corrected normal density."""
        wide = m * self.variance
        x = gap / wide.sqrt()
        skew = self.third * (x * x * x - 3 * x) / (6 * self.variance * wide.sqrt())
        return (-(x * x) / 2).exp() * (1 + skew) / (2 * arb.pi() * wide).sqrt()

    def ceiling(self, m: int) -> arb:
        """Return 1 + max |κ(x³ − 3x)|e^(−x²/2)/(6σ³√m), which the corrected density times σ√(2πm) is at most.

        The maximum is at x² = 3 − √6.
        """
        root = arb(6).sqrt()
        skew = abs(self.third) / (6 * self.variance * (m * self.variance).sqrt())
        return 1 + skew * root * (3 - root).sqrt() * (-(3 - root) / 2).exp()

    def deviation(self, m: int, end: arb | None = None) -> tuple[arb, arb]:
        """Return bounds on ∫|ψ^m − G^m(1 − imκt³/6)| over |t| ≤ t₀, and that t₀, the best of those tried.

        t₀ is at most `end`. What the best is takes in what lies past t₀, as far as Gauss's part goes.
        """
        if m < LEAST_LENGTH:
            raise ParameterError(f"length is {m}: the bounds speak of at least {LEAST_LENGTH} symbols")
        best: tuple[arb, arb, arb] | None = None
        for share in SHARES:
            part = arb(share.numerator) / share.denominator
            start = (24 * (1 - part) * self.variance / self._difference_fourth()).sqrt().lower()
            if end is not None:
                start = min(start, end.lower())
            near = self._near(m, part)
            far = 2 * (-part * m * self.variance * start * start / 2).exp()
            if best is None or (near + far).upper() < best[0]:
                best = ((near + far).upper(), near, start)
        assert best is not None
        return best[1], best[2]

    def beyond(self, m: int, start: arb) -> arb:
        """Return a bound on ∫|G^m(1 − imκt³/6)| over |t| ≥ t₀."""
        b = m * self.variance / 2
        decay = (-b * start * start).exp()
        return decay / (b * start) + m * abs(self.third) / 6 * (1 + b * start * start) * decay / (b * b)

    def power_integral(self, m: int, low: arb, high: arb, tolerance: arb) -> arb:
        """Return a bound on ∫|ψ(t)|^m over low ≤ t ≤ high, by cells that are halved while that helps.

        A cell on which |ψ|^m is at most the tolerance is left as it is, and so is one at whose middle it is nearly
        as large as on all of it.
        """
        pairs = self._pairs()
        waiting = [(low.lower(), high.upper())]
        total, count = arb(0), 0
        while waiting:
            left, right = waiting.pop()
            middle, count = ((left + right) / 2).mid(), count + 1
            bound = self._power(m, left.union(right), pairs)
            near = bound <= tolerance or bound <= _NEARLY * self._power(m, middle, pairs)
            if near or count > _MOST_CELLS:
                total += (right - left) * bound
            else:
                waiting += [(left, middle), (middle, right)]
        return total

    def _power(self, m: int, t: arb, pairs: list[tuple[arb, arb]]) -> arb:
        """|ψ|^m at most, on a ball of frequencies."""
        square = sum((w * (t * gap).cos() for gap, w in pairs), self._same())
        return (square.upper().min(arb(1)).sqrt() ** m).upper()

    def _pairs(self) -> list[tuple[arb, arb]]:
        """The differences of two letters that are not the same, with their probabilities."""
        found = []
        for i, (w, v) in enumerate(zip(self.masses, self.values, strict=True)):
            for u, z in zip(self.masses[:i], self.values[:i], strict=True):
                found.append((abs(v - z), 2 * w * u))
        return found

    def _same(self) -> arb:
        return sum((w * w for w in self.masses), arb(0))

    def _difference_fourth(self) -> arb:
        """E D⁴."""
        return 2 * self.fourth + 6 * self.variance * self.variance

    def _near(self, m: int, share: arb) -> arb:
        """∫ of the bound over the whole line."""
        s2, k, root = self.variance, abs(self.third), arb.pi().sqrt()
        q = self.fourth / 24 + s2 * s2 / 8
        a, b = (m - 2) * share * s2 / 2, (m - 1) * s2 / 2
        a3, b2 = a * a * a, b * b
        squares = (
            k * k / 36 * 15 * root / (8 * a3 * a.sqrt())
            + k * q / 3 * 6 / (a3 * a)
            + q * q * 105 * root / (16 * a3 * a * a.sqrt())
        )
        return m * (m - 1) * squares / 2 + m * (q * 3 * root / (4 * b2 * b.sqrt()) + k * s2 / 12 * 2 / (b2 * b))
