"""Functions that are no polynomials: what is said of their convexity and continuity is what their values show."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import log
from proofs_check import pmf
from proofs_check.formula import continuous, integral, law, positive_law, real, real_function
from proofs_check.formula.cases import cases
from proofs_check.formula.notation import f_divergence
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.shapes import SHAPES, Shape
from proofs_check.formula.statements import Statement
from proofs_check.formula.values import NoReading, value

PLACES = [Fraction(k, 8) for k in range(1, 40)]
f, u, p, q = real_function("f"), real("u"), positive_law("p"), positive_law("q")
shapes = pytest.mark.parametrize("shape", SHAPES, ids=str)


@shapes
@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_a_convex_one_lies_below_its_chords(shape: Shape, x: Fraction, y: Fraction) -> None:
    middle, chord = 2 * shape((x + y) / 2), shape(x) + shape(y)
    if shape.is_convex():
        assert middle <= chord
    if shape.is_convex(strictly=True) and x != y:
        assert middle < chord


@shapes
def test_what_is_not_convex_has_a_chord_below_it(shape: Shape) -> None:
    below = {2 * shape((x + y) / 2) - shape(x) - shape(y) for x in PLACES for y in PLACES if x != y}
    assert shape.is_convex() == (max(below) <= 0)
    assert shape.is_convex(strictly=True) == (max(below) < 0)


@shapes
def test_what_jumps_is_not_continuous(shape: Shape) -> None:
    fine = [Fraction(k, 1000) for k in range(3000)]
    jump = max(abs(shape(y) - shape(x)) for x, y in pairwise(fine))
    assert shape.is_continuous == (jump < Fraction(1, 100))
    assert value(continuous(f), {"f": shape}) is shape.is_continuous


@shapes
def test_values_are_exact_and_logarithms_have_values(shape: Shape) -> None:
    assert all(isinstance(shape(Fraction(k, 3)), Fraction) for k in range(-6, 7))
    assert shape(log(2)) >= -log(2)
    with pytest.raises(NoReading):
        value(integral(u, 0, 1, f(u)), {"f": shape})


def test_they_are_tried_where_nothing_is_integrated() -> None:
    compared = Statement(f_divergence(f, p, q) <= 1)
    assert {case["f"] for case in cases(compared, most=120)} >= set(SHAPES)
    integrated = Statement(f_divergence(f, p, q) <= integral(u, 0, 1, f(u)))
    assert {type(case["f"]) for case in cases(integrated, most=60)} == {Polynomial}


def test_one_that_is_convex_where_x_is_positive_may_fall_at_0() -> None:
    """f(1) ≤ D_f(p‖q) needs f to be continuous at 0, or p and q to be positive."""
    without_mass, unequal = {"p": pmf("1, 0"), "q": pmf("1/2, 1/2")}, Statement(f(1) <= f_divergence(f, law("p"), q))
    falling = [shape for shape in SHAPES if shape.is_convex() and unequal.holds({**without_mass, "f": shape}) is False]
    assert [str(shape) for shape in falling] == ["(x^2 if x ≠ 0, else −3)"]


FORMULAS = {
    "(1 if x ≥ 1, else 0)": lambda x: int(x >= 1),
    "1/(1 + |x|)": lambda x: 1 / (1 + abs(x)),
    "|x − 1|": lambda x: abs(x - 1),
    "min(x, 1)": lambda x: x if x < 1 else 1,
    "(1 if x = 1, else 0)": lambda x: int(x == 1),
    "1/(1 + x^2)": lambda x: 1 / (1 + x**2),
    "max(−x, −2)": lambda x: -x if x < 2 else -2,
    "(x^2 if x ≠ 0, else −3)": lambda x: x**2 if x else -3,
}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_shape_is_what_is_written_for_it(shape: Shape) -> None:
    formula = FORMULAS[str(shape)]
    for at in (-3, -2, -1, 0, 1, 2, 5, Fraction(1, 2), Fraction(3, 2), Fraction(-1, 3)):
        assert shape(Fraction(at)) == formula(Fraction(at))
    with pytest.raises(TypeError) as caught:
        shape(Polynomial((0, 1)))
    assert str(caught.value) == f"{shape} has no polynomial for its values"


def test_what_is_known_of_each() -> None:
    assert [str(shape) for shape in SHAPES] == list(FORMULAS)
    assert [shape.is_continuous for shape in SHAPES] == [False, True, True, True, False, True, True, False]
    assert [shape.is_convex() for shape in SHAPES] == [False, True, True, False, False, False, True, True]
    assert [shape.is_convex(strictly=True) for shape in SHAPES] == [
        False,
        True,
        False,
        False,
        False,
        False,
        False,
        True,
    ]
