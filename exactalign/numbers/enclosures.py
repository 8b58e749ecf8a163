"""Exact rational bounds, and the two readings of a ball: its ends, and the sign that all its points share.

python-flint's balls (`arb`) do the rounding. Every comparison of balls goes through `sign_of_ball`, which has three
answers: on overlapping balls python-flint's `<` and `>=` are both False.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from flint import arb, fmpz

from exactalign.exceptions import Undecided
from exactalign.numbers.digits import decimal_exponent, lower_text, upper_text
from exactalign.numbers.precision import working_precision
from exactalign.numbers.rationals import dyadic, format_rational, rational

_MAX_EXPONENT = 1 << 24  # bounds of numbers past 2^±this are not written out: they would fill the memory
_REPR_BITS = 200
_DIGITS = 15
_MAX_BOUND_DIGITS = 60


class Enclosure(NamedTuple):
    """Exact rational bounds: the number lies in [lower, upper]."""

    lower: Fraction
    upper: Fraction

    @property
    def width(self) -> Fraction:
        """upper − lower."""
        return self.upper - self.lower

    @property
    def midpoint(self) -> Fraction:
        """(lower + upper)/2."""
        return (self.lower + self.upper) / 2

    def agrees(self, digits: int) -> bool:
        """Whether the width is at most 10^−digits times the size of every number in it (False around 0).

        >>> Enclosure(Fraction(1), Fraction(11, 10)).agrees(1), Enclosure(Fraction(1), Fraction(11, 10)).agrees(2)
        (True, False)
        """
        # Over one denominator, in FLINT integers: fractions would take gcds of thousands of digits.
        (a, b), (c, d) = ((fmpz(end.numerator), fmpz(end.denominator)) for end in self)
        return ends_agree(a * d, c * b, digits)

    def __contains__(self, value: object) -> bool:
        return self.lower <= rational(value) <= self.upper

    # A named tuple has no second base, so the display of a notebook is said here and not inherited.

    def _repr_html_(self) -> str | None:
        from exactalign.text.notebook import html

        return html(lambda: self)

    def _repr_latex_(self) -> str | None:
        from exactalign.text.notebook import latex

        return latex(lambda: self)

    def __repr__(self) -> str:
        if max(end.denominator.bit_length() + end.numerator.bit_length() for end in self) <= _REPR_BITS:
            return f"Enclosure({format_rational(self.lower)}, {format_rational(self.upper)})"
        return f"Enclosure{ends_text(self)}"


def ends_text(bounds: Enclosure) -> str:
    """Return both ends, rounded outwards, with as many digits as the width is worth (two more than agree).

    >>> ends_text(Enclosure(Fraction(1, 3), Fraction(334, 1000)))
    '[0.33333, 0.33400]'
    """
    digits = _DIGITS
    largest = max(-bounds.lower, bounds.upper)
    if bounds.width:
        agreed = decimal_exponent(largest) - decimal_exponent(bounds.width)
        digits = min(max(agreed + 2, 3), _MAX_BOUND_DIGITS)
    return f"[{lower_text(bounds.lower, digits)}, {upper_text(bounds.upper, digits)}]"


def bounds_of(ball: arb) -> Enclosure:
    """Return the exact ends of a finite ball."""
    ends = ends_of(ball)
    return _coarse_bounds(ball) if ends is None else from_ends(*ends)


def from_ends(low: int, high: int, exponent: int) -> Enclosure:
    """Return the bounds low·2^exponent and high·2^exponent, as `ends_of` gives them."""
    return Enclosure(dyadic(low, exponent), dyadic(high, exponent))


def ends_of(ball: arb) -> tuple[int, int, int] | None:
    """Return (a, b, e), the ends of a finite ball being a·2^e and b·2^e; None where e is too large to write them out.

    >>> ends_of(arb("1.5"))
    (3, 3, -1)
    """
    if not ball.is_finite():
        raise Undecided("the enclosure is not finite at this precision")
    # Midpoint and radius are exact; lower() and upper() would round at the precision in force.
    middle, middle_exponent = map(int, ball.mid().man_exp())
    radius, radius_exponent = map(int, ball.rad().man_exp())
    least = min(middle_exponent, radius_exponent)
    if least < -_MAX_EXPONENT or max(middle_exponent, radius_exponent) > _MAX_EXPONENT:
        return None
    middle <<= middle_exponent - least
    radius <<= radius_exponent - least
    return middle - radius, middle + radius, least


def ends_agree(low: fmpz | int, high: fmpz | int, digits: int) -> bool:
    """Return whether high − low ≤ 10^−digits·|x| for every x from low to high (False around 0 unless they are equal).

    >>> ends_agree(10, 11, 1), ends_agree(10, 11, 2)
    (True, False)
    """
    gap, nearest = high - low, max(low, -high)
    if nearest <= 0:
        return bool(gap == 0)
    # 2^3.322 > 10, so lengths alone mostly show it, and nothing long is multiplied.
    if gap.bit_length() + digits * 3322 // 1000 + 1 < nearest.bit_length():
        return True
    return bool(gap * fmpz(10) ** digits <= nearest)


def _coarse_bounds(ball: arb) -> Enclosure:
    """Bounds of a ball whose exponents are too large to be written out: 0 and a power of two for a tiny one."""
    tiny = Fraction(1, 1 << _MAX_EXPONENT)
    middle, middle_exponent = map(int, ball.mid().man_exp())
    radius, radius_exponent = map(int, ball.rad().man_exp())
    tops = [m.bit_length() + e for m, e in ((middle, middle_exponent), (radius, radius_exponent)) if m]
    if max(tops) > _MAX_EXPONENT:
        raise Undecided(f"the number may exceed 2^{_MAX_EXPONENT} in size: its bounds are not written out")
    if max(tops) < -_MAX_EXPONENT:  # |x| ≤ |middle| + radius < 2·2^top ≤ tiny
        sign = sign_of_ball(ball)
        return Enclosure(Fraction(0) if sign == 1 else -tiny, Fraction(0) if sign == -1 else tiny)
    # Only one of the two is tiny, or the midpoint has very many digits: move the ends outwards.
    if middle_exponent >= -_MAX_EXPONENT:
        low = high = dyadic(middle, middle_exponent)
    else:
        floored = middle >> min(-_MAX_EXPONENT - middle_exponent, middle.bit_length())
        low = Fraction(floored, 1 << _MAX_EXPONENT)
        high = low + tiny
    written = radius_exponent >= -_MAX_EXPONENT
    spread = dyadic(radius, radius_exponent) if written else tiny * (1 << radius.bit_length())
    return Enclosure(low - spread, high + spread)


def sign_of_ball(ball: arb) -> int | None:
    """Return the sign shared by all points of a ball, or None when it cannot be told."""
    if not ball.is_finite():
        return None
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    return 0 if ball.is_zero() else None


def floor_of(ball: arb, bits: int, places: int = 64) -> int | None:
    """Return ⌊x·2^places⌋ when it is the same for all points x of a ball, else None."""
    with working_precision(bits):
        whole = (ball * arb(fmpz(1) << places)).floor().unique_fmpz()
    return None if whole is None else int(whole)
