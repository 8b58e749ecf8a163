"""Polynomials: their arithmetic is that of their values, and convexity is what second differences say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exactalign.testing.strategies import rationals
from proofs_check.formula import absolute, integral, less_one, natural, real, real_function, written
from proofs_check.formula import convex as convex_
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.values import NoReading, value

RATIONALS = rationals(min_value=-3, max_value=3, max_denominator=4)
POLYNOMIALS = st.lists(RATIONALS, min_size=1, max_size=5).map(lambda c: Polynomial(tuple(c)))


@given(POLYNOMIALS, POLYNOMIALS, RATIONALS)
def test_arithmetic_is_that_of_values(f: Polynomial, g: Polynomial, x: Fraction) -> None:
    assert (f + g)(x) == f(x) + g(x)
    assert (f - g)(x) == f(x) - g(x)
    assert (1 - f)(x) == 1 - f(x)
    assert (f * g)(x) == f(x) * g(x)
    assert (2 * f / 3)(x) == 2 * f(x) / 3
    assert (f**3)(x) == f(x) ** 3
    assert f(g)(x) == f(g(x))
    assert f.primitive().derivative()(x) == f(x)


def test_how_a_polynomial_is_shown() -> None:
    half = Fraction(1, 2)
    assert [str(Polynomial(c)) for c in ((), (3,), (0, 2), (1, 2, 0, half))] == ["0", "3", "2x", "1 + 2x + (1/2)x^3"]


@given(POLYNOMIALS, st.fractions(0, 4), st.fractions(0, 4))
def test_a_convex_polynomial_lies_below_its_chords(f: Polynomial, x: Fraction, y: Fraction) -> None:
    if f.is_convex():
        assert 2 * f((x + y) / 2) <= f(x) + f(y)
    if f.is_convex(strictly=True) and x != y:
        assert 2 * f((x + y) / 2) < f(x) + f(y)


@given(POLYNOMIALS)
def test_what_is_not_convex_has_a_chord_below_it(f: Polynomial) -> None:
    second = f.derivative().derivative()
    places = [Fraction(k, 64) for k in range(1, 2000, 7)]
    if any(second(x) < 0 for x in places):
        assert not f.is_convex()


@example(1, -3, 1)
@example(2, -2, 1)
@given(*[st.integers(-6, 6)] * 3)
def test_convexity_is_the_sign_of_the_second_derivative(a: int, b: int, c: int) -> None:
    """Of degree 4: at 0, at the vertex, and far out."""
    second = Polynomial((Fraction(a), Fraction(b), Fraction(c)))
    places = [Fraction(0), Fraction(100), *([Fraction(-b, 2 * c)] if b * c < 0 else [])]
    assert second.primitive().primitive().is_convex() is all(second(x) >= 0 for x in places)


def test_degrees_that_are_not_decided_are_refused() -> None:
    with pytest.raises(ValueError, match="degrees up to 4"):
        Polynomial((0, 0, 0, 0, 0, 1)).is_convex()


def test_the_integral_of_a_polynomial_is_exact_and_that_of_others_not_read() -> None:
    u, n, f = real("u"), natural("n"), real_function("f")
    term = integral(u, 0, 1, f(n * u ** less_one(n)))
    square = Polynomial((Fraction(0), Fraction(0), Fraction(1)))
    assert value(term, {"f": square, "n": Fraction(3)}) == Fraction(9, 5)
    with pytest.raises(NoReading):
        value(integral(u, 0, 1, absolute(u - Fraction(1, 2))), {})


def of_second_derivative(*coefficients: int) -> Polynomial:
    return Polynomial(tuple(map(Fraction, coefficients))).primitive().primitive()


@pytest.mark.parametrize(
    ("f", "convex", "strictly"),
    [
        (Polynomial(()), True, False),
        (Polynomial((3,)), True, False),
        (Polynomial((3, -2)), True, False),
        (of_second_derivative(1), True, True),
        (of_second_derivative(-1), False, False),
        (of_second_derivative(0, 1), True, True),  # 0 at 0 alone
        (of_second_derivative(0, -1), False, False),
        (of_second_derivative(0, 0, 1), True, True),
        (of_second_derivative(0, 0, -1), False, False),
        (of_second_derivative(1, -2, 1), True, True),  # 0 at 1 alone
        (of_second_derivative(2, -3, 1), False, False),  # below 0 between 1 and 2
        (of_second_derivative(2, 3, 1), True, True),  # there it would be, at numbers < 0
        (of_second_derivative(1, -1, 0), False, False),
        (of_second_derivative(1, 1, -1), False, False),
        (of_second_derivative(-1, 3, 1), False, False),
        (of_second_derivative(4, -4, 1), True, True),
        (of_second_derivative(3, -4, 1), False, False),
        (of_second_derivative(1, -4, 4), True, True),
        (of_second_derivative(1, -5, 4), False, False),
    ],
    ids=str,
)
def test_what_is_convex_and_strictly_so(f: Polynomial, convex: bool, strictly: bool) -> None:
    assert f.is_convex() is convex
    assert f.is_convex(strictly=True) is strictly
    assert f.is_convex(strictly=False) is convex
    said = real_function("f")
    assert value(convex_(said), {"f": f}) is convex
    assert value(convex_(said, strictly=True), {"f": f}) is strictly
    assert (written(convex_(said)), written(convex_(said, strictly=True))) == (
        "f is convex on (0, ∞)", "f is strictly convex on (0, ∞)",
    )  # fmt: skip


def test_arithmetic_by_hand() -> None:
    f, g = Polynomial((Fraction(1), Fraction(2))), Polynomial((Fraction(0), Fraction(3), Fraction(-1)))
    for found, expected in (
        (f + g, (1, 5, -1)), (g + f, (1, 5, -1)), (f + 2, (3, 2)), (2 + f, (3, 2)), (f - g, (1, -1, 1)),
        (g - f, (-1, 1, -1)), (f - 1, (0, 2)), (1 - f, (0, -2)), (-f, (-1, -2)), (f * g, (0, 3, 5, -2)),
        (f * 3, (3, 6)), (3 * f, (3, 6)), (f / 2, (Fraction(1, 2), 1)), (f**0, (1,)), (f**1, (1, 2)), (f**2, (1, 4, 4)),
        (f**3, (1, 6, 12, 8)), (g.derivative(), (3, -2)), (g.primitive(), (0, 0, Fraction(3, 2), Fraction(-1, 3))),
    ):  # fmt: skip
        assert found.coefficients == expected
    assert (g(2), g(Fraction(1, 2)), f(0)) == (2, Fraction(5, 4), 1)
    assert {type(c) for c in (f * g).coefficients} == {Fraction}
    assert f.is_continuous
    with pytest.raises(TypeError, match=r"^a power with a negative exponent is no polynomial$"):
        f**-1
    with pytest.raises(ValueError, match=r"^x\^5: convexity is decided for degrees up to 4$"):
        Polynomial((0, 0, 0, 0, 0, 1)).is_convex()
