"""Decimal digits of rationals: cut, rounded half to even, and rounded outwards. All of it exact."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpz

from exactalign.numbers.precision import digits_of_bits


def decimal_exponent(value: Fraction) -> int:
    """Return the e with 10^e ≤ value < 10^(e+1), for a positive rational.

    >>> decimal_exponent(Fraction(999, 1000)), decimal_exponent(Fraction(1000))
    (-1, 3)
    """
    return quotient_exponent(fmpz(value.numerator), fmpz(value.denominator))


def quotient_exponent(top: fmpz, bottom: fmpz) -> int:
    """Return the e with 10^e ≤ top/bottom < 10^(e+1), for positive integers."""
    # A lower guess (2^(d−1) < value < 2^(d+1)), put right by the loop.
    estimate = digits_of_bits(top.bit_length() - bottom.bit_length()) - 1
    while True:
        power, value = _scaled(bottom, top, estimate + 1)
        if value < power:
            return estimate
        estimate += 1


def truncated(value: Fraction, digits: int) -> str:
    """Return the first `digits` significant digits of a positive rational, in plain or scientific notation.

    >>> truncated(Fraction(2, 3), 4), truncated(Fraction(10) ** 9, 3)
    ('0.6666', '1.00e+9')
    """
    exponent = decimal_exponent(value)
    top, bottom = _scaled(fmpz(value.numerator), fmpz(value.denominator), digits - 1 - exponent)
    mantissa = (top // bottom).str()
    if -5 <= exponent < 0:
        return "0." + "0" * (-exponent - 1) + mantissa
    if 0 <= exponent < digits:
        whole, places = mantissa[: exponent + 1], mantissa[exponent + 1 :]
        return f"{whole}.{places}" if places else whole
    places = mantissa[1:]
    return f"{mantissa[0]}{'.' + places if places else ''}e{exponent:+d}"


def rounded_half_even(value: Fraction, places: int) -> int:
    """Return the integer nearest to value·10^places, ties to the even one.

    >>> rounded_half_even(Fraction(1, 8), 2), rounded_half_even(Fraction(3, 8), 2)
    (12, 38)
    """
    return rounded_quotient(fmpz(value.numerator), fmpz(value.denominator), places)


def rounded_quotient(top: fmpz, bottom: fmpz, places: int) -> int:
    """Return the integer nearest to top/bottom·10^places, ties to the even one; bottom is positive."""
    top, bottom = _scaled(top, bottom, places)
    whole = top // bottom
    excess = 2 * (top - whole * bottom) - bottom
    return int(whole + 1 if excess > 0 or (excess == 0 and whole % 2) else whole)


def plain_text(whole: int, places: int) -> str:
    """Return whole·10^−places as a decimal with `places` places.

    >>> plain_text(-12, 3), plain_text(12, -1)
    ('-0.012', '120')
    """
    digits = fmpz(abs(whole)).str()
    sign = "-" if whole < 0 else ""
    if places <= 0:
        return sign + (digits + "0" * -places if whole else "0")
    digits = digits.rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def significant_text(whole: int, digits: int, exponent: int) -> str:
    """Return an integer of `digits` digits, times 10^(exponent − digits + 1), in plain or scientific notation.

    >>> significant_text(125, 3, -2), significant_text(125, 3, 20)
    ('0.0125', '1.25e+20')
    """
    if -5 <= exponent < max(digits, 6):
        return plain_text(whole, digits - 1 - exponent)
    mantissa = fmpz(abs(whole)).str()
    sign = "-" if whole < 0 else ""
    return f"{sign}{mantissa[0]}{'.' + mantissa[1:] if len(mantissa) > 1 else ''}e{exponent:+d}"


def lower_text(value: Fraction, digits: int) -> str:
    """Return a decimal with about `digits` significant digits that is ≤ value.

    >>> lower_text(Fraction(2, 3), 4), upper_text(Fraction(2, 3), 4)
    ('0.6666', '0.6667')
    """
    return _outward(value, digits, up=False)


def upper_text(value: Fraction, digits: int) -> str:
    """Return a decimal with about `digits` significant digits that is ≥ value."""
    return _outward(value, digits, up=True)


def _outward(value: Fraction, digits: int, up: bool) -> str:
    if value == 0:
        return "0"
    exponent = decimal_exponent(abs(value))
    top, bottom = _scaled(fmpz(value.numerator), fmpz(value.denominator), digits - 1 - exponent)
    whole = int(-(-top // bottom) if up else top // bottom)
    if len(fmpz(abs(whole)).str()) > digits:  # rounded away from 0 to the next power of ten
        whole //= 10
        exponent += 1
    return significant_text(whole, digits, exponent)


def _scaled(top: fmpz, bottom: fmpz, places: int) -> tuple[fmpz, fmpz]:
    """top/bottom·10^places as numerator and denominator, without the gcd that a product of fractions takes."""
    power = fmpz(10) ** abs(places)
    return (top * power, bottom) if places >= 0 else (top, bottom * power)
