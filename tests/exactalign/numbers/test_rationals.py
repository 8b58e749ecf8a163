"""Reading rationals: what is accepted, and what is refused and how."""

import sys
from decimal import Decimal
from fractions import Fraction
from math import gcd
from numbers import Rational, Real
from typing import Any

import pytest
import sympy
from flint import fmpq, fmpz
from hypothesis import example, given
from hypothesis import strategies as st

from exactalign.exceptions import ExactAlignError, NotExactError, NotRationalError
from exactalign.numbers import rationals
from exactalign.numbers.rationals import (
    MAX_DIGITS,
    dyadic,
    exact_text,
    format_integer,
    format_rational,
    fraction,
    fraction_over_power,
    from_float,
    from_fmpq,
    rational,
    simplest_between,
    to_fmpq,
)


def str_id(value: object) -> str:
    """A short name for a case: pytest would print integers past Python's limit, and whole strings."""
    return repr(value)[:25] if isinstance(value, (str, bytes)) else type(value).__name__


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, Fraction(3)),
        (-(10**5000), Fraction(-(10**5000))),
        (Fraction(2, 6), Fraction(1, 3)),
        (Decimal("0.20"), Fraction(1, 5)),
        (Decimal("-1e-3"), Fraction(-1, 1000)),
        (Decimal("0e-5"), Fraction(0)),
        (sympy.Rational(3, 7), Fraction(3, 7)),
        (sympy.Integer(4), Fraction(4)),
        (sympy.S.Half, Fraction(1, 2)),
        (fmpz(-5), Fraction(-5)),
        (fmpq(3, -7), Fraction(-3, 7)),
        ("1/5", Fraction(1, 5)),
        (" 1 / 5 ", Fraction(1, 5)),
        ("-1/5", Fraction(-1, 5)),
        ("+7", Fraction(7)),
        ("0.2", Fraction(1, 5)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("-.25", Fraction(-1, 4)),
        ("20%", Fraction(1, 5)),
        ("12.5%", Fraction(1, 8)),
        ("2e-3", Fraction(1, 500)),
        ("1.5E+2", Fraction(150)),
        ("0.1/0.3", Fraction(1, 3)),
        ("-0", Fraction(0)),
        ("0001/0002", Fraction(1, 2)),
        ("9" * 5000, Fraction(10**5000 - 1)),
    ],
    ids=str_id,
)
def test_accepted(value: Any, expected: Fraction) -> None:
    read = rational(value)
    assert type(read) is Fraction
    assert read == expected
    assert type(read.numerator) is int
    assert type(read.denominator) is int


@pytest.mark.parametrize("value", [0.5, 1.0, float("nan"), float("inf"), -float("inf")])
def test_floats_are_refused(value: float) -> None:
    with pytest.raises(NotExactError, match=r"p\[2\] is ") as caught:
        rational(value, "p[2]")
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, TypeError)


def test_the_refusal_of_a_float_names_both_exact_ways() -> None:
    with pytest.raises(NotExactError) as caught:
        rational(0.1)
    assert "'0.1'" in str(caught.value)
    assert "from_float" in str(caught.value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "truth value"),
        (False, "truth value"),
        (None, "NoneType"),
        (1j, "complex"),
        (b"1/5", "bytes"),
        ([1], "list"),
        ([10**5000], "too long to print"),
        ("", "no rational number"),
        (" ", "no rational number"),
        (".", "no rational number"),
        ("%", "no rational number"),
        ("e5", "no rational number"),
        ("nan", "no rational number"),
        ("inf", "no rational number"),
        ("oo", "no rational number"),
        ("1/2/3", "no rational number"),
        ("1_000", "no rational number"),
        ("0x10", "no rational number"),
        ("1,5", "no rational number"),
        ("½", "no rational number"),
        ("١", "no rational number"),
        ("--1", "no rational number"),
        ("1 5", "no rational number"),
        ("__import__('os')", "no rational number"),
        ("1/", "no rational number"),
        ("/2", "no rational number"),
        ("1\n2", "no rational number"),
        ("50%/2", "not both"),
        ("1/50%", "not both"),
        ("1/0", "denominator is 0"),
        ("1/0.0", "denominator is 0"),
        ("1e999999999", "exponents past"),
        ("1e-999999999", "exponents past"),
        ("1e9999999999999", "exponents past"),
        (f"1e{MAX_DIGITS + 1}", "exponents past"),
        ("9" * (MAX_DIGITS + 1), "the limit is"),
        ("x" * 1000, "…"),
        (Decimal("NaN"), "finite"),
        (Decimal("sNaN"), "finite"),
        (Decimal("Infinity"), "finite"),
        (Decimal("1e999999"), "over"),
        (Decimal("1e-999999"), "over"),
        (sympy.pi, "type"),
        (sympy.nan, ""),
        (sympy.oo, ""),
        (sympy.Float("0.5"), ""),
        (sympy.sqrt(2), ""),
    ],
    ids=str_id,
)
def test_refused(value: Any, said: str) -> None:
    with pytest.raises((NotRationalError, NotExactError)) as caught:
        rational(value, "weight of 'a'")
    message = str(caught.value)
    assert message.startswith("weight of 'a' ")
    assert said in message
    assert "\n" not in message
    assert len(message) < 250


def test_numpy_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    assert rational(numpy.int64(-3)) == -3
    assert rational(numpy.uint8(200)) == 200
    assert from_float(numpy.float32(0.1)) == Fraction(13421773, 134217728)
    for value in (numpy.float64(0.5), numpy.float32(0.5), numpy.bool_(True)):
        with pytest.raises(ExactAlignError):
            rational(value)


def test_limits_are_inclusive() -> None:
    assert rational("0" * (MAX_DIGITS - 1) + "7") == 7
    assert rational(f"1e{MAX_DIGITS}") == 10**MAX_DIGITS


@given(st.fractions())
def test_printed_rationals_are_read_back(value: Fraction) -> None:
    assert rational(format_rational(value)) == value
    assert rational(to_fmpq(value)) == value


@given(st.integers(), st.integers().filter(bool))
def test_fraction_is_in_lowest_terms(top: int, bottom: int) -> None:
    value = fraction(fmpz(top), fmpz(bottom))
    expected = Fraction(top, bottom)
    assert (value.numerator, value.denominator) == (expected.numerator, expected.denominator)
    assert type(value.numerator) is int
    assert hash(value) == hash(expected)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=5))
def test_decimals_and_their_text_agree(value: Decimal) -> None:
    assert rational(value) == rational(str(value)) == Fraction(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_from_float_is_exact(value: float) -> None:
    assert from_float(value) == Fraction(value)


def test_from_float_never_rounds_what_is_exact_already() -> None:
    assert from_float(Fraction(1, 3)) == Fraction(1, 3)
    assert from_float(10**400) == 10**400
    assert from_float("0.1") == Fraction(1, 10)
    for value in (True, float("nan"), float("inf"), "x", None):
        with pytest.raises(NotRationalError, match=r"^y is "):
            from_float(value, "y")


def test_long_integers_print() -> None:
    digits = sys.get_int_max_str_digits() + 100
    assert format_integer(10**digits) == "1" + "0" * digits
    assert format_rational(Fraction(1, 10**digits)) == "1/1" + "0" * digits


@given(st.integers(0, 10**30), st.integers(1, 60), st.integers(0, 12), st.integers(0, 12))
def test_a_fraction_over_a_power_is_in_lowest_terms(free: int, base: int, exponent: int, shared: int) -> None:
    """Numerators with nothing, something, or everything in common with the power."""
    numerator = free * base**shared
    found = fraction_over_power(fmpz(numerator), fmpz(base), fmpz(base) ** exponent)
    expected = Fraction(numerator, base**exponent)
    assert (found.numerator, found.denominator) == (expected.numerator, expected.denominator)


@pytest.mark.parametrize("base", [2, 6, 10, 12])
@pytest.mark.parametrize("shared", [0, 1, 3, 64, 700, 800])
def test_a_fraction_over_a_long_power_is_in_lowest_terms(base: int, shared: int) -> None:
    for free in (1, -35, 2**9 * 3, 7**400):
        numerator, power = free * base**shared, base**1001  # no gcd is taken of numbers of over 1000 bits
        found = fraction_over_power(fmpz(numerator), fmpz(base), fmpz(power))
        common = gcd(numerator, power)
        assert (found.numerator, found.denominator) == (numerator // common, power // common)


@given(st.integers(-(10**6), 10**6), st.sampled_from([6, 12, 30]), st.integers(0, 12), st.integers(0, 12))
@example(242, 6, 5, 0)  # 242/3^5
@example(3**5, 6, 1, 40)
def test_the_base_may_have_more_primes_than_the_power(numerator: int, base: int, threes: int, twos: int) -> None:
    found = fraction_over_power(fmpz(numerator), fmpz(base), fmpz(3**threes * 2**twos))
    expected = Fraction(numerator, 3**threes * 2**twos)
    assert (found.numerator, found.denominator) == (expected.numerator, expected.denominator)


def test_a_fraction_is_read_as_itself() -> None:
    value = Fraction(1, 3)
    assert rational(value) is value


@given(st.fractions(max_denominator=60), st.fractions(max_denominator=60))
@example(Fraction(-3, 2), Fraction(0))
def test_the_simplest_rational_between_two(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    found = simplest_between(low, high)
    assert low <= found <= high
    for denominator in range(1, found.denominator):
        assert -(-low.numerator * denominator // low.denominator) > high * denominator  # none with a smaller one
    if found.denominator == 1:
        whole = [k for k in range(-70, 71) if low <= k <= high]
        assert not whole or abs(found) == min(map(abs, whole))


@given(st.integers(), st.integers(-200, 200), st.integers(0, 50))
def test_dyadic_rationals_are_in_lowest_terms(mantissa: int, exponent: int, zeros: int) -> None:
    value = dyadic(fmpz(mantissa << zeros), exponent)
    expected = Fraction(mantissa << zeros) * Fraction(2) ** exponent
    assert value == expected
    assert (value.numerator, value.denominator) == (expected.numerator, expected.denominator)


@given(st.text("0123456789", min_size=1, max_size=12), st.text("0123456789", min_size=1, max_size=12))
def test_short_quotients_are_read_as_long_ones(top: str, bottom: str) -> None:
    if int(bottom):
        assert rational(f"{top}/{bottom}") == rational(f"{'0' * 20}{top}/{bottom}") == Fraction(int(top), int(bottom))
    else:
        with pytest.raises(NotRationalError, match="the denominator is 0"):
            rational(f"{top}/{bottom}")


def test_a_decimal_is_never_taken_for_a_float(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it writes out is exact already, and refused where it is too long to be read."""
    monkeypatch.setattr(rationals, "MAX_DIGITS", 20)
    for read in (rational, from_float):
        for text in ("0.1", "1e20", "1e-20", "1" * 20, "1." + "1" * 19, "-0e99"):
            assert read(Decimal(text)) == Fraction(text)
        for text in ("1e21", "1e-21", "1" * 21, "1." + "1" * 20, "0." + "1" * 21):
            with pytest.raises(NotRationalError) as caught:
                read(Decimal(text), "y")
            assert str(caught.value) == "y is a Decimal with over 20 digits: this is not read"
        with pytest.raises(NotRationalError, match=r"^y is NaN: give a finite number$"):
            read(Decimal("nan"), "y")


def test_whatever_it_is_has_a_text() -> None:
    for value, text in (
        (True, "True"),
        (None, "None"),
        (1.5, "1.5"),
        ("a", "a"),
        (-7, "-7"),
        (Fraction(-1, 3), "-1/3"),
    ):
        assert exact_text(value) == text
        assert type(exact_text(value)) is str


def test_quotients_of_any_length_are_read() -> None:
    """Also those past Python's limit for reading integers."""
    for size in (17, 18, 19, 5000):
        assert rational("3" * size + "/9") == rational(f" {'3' * size} / 9 ") == Fraction((10**size - 1) // 3, 9)
        assert rational("9/" + "3" * size) == Fraction(9, (10**size - 1) // 3)
        assert rational("0." + "3" * size) * 3 == 1 - Fraction(1, 10**size)
        assert rational("3" * size + "%") == Fraction((10**size - 1) // 3, 100)


class Whole:
    """An integer of another library: neither Python's nor FLINT's."""

    def __init__(self, value: int) -> None:
        """Take what it is."""
        self.value = value

    def __int__(self) -> int:
        """Return what it is."""
        return self.value


def test_numbers_of_other_libraries_become_pythons() -> None:
    @Rational.register
    class Ratio:
        numerator, denominator = Whole(-2), Whole(6)

    class Symbolic:
        is_Rational = True
        p, q = Whole(-1), Whole(3)

    class Other(Symbolic):
        is_Rational = False

    for value in (Ratio(), Symbolic()):
        for found in (rational(value), from_float(value)):
            assert found == Fraction(-1, 3)
            assert type(found.numerator) is type(found.denominator) is int
    with pytest.raises(NotRationalError, match=r"of type Other: give an int, a Fraction, a Decimal, or a string"):
        rational(Other())


def test_parts_of_fractions_are_pythons_integers_however_they_are_made() -> None:
    large = fmpz(3) ** 60
    for found in (
        fraction(large, fmpz(5) ** 40),
        fraction(large),
        fraction(fmpz(2), large),
        fraction_over_power(large * 5, fmpz(5), fmpz(5) ** 30),
        fraction_over_power(large, fmpz(5), fmpz(5) ** 30),
        dyadic(large, -100),
        dyadic(large, 0),
        dyadic(large, 3),
        from_fmpq(fmpq(large, 7)),
        from_fmpq(fmpq(7, large)),
        from_fmpq(fmpq(large, 1)),
    ):
        assert type(found) is Fraction
        assert type(found.numerator) is type(found.denominator) is int
        assert found == Fraction(str(found))


OTHERWISE = "which is not exact: write the string '0.1' for the decimal, or exactalign.from_float(0.1)"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.1, f"is the float 0.1, {OTHERWISE} for its exact binary value"),
        (-2.0, "is the float -2.0: write -2 to mean it exactly"),
        (1e300, f"is the float 1e+300: write {str(int(1e300))[:39]}… to mean it exactly"),
        (float("nan"), "is nan: give a finite exact number"),
        (-float("inf"), "is -inf: give a finite exact number"),
    ],
)
def test_what_a_refusal_of_a_float_says(value: float, said: str) -> None:
    with pytest.raises(NotExactError) as caught:
        rational(value, "p")
    assert str(caught.value) == f"p {said}"


def test_a_real_that_does_not_say_its_ratio_is_refused_as_a_float() -> None:
    @Real.register
    class Bare:
        def __float__(self) -> float:
            return 0.5

        def __str__(self) -> str:
            return "a half"

    with pytest.raises(
        NotExactError, match=r"^y is the float a half, which is not exact: write the string 'a half' for"
    ):
        from_float(Bare(), "y")
