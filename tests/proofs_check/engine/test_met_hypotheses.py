# mypy: disable-error-code="no-untyped-call"
"""What is false only where a hypothesis is rarely met is found to be false; and what is true there is tried there."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from proofs_check import Case, Reward, pmf
from proofs_check.engine.examining import examine
from proofs_check.engine.runner import run_claim
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Pr,
    Var,
    absolute,
    best,
    both,
    count,
    event,
    exists,
    for_all,
    implies,
    kept,
    law,
    log,
    more,
    natural,
    nonnegative,
    outcome,
    positive,
    real,
    reward,
    rule,
    size,
    soft_best,
    sum_to,
    tilt_by,
    total,
)
from proofs_check.formula.fits import misfit
from proofs_check.formula.hypotheses import density, edge
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term
from proofs_check.language.assertions import Assertion

p, psi, r, g, n, k, s = law("p"), law("psi"), reward("r"), reward("g"), count("n"), count("k"), rule("s")
i, a, u, t, d, c = natural("i"), real("a"), real("u"), real("theta"), nonnegative("delta"), positive("c")
y, z = outcome("y"), outcome("z")
B, tilted = best(p, n, r), tilt_by(r, p, a)
best_letter, worst_letter = for_all(z, r(z) <= r(y)), for_all(z, r(y) <= r(z))
unit = for_all(y, both(r(y) >= 0, r(y) <= 1))
ratio, quotient = for_all(y, psi(y) <= c * p(y)), for_all(y, psi(y) / p(y) <= c)
near = for_all(y, absolute(g(y) - r(y)) <= d)
half_a_log, a_log = log(1 / d) / 2, log(1 / d)
chance = (t >= 0, t <= 1)
ABOVE = event(y, r(y) >= u)
harmonic, SOME = sum_to(i, n, 1 / (i + 1)), Fraction(1, 4)

FALSE = [
    (Var(p, r) <= 10, (E(p, r) == 5,)), (E(p, r) <= 6, (Var(p, r) >= 20,)),
    (KL(B, p) <= Fraction(1, 2), (n >= 12,)), (KL(B, p) <= Fraction(1, 2), (n >= 20,)),
    (E(B, r) - E(p, r) <= Fraction(1, 2), (unit, n >= 13)), (1 - (1 - t)**n <= Fraction(9, 10), (*chance, n >= 50)),
    (harmonic <= log(n) + Fraction(3, 5), (n >= 20,)), (harmonic <= log(n) + Fraction(3, 5), (n >= 21,)),
    (TV(kept(p, n, s), p) <= Fraction(1, 3), ()), (KL(kept(p, 3, s), p) <= SOME, ()),
    (TV(kept(p, 3, s), p) <= Fraction(1, 3), ()), (TV(kept(p, n, s), p) <= (n - 1) / (2 * n), ()),
    (E(kept(p, 3, s), r) <= E(best(p, 2, r), r), ()), (E(kept(p, n, s), r) - E(p, r) <= SOME, (unit,)),
    (kept(p, n, s)(y) <= p(y) + SOME, ()), (kept(p, 3, s)(y) <= Fraction(5, 2) * p(y), ()),
    (KL(psi, p) <= c - 1 - log(c), (ratio, c >= 1)), (KL(psi, p) <= c - 1 - log(c), (quotient, c >= 1)),
    (H(psi, psi) >= H(p, p) - log(c), (ratio,)), (TV(psi, p) <= (c - 1) / 2, (ratio,)),
    (E(psi, g) - E(B, g) <= d, (n >= c, ratio, near)),
    (k * log(1 - t) >= -k * t - k * t**2, (t >= 0, t < 1)), ((1 - t)**n <= d, (*chance, n * t >= half_a_log, d > 0)),
    (1 - Pr(B, ABOVE) <= d, (n * Pr(p, ABOVE) >= half_a_log, d > 0)),
    (B(y) >= p(y), (r(y) >= E(p, r),)), (tilted(y) >= p(y), (r(y) >= E(p, r), a >= 0)),
    (B(y) <= p(y), (r(y) <= E(p, r),)), (best(p, more(n), r)(y) >= B(y), (r(y) >= E(B, r),)),
    (B(y) >= B(z), (r(y) > r(z), p(y) >= p(z) / 2, p(z) > 0)),
]  # fmt: skip
TRUE = [
    (E(p, r) <= 6, (E(p, r) == 5,)), (E(p, r)**2 <= 36, (E(p, r) == 5,)),
    (KL(B, p) <= log(n), (n >= 12,)), (KL(B, p) <= log(n), (n >= 20,)),
    (E(B, r) - E(p, r) <= 1, (unit, n >= 13)), (1 - (1 - t)**n <= 1, (*chance, n >= 50)),
    (harmonic <= log(n) + Fraction(61, 100), (n >= 20,)), (E(p**n, total(r, n)) == n * E(p, r), (n >= 5,)),
    (TV(kept(p, n, s), p) <= (n - 1) / n, ()), (KL(kept(p, 3, s), p) <= log(3) - Fraction(2, 3), ()),
    (E(kept(p, 3, s), r) <= E(best(p, 3, r), r), ()), (kept(p, n, s)(y) <= n * p(y), ()),
    (KL(psi, p) <= log(c), (ratio,)), (TV(psi, p) <= 1 - 1 / c, (ratio,)), (KL(psi, p) <= c - 1, (quotient,)),
    (k * log(1 - t) <= -k * t - k * t**2 / 2, (t >= 0, t < 1)), ((1 - t)**n <= d, (*chance, n * t >= a_log, d > 0)),
    (1 - Pr(B, ABOVE) <= d, (n * Pr(p, ABOVE) >= a_log, d > 0)),
    (B(y) >= p(y), (best_letter,)), (tilted(y) >= p(y), (best_letter, a >= 0)), (B(y) <= p(y), (worst_letter,)),
    (best(p, more(n), r)(y) >= B(y), (best_letter,)), (B(y) >= B(z), (r(y) > r(z), p(y) >= p(z), p(z) > 0)),
]  # fmt: skip


def stating(said: Term, given: tuple[Term, ...], **more: Any) -> type[Assertion]:
    asserts = Statement(said, given=given)
    return type("C", (Assertion,), {"id": "T", "place": "here", "title": "x", "asserts": asserts, **more})


@pytest.mark.parametrize(("said", "given"), FALSE, ids=str)
def test_what_is_false_where_few_cases_are_does_not_survive(said: Term, given: tuple[Term, ...]) -> None:
    cls = stating(said, given)
    found = examine(cls, variants=False)
    assert found.false_at
    assert found.satisfied
    assert {misfit(cls.asserts, dict(case)) for case in found.false_at} == {""}


@pytest.mark.parametrize(("said", "given"), TRUE, ids=str)
def test_what_is_true_beside_it_is_tested(said: Term, given: tuple[Term, ...]) -> None:
    report = run_claim(stating(said, given, expected="tested"))
    assert (report.verdict, report.problems) == ("tested", [])


def test_larger_cases_count_where_few_of_the_first_ones_are_inside() -> None:
    report = run_claim(stating(E(p, r) <= 6, (E(p, r) == 5,), expected="tested"))
    assert (report.verdict, report.problems) == ("tested", [])
    assert report.reason.endswith(" larger cases, no counterexample was found")
    assert any(tooth["rejected"] for tooth in report.teeth)
    few = examine(stating(KL(B, p) <= log(n), ()))
    assert few.inside > 12
    assert few.larger == 0
    one = examine(
        stating(KL(B, p) <= log(n), (n >= 12,), example=Case(p=pmf("1/2, 1/2"), r=Reward.values([0, 1]), n=12))
    )
    assert one.inside >= one.larger >= 0


def test_a_few_larger_cases_alone_say_nothing() -> None:
    few = for_all(y, p(y) <= Fraction(1, 30))
    report = run_claim(stating(H(p, p) == log(size(p)), (few,), expected="undecided"))
    assert report.verdict == "undecided"
    assert (
        report.reason == "cases of the sorts: 2 larger cases inside the hypotheses, and no small one: that is too few"
    )


def test_a_false_one_says_nothing_of_hypotheses_that_do_not_hold_together() -> None:
    report = run_claim(stating(Var(p, r) <= 10, (E(p, r) == 5,), expected="refuted", weight="false"))
    assert (report.verdict, report.as_expected, report.problems) == ("refuted", True, [])


def test_what_bounds_a_density() -> None:
    found = density(ratio)
    assert found is not None
    assert [v.name for v in found] == ["psi", "p"]
    tight = edge(ratio)
    assert tight is not None
    assert (tight[0].name, tight[2]) == ("c", True)
    for other in (
        for_all(y, psi(y) <= c),
        for_all(y, r(y) <= c * p(y)),
        for_all(y, psi(y) <= psi(y) * c),
        psi(y) <= c * p(y),
    ):
        assert density(other) is None
    assert edge(for_all(y, implies(p(y) > 0, psi(y) <= c * p(y)))) is None


@pytest.mark.parametrize(
    ("then", "given"),
    [
        (exists(y, p(y) > Fraction(1, 7)), size(p) <= 7),
        (exists(y, p(y) > Fraction(1, 9)), size(p) < 10),
        (H(p, p) < log(13), size(p) <= 13),
    ],
)
def test_there_are_laws_on_as_many_letters_as_a_hypothesis_allows(then: Term, given: Term) -> None:
    assert examine(stating(then, (given,)), variants=False).false_at


@pytest.mark.parametrize("given", [size(p) == 6, size(p) == 8, size(p) >= 7, size(p) == 12])
def test_and_a_dozen_of_them(given: Term) -> None:
    found = examine(stating(H(p, p) <= log(size(p)), (given,)), variants=False)
    assert found.inside == found.larger >= 12


def test_each_case_counts_once() -> None:
    few = examine(stating(n >= 1, (n > 1000,)), variants=False)
    assert (few.inside, few.larger) == (7, 4)  # 1001 to 1003, 1004 and what is beside the number itself


@pytest.mark.parametrize(
    ("then", "given"),
    [
        (exists(y, p(y) > Fraction(1, 60)), (size(p) <= 60, size(p) >= 50)),
        (H(p, p) <= log(30), (size(p) <= 40, size(p) >= 20)),
        (a * u * t <= Fraction(1, 30), (a + u + t == 1, a > 0, u > 0, t > 0)),
        (E(B, g) <= E(p, g) + 1, (for_all(y, both(g(y) >= 0, g(y) <= 2)),)),
        (E(p, r) - E(psi, r) <= Fraction(1, 2), (TV(p, psi) <= Fraction(1, 4), for_all(y, both(r(y) >= 0, r(y) <= 3)))),
        (
            E(p, r) - E(psi, r) <= Fraction(1, 10),
            (TV(p, psi) <= Fraction(1, 10), for_all(y, both(r(y) >= -1, r(y) <= 1))),
        ),
    ],
)
def test_what_is_false_between_the_numbers_of_the_hypotheses(then: Term, given: tuple[Term, ...]) -> None:
    assert examine(stating(then, given), variants=False).false_at


def test_what_is_too_large_to_be_decided_is_no_contradiction_of_the_hypotheses() -> None:
    found = examine(stating(E(soft_best(p, n, r), r) >= E(p, r), (size(p) == 12,)), variants=False)
    assert (found.inside, found.satisfied) == (0, True)
    assert found.left.startswith("(n = ")
    report = run_claim(stating(E(soft_best(p, n, r), r) >= E(p, r), (size(p) == 12,), expected="undecided"))
    assert report.reason.startswith("cases of the sorts: undecided at (n = ")


@pytest.mark.parametrize(
    ("then", "given"),
    [
        (u <= 60, (1 / (u - 7) >= Fraction(1, 60), u > 5)),  # without this is 67
        (u >= 0, (log(u - 4) >= 0,)),
        (KL(p, psi) >= 1, (KL(p, psi) >= 2,)),
    ],
)
def test_a_hypothesis_that_has_no_value_at_a_larger_case_is_not_met_there(then: Term, given: tuple[Term, ...]) -> None:
    found = examine(stating(then, given), variants=False)
    assert found.error is None
    assert found.outside > 0
    assert found.larger or found.false_at
