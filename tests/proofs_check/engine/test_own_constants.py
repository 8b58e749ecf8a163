# mypy: disable-error-code="no-untyped-call"
"""A sentence that is false at a number which stands in it is found to be false."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

import pytest

from exactalign import Distribution
from proofs_check.engine.examining import examine
from proofs_check.formula import (
    KL,
    E,
    H,
    Pr,
    Sum,
    Var,
    absolute,
    best,
    both,
    chi_squared,
    choose,
    convex,
    count,
    event,
    exp,
    f_divergence,
    for_all,
    implies,
    law,
    log,
    natural,
    nonnegative,
    optimal,
    outcome,
    positive,
    positive_law,
    real,
    real_function,
    reward,
    slope,
    spacings,
    sqrt,
    sub_gaussian,
    sum_to,
    total,
)  # fmt: skip
from proofs_check.formula.cases import at_constants, at_extremes, beyond_constants, more_cases, rare_best
from proofs_check.formula.fits import misfit
from proofs_check.formula.grids import on_grid
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift
from proofs_check.language.assertions import Assertion

a, b, u, n, k, s = real("a"), real("b"), positive("u"), count("n"), natural("k"), nonnegative("s")
i, N, M = natural("i"), count("N"), count("M")
p, q, g, f = law("p"), positive_law("q"), reward("g"), real_function("f")
w, x, y, z, words = law("w"), outcome("x"), outcome("y"), outcome("z"), outcome("words", length=M)
HALF, SEVENTHS = Fraction(1, 2), Fraction(3, 7)

FALSE = [
    g(y) != HALF, g(y) != Fraction(-7, 3), g(y) != 17, g(y) <= 50, g(y) >= -50, 3 * g(y) != 7, g(y) != log(lift(5)),
    (g(y) - 40) * (g(y) - 41) >= 0, E(p, g) != Fraction(7, 11), p(y) != Fraction(5, 77),
    a != SEVENTHS, a != -17, a + b != SEVENTHS, a <= 5000, a >= -12345, 2 * a != 7, (a - 40) * (a - 41) >= 0,
    a + b != 41, n * a != 41, k * a != -7, exp(a) != lift(3), exp(-a) != lift(3),
    6 * a**2 - 5 * a + 1 >= 0, (a - Fraction(1, 3)) * (a - HALF) >= 0, 12 * a**2 - 7 * a + 1 >= 0,
    25 * a**4 - 25 * a**2 + 6 >= 0, 600 * a**2 - 50 * a + 1 >= 0, (a - Fraction(1, 30)) * (a - Fraction(1, 31)) >= 0,
    u**3 != 64, u**3 != 125, a**3 != -64, u + 1 / u != Fraction(26, 5), lift(2)**k != 512, k**3 != 512,
    choose(k, 2) != 28, choose(k, 2) != 45, sum_to(i, k, i) != 36, log(u) / u <= Fraction(367, 1000),
    n**2 + N**2 != 25, n**2 + N**2 != M**2, a**2 - b**2 != 15,
    implies(both(n >= 2, N >= 2), n * N != 91), implies(both(a >= 1, b >= 1), a**2 + b**2 != 25),
    KL(p, law("u")) != log(lift(2)), chi_squared(p, q) != 3, Sum(y, (sqrt(p(y)) - sqrt(q(y)))**2) != 1,
    KL(best(p, n, g), p) <= 2, KL(best(p, n, g), p) <= Fraction(7, 2), KL(best(p, n, g), p) <= log(n) / 2,
    E(best(p, n, g), g) - E(p, g) <= 2 * sqrt(Var(p, g)), E(best(p, n, g), g) - E(p, g) <= 3 * sqrt(Var(p, g)),
    KL(best(p**M, n, total(g, M)), p**M) <= log(n) / 2,
    a**2 != 1018081, (a + 1009) * b != 0, a**4 != 14641,
    u != SEVENTHS, log(u) != log(lift(29)), n != 100, n <= 1000, n**2 != 121, k != 57,
]  # fmt: skip


@pytest.mark.parametrize("said", FALSE, ids=str)
def test_what_is_false_at_its_own_numbers_does_not_survive(said: object) -> None:
    cls = type("C", (Assertion,), {"id": "T", "place": "here", "title": "x", "asserts": Statement(said)})  # type: ignore[arg-type]
    found = examine(cls, variants=False)
    assert found.false_at
    assert not found.error


BOX = (for_all(y, g(y) >= 0), for_all(y, g(y) <= 1))
AT_THREE, AWAY = event(y, g(y) >= 3), event(y, absolute(g(y) - E(p, g)) >= 3)
PROXY = (sub_gaussian(p, g, s),)
ABOVE = event(y, g(y) - E(p, g) >= u)
UNDER_HYPOTHESES = [
    (KL(best(p, n, g), p) <= Fraction(7, 2), BOX), (E(best(p, n, g), g) - E(p, g) <= Fraction(9, 10), BOX),
    (KL(best(p, n, g), p) <= Fraction(7, 10) * log(n), (n >= 2,)),
    (Pr(p, AT_THREE) <= Fraction(1, 4), (E(p, g) <= 1, BOX[0])), (Pr(p, AWAY) <= Fraction(1, 10), (Var(p, g) <= 1,)),
    (Pr(p, AWAY) <= Var(p, g) / 10, ()), (f_divergence(f, p, q) >= f(1), (convex(f),)),
    (n * k <= 350, (n <= 20, k <= 18)), (n + k <= 35, (n <= 18, k <= 18)), (n * n + k * k != 650, ()),
    ((a - Fraction(7, 2)) ** 2 + (b - Fraction(1, 3)) ** 2 > 0, ()),
    (Var(best(p, n, g), g) <= s, PROXY), (sub_gaussian(best(p, n, g), g, s), PROXY),
    (E(best(p, n, g), g) - E(p, g) <= sqrt(s * log(n)), PROXY),
    (f(2) >= 0, (convex(f), f(1) == 0)), (f_divergence(f, best(p, n, g), p) <= f(n), (convex(f), f(1) == 0)),
    (E(best(p, n, g), g) <= E(best(w, n, g), g), (E(p, g) <= E(w, g),)), (Pr(p, ABOVE) <= Var(p, g) / (2 * u**2), ()),
    (Pr(p**M, event(words, total(g, M)(words) - M * E(p, g) >= u)) <= exp(-2 * u**2), BOX),
]  # fmt: skip


@pytest.mark.parametrize(("said", "given"), UNDER_HYPOTHESES, ids=str)
def test_what_is_false_where_a_bound_is_tight_does_not_survive(said: Term, given: tuple[Term, ...]) -> None:
    asserts = Statement(said, given=given)
    cls = type("C", (Assertion,), {"id": "T", "place": "here", "title": "x", "asserts": asserts})
    found = examine(cls, variants=False)
    assert found.false_at
    assert all(misfit(asserts, dict(case)) == "" for case in found.false_at)


def test_bounds_by_moments_are_true_where_they_are_tight() -> None:
    for said, given in (
        (Pr(p, AT_THREE) <= Fraction(1, 3), (E(p, g) <= 1, BOX[0])),
        (Pr(p, AWAY) <= Fraction(1, 9), (Var(p, g) <= 1,)),
        (Var(p, g) <= 9, (for_all(y, g(y) >= -3), for_all(y, g(y) <= 3))),
    ):
        statement = Statement(said, given=given)
        drawn = [case for case in at_extremes(statement, 96) if statement.applies_in(statement.reading(case))]
        assert drawn
        assert all(statement.holds(case) for case in drawn)
    assert list(at_extremes(Statement(KL(p, q) <= 3), 96)) == list(at_extremes(Statement(a <= 3), 96)) == []


def test_more_cases_are_drawn_where_they_take_no_long_time() -> None:
    def drawn(said: Term, *given: Term) -> int:
        return sum(1 for _ in more_cases(Statement(said, given=given), 96))

    assert drawn(KL(p, q) >= 0) == 5 * 96 + 5 * 48 + 5 * 48
    assert drawn(KL(p**M, q**M) >= 0) == 96
    assert drawn(spacings(n, u) <= 1) == drawn(slope(a, a**2, b) == 2 * b) == 0
    assert drawn(KL(w, p) <= s, optimal(w, q, p, s)) == 0


TRUE = [
    6 * a**2 - 5 * a + 1 + Fraction(1, 20) >= 0, (a - Fraction(1, 3)) * (a - HALF) >= Fraction(-1, 144),
    24 * (12 * a**2 - 7 * a + 1) >= Fraction(-1, 2), 25 * a**4 - 25 * a**2 + 7 >= 0,
    u**3 >= 0, k**3 != 513, u + 1 / u >= 2, choose(k, 2) != 29, sum_to(i, k, i) != 37,
    log(u) / u <= Fraction(368, 1000),
    n**2 + N**2 != 27, n**3 + N**3 != M**3, a**2 + b**2 >= 2 * a * b,
    KL(p, q) >= 0, chi_squared(p, q) >= KL(p, q), Sum(y, (sqrt(p(y)) - sqrt(q(y)))**2) <= 2,
    KL(best(p, n, g), p) <= log(n), E(best(p, n, g), g) - E(p, g) <= sqrt(n - 1) * sqrt(Var(p, g)),
    KL(best(p**M, n, total(g, M)), p**M) <= log(n),
]  # fmt: skip


@pytest.mark.parametrize("said", TRUE, ids=str)
def test_what_is_true_beside_it_is_true_at_these_cases(said: object) -> None:
    statement = Statement(said)  # type: ignore[arg-type]
    drawn = list(chain(at_constants(statement, 96), rare_best(statement), on_grid(statement)))
    assert True in [statement.holds(case) for case in drawn]
    assert all(statement.holds(case) is not False for case in drawn)


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
