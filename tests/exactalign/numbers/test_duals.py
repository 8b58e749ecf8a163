"""Exact derivatives against mpmath's."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign import log
from exactalign.exceptions import NotExactError, ParameterError
from exactalign.numbers.duals import Dual, dual, slope
from exactalign.testing.strategies import rationals
from tests.exactalign.high_precision import check, number

FUNCTIONS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "polynomial": (lambda x: 3 * x**4 - x / 2 + 1, lambda x: 3 * x**4 - x / 2 + 1),
    "quotient": (lambda x: (1 - x) / (2 + x**2), lambda x: (1 - x) / (2 + x**2)),
    "logarithm": (lambda x: (1 + x * x).log() * x, lambda x: mpmath.log(1 + x * x) * x),
    "exponential": (lambda x: (-x).exp() / x, lambda x: mpmath.exp(-x) / x),
    "root": (lambda x: 5 - (x + 1).sqrt(), lambda x: 5 - mpmath.sqrt(x + 1)),
    "inverse power": (lambda x: x**-3, lambda x: x**-3),
    "clamped": (lambda x: (x * x).clamp("1/3", 2) + x, lambda x: min(max(x * x, mpmath.mpf(1) / 3), 2) + x),
    "absolute": (lambda x: abs(x - 2) * x, lambda x: abs(x - 2) * x),
    "detached": (lambda x: x.detach() * x, lambda x: None),
}


@settings(max_examples=60)
@given(st.sampled_from(sorted(FUNCTIONS)), rationals("1/20", 4, max_denominator=20))
def test_the_rules_of_calculus(name: str, point: Fraction) -> None:
    exact, numeric = FUNCTIONS[name]
    assume(name != "absolute" or point != 2)
    found = slope(exact, point)
    if name == "detached":
        assert found == point
        return
    with mpmath.workdps(120):
        h = mpmath.mpf(10) ** -40
        difference = (numeric(number(point) + h) - numeric(number(point) - h)) / (2 * h)
        check(found, difference, error=Fraction(1, 10**60))


def test_a_power_of_zero() -> None:
    assert slope(lambda x: x**2, 0) == 0
    assert slope(lambda x: x**1, 0) == 1
    assert slope(lambda x: x**0, 0) == 0
    one = Dual(Fraction(0), Fraction(1)) ** 0
    assert repr(one / (one + one)) == "Dual(value=Fraction(1, 2), slope=Fraction(0, 1))"  # whole numbers make floats


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: dual(0.5), NotExactError),
        (lambda: Dual(Fraction(1), Fraction(1)) + 0.5, NotExactError),
        (lambda: Dual(Fraction(2), Fraction(1)) ** Fraction(1, 2), ParameterError),
        (lambda: abs(Dual(Fraction(0), Fraction(1))), ParameterError),
        (lambda: Dual(Fraction(2), Fraction(1)).clamp(0, 2), ParameterError),
        (lambda: 1 / Dual(Fraction(0), Fraction(1)), ZeroDivisionError),
    ],
)
def test_refusals(call: Callable[[], object], error: type[Exception]) -> None:
    with pytest.raises(error):
        call()


def test_refusals_say_why() -> None:
    x = Dual(Fraction(2), Fraction(1))
    for exponent in (True, Fraction(1, 2), "2", None):
        with pytest.raises(ParameterError) as caught:
            x**exponent
        assert str(caught.value) == (f"the exponent of a dual is {exponent!r}: give a whole number, or exp(a·log(x))")
    for call, point in ((lambda: abs(0 * x + Dual(Fraction(0), Fraction(1))), "0"), (lambda: x.clamp(0, 2), "2")):
        with pytest.raises(ParameterError, match=f"^{point} is where two cases meet: there is no derivative$"):
            call()
    with pytest.raises(ParameterError, match=r"^1/3 is where two cases meet"):
        Dual(Fraction(1, 3), Fraction(1)).maximum("1/3")


def test_where_two_cases_meet_with_one_slope_there_is_a_derivative() -> None:
    x = Dual(Fraction(2), Fraction(3))
    for other in (Dual(Fraction(2), Fraction(3)), x):
        for found in (x.minimum(other), x.maximum(other)):
            assert (found.value, found.slope) == (2, 3)
    assert (x.minimum(1).value, x.maximum(1).value, x.minimum(3).value, x.maximum(3).value) == (1, 2, 2, 3)
    assert (x.minimum(1).slope, x.maximum(1).slope, x.minimum(3).slope, x.maximum(3).slope) == (0, 3, 3, 0)


def test_powers_of_a_dual_with_whole_exponents_however_written() -> None:
    x = Dual(Fraction(3), Fraction(2))
    for exponent in (-2, -1, 0, 1, 2, 5):
        for written in (exponent, Fraction(exponent)):
            found = x**written
            assert found.value == Fraction(3) ** exponent
            assert found.slope == 2 * exponent * Fraction(3) ** (exponent - 1)
    assert ((2 - x).value, (2 - x).slope, (x - 2).slope) == (-1, -2, 2)
    assert ((6 / x).value, (6 / x).slope) == (2, Fraction(-4, 3))


def test_a_function_that_does_not_depend_on_its_argument_has_slope_0() -> None:
    assert slope(lambda x: 5, "1/2") == 0
    assert slope(lambda x: x, log(2)) == 1


def test_duals_are_not_compared() -> None:
    """Whether two are equal would be of their values or of their slopes, too: they are told apart as objects are."""
    one, other = (Dual(Fraction(1), Fraction(2)) for _ in range(2))
    assert one != other
    assert len({one, other}) == 2


def test_a_constant_may_be_written_as_text() -> None:
    x = Dual(Fraction(3), Fraction(2))
    for found, value, slope_of in (
        (x + "1/2", "7/2", 2),
        ("1/2" + x, "7/2", 2),
        (x - "1/2", "5/2", 2),
        ("1/2" - x, "-5/2", -2),
        (x * "1/2", "3/2", 1),
        ("1/2" * x, "3/2", 1),
        (x / "1/2", 6, 4),
        ("1/2" / x, "1/6", "-1/9"),
        (x.minimum("1/2"), "1/2", 0),
        (x.maximum("7/2"), "7/2", 0),
        (x.clamp("7/2", "9/2"), "7/2", 0),
    ):
        assert (found.value, found.slope) == (Fraction(value), Fraction(slope_of))


def test_a_point_is_exact() -> None:
    """One that is given as text is read, and a float is refused."""
    assert repr(slope(lambda t: t * t, "1/3")) == "Fraction(2, 3)"
    with pytest.raises(NotExactError):
        slope(lambda t: t, 0.5)


def test_slopes_of_constants_and_of_the_variable_itself_are_rationals() -> None:
    x = Dual(Fraction(3), Fraction(1))
    for found, value in ((x.detach().slope, 0), ((x**0).slope, 0), (slope(lambda t: t, 0), 1), (dual(2).slope, 0)):
        assert type(found) is Fraction
        assert found == value
