"""Decimal digits against Python's own decimals, and the notation that is chosen for them."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import pytest
from flint import fmpz
from hypothesis import example, given
from hypothesis import strategies as st

from exactalign.numbers.digits import (
    lower_text,
    plain_text,
    quotient_exponent,
    rounded_half_even,
    rounded_quotient,
    significant_text,
    truncated,
    upper_text,
)
from exactalign.testing.strategies import rationals

positive = st.builds(
    lambda value, shift: value * Fraction(10) ** shift,
    rationals(Fraction(1, 999), 999, max_denominator=999),
    st.integers(-25, 25),
)


def by_python(value: Fraction, digits: int, rounding: str) -> Decimal:
    """The value rounded to so many significant digits, all of them written, zeros as well."""
    found = Context(prec=digits, rounding=rounding).divide(Decimal(value.numerator), Decimal(value.denominator))
    exact = Context(prec=200)
    return exact.quantize(found, Decimal(1).scaleb(found.adjusted() - digits + 1)) if found else found


def scientific(value: Decimal) -> str:
    return f"{value:e}"


def read(text: str) -> tuple[Fraction, int]:
    """What a decimal says, and how many significant digits it has where it has places."""
    mantissa = text.lstrip("-").partition("e")[0]
    return Fraction(text), len(mantissa.replace(".", "").lstrip("0"))


@given(positive, st.integers(1, 30))
@example(Fraction(1, 10**5), 3)
@example(Fraction(1, 10**6), 3)
@example(Fraction(1000), 3)
@example(Fraction(1000), 4)
@example(Fraction(1, 10**9), 1)
def test_digits_that_are_cut(value: Fraction, digits: int) -> None:
    expected = by_python(value, digits, ROUND_DOWN)
    text = truncated(value, digits)
    assert read(text) == (Fraction(expected), digits)
    exponent = expected.adjusted()
    if -5 <= exponent < digits:
        assert text == f"{expected:f}"
    else:
        assert text == scientific(expected)


@given(positive, st.integers(1, 30), st.booleans())
@example(Fraction(1, 10**5), 3, False)
@example(Fraction(1, 10**6), 3, False)
@example(Fraction(123456), 3, True)
@example(Fraction(10**6), 3, True)
@example(Fraction(10**6), 6, True)
@example(Fraction(10**6), 7, True)
@example(Fraction(999_999, 10**6), 5, True)
@example(Fraction(999_999, 10**12), 5, True)
def test_digits_that_are_rounded_outwards(value: Fraction, digits: int, negative: bool) -> None:
    value = -value if negative else value
    for text, rounding in ((lower_text(value, digits), ROUND_FLOOR), (upper_text(value, digits), ROUND_CEILING)):
        expected = by_python(value, digits, rounding)
        exponent = expected.adjusted()
        assert Fraction(text) == Fraction(expected)
        if not -5 <= exponent < max(digits, 6):
            assert text == scientific(expected)
        elif exponent < digits:
            assert text == f"{expected:f}"
        else:
            assert text == str(int(expected))


@given(st.integers(-(10**9), 10**9), st.integers(-4, 12))
@example(0, 0)
@example(0, -2)
@example(-5, 0)
@example(-5, -1)
@example(-5, 1)
def test_a_whole_number_of_places(whole: int, places: int) -> None:
    expected = Decimal(whole).scaleb(-places, Context(prec=40))
    assert plain_text(whole, places) == (f"{expected:f}" if places > 0 else str(whole * 10**-places))


@pytest.mark.parametrize(
    ("whole", "digits", "exponent", "text"),
    [
        (-125, 3, -5, "-0.0000125"),
        (-125, 3, -6, "-1.25e-6"),
        (7, 1, 5, "700000"),
        (7, 1, 6, "7e+6"),
        (-7, 1, -6, "-7e-6"),
        (1234567, 7, 6, "1234567"),
        (1234567, 7, 7, "1.234567e+7"),
    ],
)
def test_the_notation_that_is_chosen(whole: int, digits: int, exponent: int, text: str) -> None:
    assert significant_text(whole, digits, exponent) == text


@given(st.integers(-999, 999), st.integers(1, 99), st.integers(-4, 4))
def test_ties_go_to_the_even_neighbour(top: int, bottom: int, places: int) -> None:
    exact = Fraction(top, bottom) * Fraction(10) ** places
    assert rounded_quotient(fmpz(top), fmpz(bottom), places) == round(exact)
    assert rounded_half_even(Fraction(top, bottom), places) == round(exact)
    assert type(rounded_half_even(Fraction(top, bottom), places)) is int
    half = Decimal(2 * top + 1) / 2
    assert rounded_quotient(fmpz(2 * top + 1), fmpz(2), 0) == int(half.to_integral_value(ROUND_HALF_EVEN))


@given(st.integers(1, 10**40), st.integers(1, 10**40))
@example(10**30, 1)
@example(10**30 - 1, 1)
@example(1, 10**30)
@example(1, 10**30 - 1)
def test_the_exponent_of_a_quotient(top: int, bottom: int) -> None:
    exponent = quotient_exponent(fmpz(top), fmpz(bottom))
    assert Fraction(10) ** exponent <= Fraction(top, bottom) < Fraction(10) ** (exponent + 1)
