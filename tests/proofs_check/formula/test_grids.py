"""Small numbers one after another: of which statements, how many, and of which sorts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution, Reward
from proofs_check.formula import (
    E,
    count,
    exp,
    integral,
    law,
    natural,
    nonnegative,
    optimal,
    outcome,
    positive,
    real,
    real_function,
    reward,
    sum_to,
)
from proofs_check.formula.fits import misfit
from proofs_check.formula.grids import beside_models, on_grid
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift

x, t, a, b, n, k, i = real("x"), real("t"), nonnegative("a"), positive("b"), count("n"), natural("k"), natural("i")


def grid(said: Term, *also: Term) -> list[dict[str, Any]]:
    statement = Statement(said, also=also)
    found = list(on_grid(statement))
    assert {misfit(statement, case) for case in found} <= {""}
    return found


def column(said: Term, name: str) -> set[Any]:
    return {case[name] for case in grid(said)}


parts = st.builds(Fraction, st.integers(-36, 30), st.just(12))


@given(parts, st.integers(2, 6))
def test_between_two_roots_that_are_a_sixth_apart_there_is_a_case(low: Fraction, steps: int) -> None:
    high = low + Fraction(steps, 12)
    statement = Statement((x - low) * (x - high) >= 0)
    assert any(statement.holds(case) is False for case in on_grid(statement))


@given(st.integers(1, 150), st.integers(1, 4))
def test_the_root_of_a_whole_number_is_a_case(root: int, power: int) -> None:
    for v in (x, a, b, k, n):
        statement = Statement(v**power != root**power)
        assert any(statement.holds(case) is False for case in on_grid(statement))


@given(st.integers(-12, 15), st.integers(-12, 15))
def test_of_two_whole_numbers_every_pair_is_a_case(one: int, other: int) -> None:
    statement = Statement((x - one) ** 2 + (t - other) ** 2 != 0)
    assert any(statement.holds(case) is False for case in on_grid(statement))


def test_values_by_sort_and_number_of_variables() -> None:
    fine = {Fraction(j, d) for d in (10, 12) for j in range(-3 * d, 3 * d + 1)}
    assert column(x != 5, "x") == fine | set(range(-20, 151))
    assert column(a != 5, "a") == {c for c in fine if c >= 0} | set(range(151))
    assert column(b != 5, "b") == {c for c in fine if c > 0} | set(range(1, 151))
    assert (column(k != 5, "k"), column(n != 5, "n")) == (set(range(151)), set(range(1, 151)))
    assert {type(value) for value in column(k != 5, "k")} == {int}
    assert {type(value) for value in column(x != 5, "x")} == {Fraction}
    thirds = {Fraction(1, 3), Fraction(2, 3)}
    two = set(range(-12, 28)) | {Fraction(j, 8) for j in range(1, 8)} | thirds
    three = {Fraction(j, 4) for j in range(1, 4)} | thirds
    assert (column(x != n, "x"), column(x != n, "n")) == (two, set(range(1, 28)))
    assert len(grid(x != n)) == 49 * 27
    assert (column(x * k != n, "x"), column(x * k != n, "n")) == (set(range(7)) | three, set(range(1, 7)))
    assert grid(x * k != n * t) == []
    own = Fraction(7, 2)
    assert (column(x * k != own, "x"), column(x * k != own, "k")) == (two | {own}, set(range(28)))
    assert column(x * k * n != 40, "k") == set(range(7)) | {40}


def test_numbers_are_smaller_where_something_is_gone_through_and_in_exponents() -> None:
    assert column(sum_to(i, k, i) != 3, "k") == set(range(151))
    summed = sum_to(i, k, sum_to(i, k, i))
    assert column(summed != 3, "k") == set(range(13))
    assert column(summed != x, "x") == set(range(-4, 13))
    assert column(summed != x * n, "x") == set(range(4))
    assert column(integral(t, 0, 1, t**k) >= 0, "k") == set(range(13))
    assert column(lift(2) ** k != 3, "k") == set(range(151))
    assert column(b**x != 3, "x") == set(range(-12, 13))


@pytest.mark.parametrize("v", [law("p"), outcome("y"), real_function("f")], ids=str)
def test_numbers_beside_anything_else_have_none(v: Term) -> None:
    assert grid(exp(x) >= 0, v) == []
    assert grid(integral(t, 0, 1, t) >= 0) == []  # without variables there is no case either


p, q, r, y = law("p"), law("q"), reward("r"), outcome("y")
HALVES, THIRDS = Distribution.uniform(2), Distribution.from_weights([2, 1])


def beside(said: Term, *also: Term) -> list[dict[str, Any]]:
    statement = Statement(said, also=also)
    found = list(beside_models(statement))
    assert {misfit(statement, case) for case in found} <= {""}
    return found


def test_numbers_beside_two_models() -> None:
    """A law of two letters, even or not, with rewards 0 and 1."""
    found = beside(E(p, r) * n != k, q)
    assert {case["p"] for case in found} == {case["q"] for case in found} == {HALVES, THIRDS}
    assert {case["r"] for case in found} == {Reward.values([0, 1])}
    assert {(case["n"], case["k"]) for case in found} == {(i, j) for i in range(1, 4) for j in range(4)}
    assert len(found) == 2 * 3 * 4
    assert {case["x"] for case in beside(E(p, r) != x)} == set(range(-3, 7))
    assert {case["b"] for case in beside(E(p, r) != b * n * k)} == {1, 2}
    assert {case["a"] for case in beside(E(p, r) != a * n * k)} == {0, 1, 2}
    assert [case["p"] for case in beside(E(p, r) != 0)] == [HALVES, THIRDS]


@pytest.mark.parametrize("low", range(1, 5))
@pytest.mark.parametrize("times", [2, 3])
def test_where_the_least_values_alone_meet_an_equation(low: int, times: int) -> None:
    statement = Statement(E(p, r) * times * (n + low - 1) != exp(k) * (low if times == 2 else low * 2 - low))
    assert any(statement.holds(case) is False for case in beside_models(statement))


def test_where_there_are_no_such_cases() -> None:
    """With more than three numbers, without a model, beside words; where something is solved for."""
    word, t = law("w", length=n), real("t")
    for said, also in (
        (n * k * a * b * E(p, r) >= 0, ()),
        (n * k >= 0, ()),
        (n * E(p, r) >= 0, (word,)),
        (n * E(p, r) >= 0, (real_function("f"),)),
        (integral(t, 0, 1, t) * x * E(p, r) >= 0, ()),
    ):
        assert beside(said, *also) == []
    statement = Statement(n * E(p, r) >= 0, (optimal(q, r_law := law("s"), p, x),), (r_law,))
    assert list(beside_models(statement)) == []
