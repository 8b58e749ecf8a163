# mypy: disable-error-code="no-untyped-call"
"""A sentence that is false at a number which stands in it is found to be false."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exactalign import Distribution
from proofs_check.engine.examining import examine
from proofs_check.formula import (
    KL,
    E,
    H,
    Sum,
    best,
    count,
    exp,
    law,
    log,
    natural,
    outcome,
    positive,
    positive_law,
    real,
    reward,
)  # fmt: skip
from proofs_check.formula.cases import at_constants, beyond_constants
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.language.assertions import Assertion

a, b, u, n, k = real("a"), real("b"), positive("u"), count("n"), natural("k")
p, q, g = law("p"), positive_law("q"), reward("g")
x, y, z = outcome("x"), outcome("y"), outcome("z")
HALF, SEVENTHS = Fraction(1, 2), Fraction(3, 7)

FALSE = [
    g(y) != HALF, g(y) != Fraction(-7, 3), g(y) != 17, g(y) <= 50, g(y) >= -50, 3 * g(y) != 7, g(y) != log(lift(5)),
    (g(y) - 40) * (g(y) - 41) >= 0, E(p, g) != Fraction(7, 11), p(y) != Fraction(5, 77),
    a != SEVENTHS, a != -17, a + b != SEVENTHS, a <= 5000, a >= -12345, 2 * a != 7, (a - 40) * (a - 41) >= 0,
    a + b != 41, n * a != 41, k * a != -7, exp(a) != lift(3), exp(-a) != lift(3),
    a**2 != 1018081, (a + 1009) * b != 0, a**4 != 14641,
    u != SEVENTHS, log(u) != log(lift(29)), n != 100, n <= 1000, n**2 != 121, k != 57,
]  # fmt: skip


@pytest.mark.parametrize("said", FALSE, ids=str)
def test_what_is_false_at_its_own_numbers_does_not_survive(said: object) -> None:
    cls = type("C", (Assertion,), {"id": "T", "place": "here", "title": "x", "asserts": Statement(said)})  # type: ignore[arg-type]
    found = examine(cls, variants=False)
    assert found.false_at
    assert not found.error


@pytest.mark.parametrize(
    "said",
    [
        H(p, p) <= Fraction(5, 2), H(p, p) <= 5, KL(p, q) <= 1000, Sum(y, p(y) ** 2) >= Fraction(1, 50),
        Sum(y, Sum(z, p(y) * p(z) * KL(p, q))) <= 900, Sum(y, Sum(z, p(y)**2 * p(z)**2)) >= Fraction(1, 900),
    ],
    ids=str,
)  # fmt: skip
def test_as_many_letters_as_a_number_asks_for(said: object) -> None:
    assert any(Statement(said).holds(case) is False for case in beyond_constants(Statement(said), 96))  # type: ignore[arg-type]


def test_letters_are_few_where_much_goes_through_them() -> None:
    def most(said: object) -> int:
        cases = beyond_constants(Statement(said), 96)  # type: ignore[arg-type]
        return max(len(value) for case in cases for value in case.values() if isinstance(value, Distribution))

    deep = Sum(y, p(y) * Sum(z, p(z) * Sum(x, p(x))))
    assert [most(H(p, p) <= c) for c in (1, 3, 5, 6)] == [12, 28, 244, 256]
    assert most(Sum(y, p(y) * Sum(z, p(z) ** 2)) <= 3) == 28
    assert most(deep <= 3) == 12


@pytest.mark.parametrize("said", [a**2 >= 0, n >= 1, g(y) <= g(y)], ids=str)
def test_numbers_of_every_case_make_no_more_of_them(said: object) -> None:
    assert list(at_constants(Statement(said), 24)) == []  # type: ignore[arg-type]


def test_large_numbers_are_not_drawn_where_they_make_a_reading_long() -> None:
    for said in (lambda c: p(y) ** a <= c, lambda c: p(y) ** n <= c, lambda c: best(p, n, g)(y) <= c):
        assert any(5 in case.values() for case in at_constants(Statement(said(5)), 24))
        far = list(at_constants(Statement(said(10**6)), 24))
        assert all(abs(case.get(name, 0)) <= 12 for case in far for name in ("a", "n"))  # type: ignore[arg-type]
