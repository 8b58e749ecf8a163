"""Arithmetic at its edges: refusals word for word, infinities, exact roots, functions that end at 0."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from flint import arb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exactalign import EnclosedReal, LogForm, Undecided, log, oo
from exactalign.exceptions import Indeterminate, LogFormError, ParameterError, TooLarge
from exactalign.numbers import logpolynomials
from exactalign.numbers.arithmetic import (
    add,
    compare,
    divide,
    exponential,
    is_zero,
    logarithm,
    multiply,
    positive_power,
    power,
    sign_of,
    square_root,
    subtract,
    times_log,
    total,
)
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.precision import working_precision
from exactalign.testing.strategies import rationals


@pytest.mark.parametrize(
    ("question", "error", "said"),
    [
        (lambda: add(oo, -oo), Indeterminate, "oo - oo has no value"),
        (lambda: subtract(-oo, -oo), Indeterminate, "oo - oo has no value"),
        (lambda: multiply(-oo, 0), Indeterminate, "0*oo has no value"),
        (lambda: power(-oo, 0), Indeterminate, "oo^0 has no value"),
        (lambda: power(log(9) - 2 * log(3) + 1, -oo), Indeterminate, "1^-oo has no value"),
        (lambda: power(-2, oo), Indeterminate, "(-2)^oo has no value: the base is negative"),
        (lambda: power(0, -oo), ParameterError, "0^(-oo) is no real number"),
        (lambda: power(-oo, "3/2"), ParameterError, "(-oo)^(3/2) is no real number: the base is negative"),
        (lambda: power(-oo, log(2)), ParameterError, "(-oo)^(log(2)) is no real number: the base is negative"),
        (lambda: power(0, -2), ParameterError, "0^(-2) is no real number"),
        (lambda: power(0, log("1/2")), ParameterError, "0 to a negative power is no real number"),
        (lambda: power(-8, "1/3"), ParameterError, "(-8)^(1/3) is no real number: the base is negative"),
        (lambda: power(-2, log(2)), ParameterError, "-2^(log(2)) is no real number: the base is negative"),
        (lambda: square_root(-log(2)), ParameterError, "-log(2) is negative: it has no real square root"),
        (lambda: square_root(-oo), ParameterError, "(-oo)^(1/2) is no real number: the base is negative"),
        (lambda: logarithm(-log(2)), LogFormError, "log(-log(2)) is not a real number: the argument must be positive"),
        (lambda: logarithm(-oo), LogFormError, "log(-oo) is not a real number: the argument must be positive"),
        (lambda: divide(3, 0), ZeroDivisionError, "number divided by 0"),
        (lambda: divide(EnclosedReal(arb.pi), log(1)), ZeroDivisionError, "number divided by 0"),
        (lambda: divide(oo, 0), ZeroDivisionError, "oo divided by 0"),
        (lambda: divide(log(2), 0), ZeroDivisionError, "log form divided by 0"),
        (lambda: divide(log(2) * log(3), 0), ZeroDivisionError, "log polynomial divided by 0"),
    ],
)
def test_refusals_in_full(question: Callable[[], Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error) as caught:
        question()
    assert str(caught.value) == said


def test_powers_of_infinities() -> None:
    for base, exponent, value in (
        (oo, Fraction(1, 2), oo),
        (oo, log(2), oo),
        (oo, log("1/2"), 0),
        (oo, -3, 0),
        (-oo, 3, -oo),
        (-oo, 4, oo),
        (-oo, -3, 0),
        (Fraction(3, 2), oo, oo),
        (Fraction(3, 2), -oo, 0),
        (Fraction(1, 2), oo, 0),
        (Fraction(1, 2), -oo, oo),
        (0, oo, 0),
        (oo, oo, oo),
        (oo, -oo, 0),
        (log(3), oo, oo),
        (log(2), oo, 0),
    ):
        found = power(base, exponent)
        assert found == value
        assert type(found) is (Infinity if isinstance(value, Infinity) else Fraction)


@pytest.mark.parametrize("negative", [EnclosedReal.of(-2), EnclosedReal.of(3) - EnclosedReal.of(2).exp()])
def test_an_enclosed_number_below_0_has_no_root(negative: EnclosedReal) -> None:
    """A ball wholly below 0 shows a negative number: it is no rounding around 0."""
    for found in (square_root(negative), power(negative, Fraction(1, 3)), power(negative, Fraction(-1, 2))):
        for question in (lambda x: x < 10, lambda x: x > -1, lambda x: (x + 5).enclose(3)):
            with pytest.raises(Undecided):
                question(found)


def test_roots_and_powers_of_an_enclosed_0() -> None:
    zero = EnclosedReal(lambda: arb.pi() - arb.pi())
    for found in (square_root(zero), power(zero, Fraction(1, 3)), power(zero, log(2)), power(zero, EnclosedReal.of(3))):
        assert found.enclose(5).lower <= 0 <= found.enclose(5).upper
        assert abs(found.enclose(5).midpoint) < Fraction(1, 10**10)
        assert (2 - found).enclose(9).width < Fraction(1, 10**8)
    with pytest.raises(Undecided):
        power(zero, Fraction(-1, 3)).enclose(5)


def test_exact_roots_are_found_at_any_degree() -> None:
    for degree in (2, 3, 7, 64, (1 << 16) + 1):
        assert power(Fraction(2**degree, 3**degree), Fraction(1, degree)) == Fraction(2, 3)
        assert power(Fraction(2**degree, 3**degree), Fraction(-5, degree)) == Fraction(3, 2) ** 5
        assert type(power(2**degree + 1, Fraction(1, degree))) is EnclosedReal
        assert type(power(Fraction(2, 3**degree), Fraction(1, degree))) is EnclosedReal
        assert type(power(Fraction(2**degree, 3), Fraction(1, degree))) is EnclosedReal


def test_what_of_a_product_or_a_sum_is_0_or_1_leaves_the_other_as_it_is() -> None:
    for number in (log(2), log(2) * log(3), EnclosedReal(arb.pi)):
        for left, right in ((number, 0), (0, number)):
            assert add(left, right) is number
            found = multiply(left, right)
            assert (type(found), found) == (Fraction, 0)
        assert multiply(number, 1) is multiply(1, number) is divide(number, 1) is number
        assert subtract(number, 0) is number
        assert (type(power(1, number)), power(1, number)) == (Fraction, 1)
    assert subtract(1, "1/3") == Fraction(2, 3)
    form = log(9) - 2 * log(3)
    found = divide(0, EnclosedReal(arb.pi))
    assert (type(found), found) == (Fraction, 0)
    with pytest.raises(Undecided):
        divide(0, EnclosedReal(arb.pi) - EnclosedReal(arb.pi))  # that it is not 0 must be known
    assert divide(oo, -log(2)) == -oo
    assert divide(-oo, log("1/2")) == oo
    assert type(divide(log(2), form + 3)) is LogForm
    assert (type(total([])), total([])) == (Fraction, 0)
    assert type(total([form, Fraction(1)])) is LogForm
    assert total([oo, oo, log(2)]) == oo
    assert total([-oo, Fraction(1)]) == -oo


@pytest.mark.parametrize("order", [1, -1])
def test_comparisons_with_what_is_infinite(order: int) -> None:
    assert compare(order * oo, log(2)) == order
    assert compare(log(2), order * oo) == -order
    assert compare(order * oo, -order * oo) == order
    assert compare(order * oo, order * oo) == 0
    assert sign_of(order * oo) == order
    assert sign_of(order * Fraction(1, 3)) == order
    assert sign_of(order * log(2)) == order
    assert sign_of(0) == sign_of(log(4) - 2 * log(2)) == 0
    assert sign_of(f"{order}/3") == order
    assert (is_zero(0), is_zero(Fraction(order)), is_zero(order * oo)) == (True, False, False)


@settings(max_examples=40)
@example(Fraction(0), Fraction(9, 25), 0)
@example(Fraction(0), Fraction(35, 100), 1)
@example(Fraction(0), Fraction(37, 100), 1)
@example(Fraction(0), Fraction(0), 0)
@given(rationals(0, 5, max_denominator=50), rationals(0, 1, max_denominator=50), st.sampled_from([0, 1, 2]))
def test_functions_that_end_at_0_hold_on_balls_that_touch_it(point: Fraction, width: Fraction, below: int) -> None:
    """x·log x and (x)₊^a at every point of a ball, of which a part may lie below 0."""
    low, high = point - below * width, point + width
    with working_precision(100):
        ball = ball_of(low).union(ball_of(high))
        logs, powers = times_log(ball), positive_power(ball, ball_of(Fraction(3, 2)))
    assert logs.is_finite()
    assert powers.is_finite()
    with mpmath.workdps(60):
        slack = Fraction(1, 10**25)
        values = []
        for k in range(9):
            at = max(low + (high - low) * k / 8, Fraction(0))
            x = mpmath.mpf(at.numerator) / at.denominator
            values.append((x * mpmath.log(x) if x else mpmath.mpf(0), x ** mpmath.mpf("1.5")))
        for found, place in ((logs, 0), (powers, 1)):
            bounds = bounds_of(found)
            for value in values:
                exact = Fraction(str(value[place]))
                assert bounds.lower - slack <= exact <= bounds.upper + slack
    if high <= 0:
        assert (logs, powers) == (0, 0)
    if low <= 0 < high:  # tight: no wider than the function can be there, but for the rounding of a radius
        loose = Fraction(1, 10**7)
        top = mpmath.mpf(high.numerator) / high.denominator
        end = Fraction(str(top * mpmath.log(top)))
        assert bounds_of(powers).lower > -loose
        assert bounds_of(powers).upper <= Fraction(str(top ** mpmath.mpf("1.5"))) + loose
        if high < Fraction(36, 100):
            assert bounds_of(logs).lower >= end - loose
            assert bounds_of(logs).upper < loose
        else:
            assert -Fraction(1, 2) - loose <= bounds_of(logs).lower <= -Fraction("0.3678794")  # −1/e is reached
            assert bounds_of(logs).upper <= max(end, 0) + loose


def test_a_square_is_not_negative_where_a_product_may_be() -> None:
    wide = EnclosedReal(lambda: arb(0, 1))
    assert bounds_of((wide * wide).ball(64)).lower > -Fraction(1, 10**6)
    other = EnclosedReal(lambda: arb(0, 1))
    assert bounds_of((wide * other).ball(64)).lower <= -1
    assert bounds_of(square_root(EnclosedReal(lambda: arb(0, 1))).ball(64)).lower > -Fraction(1, 10**6)


def test_a_multiple_of_a_log_form_is_a_log_form_whatever_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not multiplied out as a polynomial, of which there are no long ones."""
    monkeypatch.setattr(logpolynomials, "MAX_MONOMIALS", 2)
    long = log(2) + log(3) / 2 + log(5)
    for form in (long, LogForm(3), log(9) - 2 * log(3) + 1):
        for found in (multiply(Fraction(1, 3), form), multiply(form, Fraction(1, 3)), divide(form, 3)):
            assert type(found) is LogForm
            assert found * 3 == form
    for found in (multiply(long, log(2)), multiply(log(2), long)):
        assert type(found) is EnclosedReal
        assert Fraction("1.97678") < found < Fraction("1.97679")  # (log 2 + log(3)/2 + log 5)·log 2


def test_a_hidden_rational_is_treated_as_the_rational_it_is() -> None:
    """LogForm('4'), and 4 with logarithms that cancel: kinds and values are those of Fraction(4)."""
    zero = log(9) - 2 * log(3)
    functions: list[Callable[[Any], Any]] = [
        square_root, logarithm, exponential, sign_of, is_zero,
        lambda x: power(x, Fraction(1, 2)), lambda x: power(9, x), lambda x: power(x, x), lambda x: power(x, -1),
        lambda x: divide(log(2), x), lambda x: divide(x, log(2)), lambda x: compare(x, 4), lambda x: compare(log(9), x),
    ]  # fmt: skip
    for value in (4, 0, 1, -4):
        for hidden in (LogForm(value), zero + value):
            for function in functions:
                outcomes: list[Any] = []
                for number in (Fraction(value), hidden):
                    try:
                        found = function(number)
                    except (LogFormError, ParameterError, ZeroDivisionError) as error:
                        outcomes.append(type(error))
                        continue
                    outcomes.append((type(found), float(found) if isinstance(found, EnclosedReal) else found))
                assert outcomes[0] == outcomes[1], (value, functions.index(function))


@pytest.mark.parametrize("exponent", [10**40, Fraction(1, 3), Fraction(10**400 + 1, 3), Fraction(1, 10**60)])
def test_powers_of_0_and_1_are_exact_whatever_the_exponent(exponent: Fraction | int) -> None:
    for base in (0, 1):
        found = power(base, exponent)
        assert (type(found), found) == (Fraction, base)
    assert power(1, -exponent) == 1


@pytest.mark.parametrize("scale", [Fraction(1, 1000), Fraction(1), Fraction(4)])
@pytest.mark.parametrize("side", [-1, 0, 1])
def test_functions_that_end_at_0_hold_on_a_ball_that_ends_there_exactly(side: int, scale: Fraction) -> None:
    with working_precision(100):
        around = arb(0, ball_of(scale) / 2)
        ball = around + side * around.rad()
        logs, powers = times_log(ball), positive_power(ball, arb(3) / 2)
        exact = times_log(arb(0)), positive_power(arb(0), arb(3) / 2)
    assert exact == (0, 0)
    assert (bounds_of(ball).lower == 0, bounds_of(ball).upper == 0) == (side == 1, side == -1)
    if side == -1:
        assert (logs, powers) == (0, 0)
        return
    top = float(bounds_of(ball).upper)
    for found, least, most in (
        (logs, top * math.log(top) if top < 0.36 else -0.5, max(top * math.log(top), 0)),
        (powers, 0, top**1.5),
    ):
        low, high = map(float, bounds_of(found))
        assert least - 1e-6 <= low <= min(least + 1e-6, 0)
        assert most <= high <= most + 1e-6


@pytest.mark.parametrize(("base", "exponent"), [(-10, 10**12), (10, -(10**12)), ("-1/10", 10**12), ("1/10", -(10**12))])
def test_a_power_too_large_to_be_written_out_is_refused_whatever_its_sign(base: Any, exponent: int) -> None:
    with pytest.raises(TooLarge, match=r"^the exact power needs about 2 numbers of 3\.3·10\^12 bits"):
        power(base, exponent)
    for size in (3, 4):
        assert power(base, size if exponent > 0 else -size) == Fraction(base) ** (size if exponent > 0 else -size)


def test_a_number_that_no_enclosure_tells_from_0_is_computed_with_all_the_same() -> None:
    """Whether it is 0 is not asked where the answer does not depend on it; what it depends on is open later."""
    root = EnclosedReal(lambda: arb(2).sqrt())
    zero = root * root - 2
    for found, value in (
        (add(zero, 1), 1),
        (add(log(1), zero), 0),
        (subtract(1, zero), 1),
        (total([zero, Fraction(2), zero]), 2),
        (multiply(zero, 3), 0),
        (multiply(zero, zero), 0),
        (multiply(log(2), zero), 0),
        (divide(zero, 3), 0),
        (divide(zero, log(2)), 0),
        (power(zero, 2), 0),
        (power(3, zero), 1),
        (power(root - root + 2, Fraction(3)), 8),
        (square_root(zero), 0),
        (exponential(zero), 1),
        (logarithm(zero + 1), 0),
        (-zero, 0),
        (abs(zero), 0),
    ):
        assert type(found) is EnclosedReal
        bounds = found.enclose(5)
        assert bounds.lower <= value <= bounds.upper
        assert bounds.width < Fraction(1, 10**4)
    for open_later in (logarithm(zero), power(zero, log(2)), power(zero, -1), divide(1, zero)):
        assert type(open_later) is EnclosedReal
        with pytest.raises(Undecided):
            open_later.sign(256)


@pytest.mark.parametrize("point", [Fraction(1, 1000), Fraction(1, 3), Fraction(1), Fraction(5, 2)])
def test_functions_that_end_at_0_are_tight_away_from_it(point: Fraction) -> None:
    with working_precision(100):
        ball = ball_of(point)
        power, product = positive_power(ball, arb(3)), times_log(ball)
        assert power.overlaps(ball * ball * ball)
        assert power.rad() < arb(2) ** -90
        assert product.overlaps(ball * ball.log())
        assert product.rad() < arb(2) ** -90
