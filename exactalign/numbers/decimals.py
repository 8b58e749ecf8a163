"""Decimal digits that are right: correctly rounded values, and bounds rounded outwards.

Tables, figures and the command line print numbers through this module only.
"""

from contextlib import suppress
from fractions import Fraction
from typing import Any

from flint import fmpz

from exactalign.exceptions import ParameterError, Undecided
from exactalign.limits import MAX_DIGITS
from exactalign.numbers.digits import (
    decimal_exponent,
    lower_text,
    plain_text,
    quotient_exponent,
    rounded_half_even,
    rounded_quotient,
    significant_text,
    upper_text,
)
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.enclosures import Enclosure, bounds_of, ends_of, sign_of_ball
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import COMPARISON_BITS, bits_for, bits_of_digits, refine
from exactalign.numbers.rationals import rational, short_repr


def round_decimal(value: Any, places: int) -> Fraction:
    """Return the multiple of 10^−places nearest to `value`, ties to the even digit.

    Accepted: rationals, log forms, enclosed reals. The result is exact: a log form on a tie is decided
    to be rational; an enclosed real that cannot be told from a tie raises `Undecided`.

    >>> round_decimal("1/8", 2), round_decimal("2/3", 3)
    (Fraction(3, 25), Fraction(667, 1000))
    """
    return Fraction(_nearest(value, _places(places))) / Fraction(10) ** places


def decimal_text(value: Any, digits: int | None = None, places: int | None = None) -> str:
    """Return `value` correctly rounded to significant `digits` or to decimal `places` (one of them).

    >>> decimal_text("2/3", digits=5), decimal_text("2/3", places=2), decimal_text("1/2", digits=5)
    ('0.66667', '0.67', '0.50000')
    """
    if (digits is None) == (places is None):
        raise ParameterError("give either digits or places")
    if isinstance(value, Infinity):
        return repr(value)
    if places is not None:
        return plain_text(_nearest(value, _places(places)), places)
    assert digits is not None
    bits_for(digits)  # checks the limit
    settled = settled_text(value, digits) if isinstance(value, Refinable) else None
    if settled is not None:
        return settled
    low, high = _rough(value)
    if low == high == 0:
        return "0"
    if low <= 0 <= high:
        raise Undecided("the leading digits could not be decided: the number is 0 or very close to it")
    # The exponent at the end nearer to 0, which is not too high: digits too many show when it is too low.
    exponent = decimal_exponent(max(low, -high))
    while True:
        whole = _nearest(value, digits - 1 - exponent, digits)
        excess = len(fmpz(abs(whole)).str()) - digits
        if not excess:
            return significant_text(whole, digits, exponent)
        exponent += excess


def settled_text(value: Refinable, digits: int) -> str | None:
    """Return the value correctly rounded to significant `digits` where one ball tells it, as it mostly does, else None.

    >>> settled_text(LogForm.parse("log 2"), 6), settled_text(LogForm(), 6)
    ('0.693147', None)
    """
    ball = value.ball(_first_bits(digits))
    ends = ends_of(ball) if sign_of_ball(ball) else None
    if ends is None:
        return None
    bottom, factor = fmpz(1) << max(-ends[2], 0), fmpz(1) << max(ends[2], 0)
    low, high = fmpz(ends[0]) * factor, fmpz(ends[1]) * factor
    exponent = quotient_exponent(min(abs(low), abs(high)), bottom)
    whole, other = (rounded_quotient(end, bottom, digits - 1 - exponent) for end in (low, high))
    if whole != other or len(fmpz(abs(whole)).str()) != digits:
        return None
    return significant_text(whole, digits, exponent)


def bounds_text(value: Any, digits: int) -> tuple[str, str]:
    """Return decimals lower ≤ value ≤ upper, as tight as `digits` significant digits allow.

    >>> bounds_text(LogForm.parse("log 2"), 6)
    ('0.693147', '0.693148')
    """
    if isinstance(value, Infinity):
        return repr(value), repr(value)
    low, high = value.enclose(digits + 3) if isinstance(value, Refinable) else Enclosure(*(rational(value),) * 2)
    if lower_text(low, digits) != lower_text(high, digits):
        # A decimal lies between the ends. Closer ends tell which side of it the number is on, so that what is printed
        # does not depend on how well the number was known before. One that is known by bounds alone has none.
        with suppress(Undecided):
            low, high = value.enclose(2 * digits + 20)
    return lower_text(low, digits), upper_text(high, digits)


def _places(places: Any) -> int:
    if isinstance(places, bool) or not isinstance(places, int) or abs(places) > MAX_DIGITS:
        raise ParameterError(f"places is {short_repr(places)}: give a whole number of at most {MAX_DIGITS}")
    return places


def _rough(value: Any) -> Enclosure:
    """Bounds on one side of 0, or 0 itself; raises `Undecided` when 0 cannot be told."""
    if isinstance(value, Refinable):
        return value.enclose(4) if value.sign() else Enclosure(Fraction(0), Fraction(0))
    exact = rational(value)
    return Enclosure(exact, exact)


def _first_bits(digits: int) -> int:
    return 64 + bits_of_digits(digits)


def _nearest(value: Any, places: int, digits: int | None = None) -> int:
    """round-half-even(value·10^places), proved; `digits` says how long it is, where that is known."""
    if isinstance(value, LogForm) and value.is_rational:
        value = value.as_rational()
    if not isinstance(value, Refinable):
        return rounded_half_even(rational(value), places)
    start = _first_bits(max(0, places if digits is None else digits))
    limit = None if isinstance(value, LogForm) else max(COMPARISON_BITS, 4 * start, 4 * bits_of_digits(places))

    def whole(bits: int) -> int | None:
        ball = value.ball(bits)
        if not ball.is_finite():
            return None
        low, high = bounds_of(ball)
        below, above = rounded_half_even(low, places), rounded_half_even(high, places)
        return below if below == above else None

    open_question = f"the rounding to {places} decimal places could not be decided: the number lies too close to a tie"
    return refine(whole, open_question, start=start, limit=limit)
