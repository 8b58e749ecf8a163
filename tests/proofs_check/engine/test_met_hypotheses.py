# mypy: disable-error-code="no-untyped-call"
"""What is false only where a hypothesis is rarely met is found to be false; and what is true there is tried there."""

from __future__ import annotations

from fractions import Fraction

import pytest

from exactalign import Reward
from proofs_check import Case, pmf
from proofs_check.engine.examining import examine
from proofs_check.engine.runner import run_claim
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Var,
    best,
    both,
    count,
    exp,
    for_all,
    implies,
    kept,
    law,
    log,
    more,
    natural,
    nonnegative,
    outcome,
    real,
    reward,
    rule,
    sum_to,
    tilt_by,
)  # fmt: skip
from proofs_check.formula.fits import misfit
from proofs_check.formula.hypotheses import density, edge
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term
from proofs_check.language.assertions import Assertion

p, psi, r, s = law("p"), law("psi"), reward("r"), rule("s")
y, z = outcome("y"), outcome("z")
n, k, j = count("n"), count("k"), natural("j")
a, c, d, th = nonnegative("a"), real("c"), real("d"), real("theta")
B = best(p, n, r)
UNIT = (for_all(y, both(r(y) >= 0, r(y) <= 1)),)
BOUNDED = (for_all(y, psi(y) <= c * p(y)), c >= 1)

FALSE = [
    (TV(kept(p, n, s), p) <= Fraction(1, 3), ()), (KL(kept(p, 3, s), p) <= Fraction(1, 4), ()),
    (E(kept(p, 3, s), r) <= E(best(p, 2, r), r), ()), (kept(p, n, s)(y) <= p(y) + Fraction(1, 4), ()),
    (E(kept(p, n, s), r) - E(p, r) <= Fraction(1, 4), UNIT),
    (KL(psi, p) <= c - 1 - log(c), BOUNDED), (TV(psi, p) <= (c - 1) / 2, BOUNDED),
    (H(psi, psi) >= H(p, p) - log(c), BOUNDED),
    (tilt_by(r, p, a)(y) >= p(y), (r(y) >= E(p, r),)), (B(y) >= p(y), (r(y) >= E(p, r),)),
    (B(y) <= p(y), (r(y) <= E(p, r),)), (best(p, more(n), r)(y) >= B(y), (r(y) >= E(B, r),)),
    (B(y) >= B(z), (r(y) > r(z), p(y) >= p(z) / 2, p(z) > 0)),
    (k * log(1 - th) >= -k * th - k * th**2, (th >= 0, th < 1)),
    ((1 - th) ** k >= exp(-k * th - k * th**2), (th >= 0, th < 1)),
    ((1 - th) ** n <= d, (n * th >= log(1 / d) / 2, d > 0, th >= 0, th <= 1)),
    (sum_to(j, n, 1 / (j + 1)) <= log(n) + Fraction(3, 5), (n >= 20,)),
    (Var(p, r) <= 10, (E(p, r) == 5,)), (KL(B, p) <= Fraction(1, 2), (n >= 20,)), (Var(p, r) >= 21, (Var(p, r) >= 20,)),
    (E(B, r) - E(p, r) <= Fraction(1, 2), (*UNIT, n >= 13)),
    (1 - (1 - th) ** n <= Fraction(9, 10), (th >= 0, th <= 1, n >= 50)),
]  # fmt: skip


def asserting(said: Term, given: tuple[Term, ...], **more: object) -> type[Assertion]:
    name = {"id": "T", "place": "here", "title": "x", "asserts": Statement(said, given=given), **more}
    return type("C", (Assertion,), name)


@pytest.mark.parametrize(("said", "given"), FALSE, ids=str)
def test_what_is_false_where_hypotheses_are_rarely_met_does_not_survive(said: Term, given: tuple[Term, ...]) -> None:
    cls = asserting(said, given)
    found = examine(cls, variants=False)
    assert found.false_at
    assert found.satisfied
    assert all(misfit(cls.asserts, dict(case)) == "" for case in found.false_at)


TRUE = [
    (TV(kept(p, n, s), p) <= 1 - 1 / n, ()),
    (kept(p, n, s)(y) <= n * p(y), ()), (KL(psi, p) <= log(c), BOUNDED), (TV(psi, p) <= 1 - 1 / c, BOUNDED),
    (B(y) >= B(z), (r(y) > r(z), p(y) >= p(z))), (log(1 - th) <= -th, (th >= 0, th < 1)),
    ((1 - th) ** n <= d, (n * th >= log(1 / d), d > 0, th >= 0, th <= 1)),
    (sum_to(j, n, 1 / (j + 1)) <= log(n) + 1, (n >= 20,)), (E(p, r) <= 6, (E(p, r) == 5,)),
    (KL(B, p) <= log(n), (n >= 12,)), (KL(B, p) <= log(n), (n >= 20,)), (Var(p, r) >= 20, (Var(p, r) >= 20,)),
]  # fmt: skip


@pytest.mark.parametrize(("said", "given"), TRUE, ids=str)
def test_what_is_true_beside_it_is_tried_there(said: Term, given: tuple[Term, ...]) -> None:
    found = examine(asserting(said, given))
    assert (found.false_at, found.undecided, found.error) == ([], "", None)
    assert found.satisfied
    assert found.inside >= 12


def test_larger_cases_count_where_few_of_the_first_ones_are_inside() -> None:
    report = run_claim(asserting(E(p, r) <= 6, (E(p, r) == 5,), expected="tested"))
    assert (report.verdict, report.problems) == ("tested", [])
    assert report.reason.endswith(" of them larger, no counterexample was found")
    assert any(tooth["rejected"] for tooth in report.teeth)
    few = examine(asserting(KL(B, p) <= log(n), ()))
    assert (few.inside, few.larger) == (120, 0)
    one = examine(
        asserting(KL(B, p) <= log(n), (n >= 12,), example=Case(p=pmf("1/2, 1/2"), r=Reward.values([0, 1]), n=12))
    )
    assert one.inside >= one.larger >= 0


def test_a_false_one_says_nothing_of_hypotheses_that_do_not_hold_together() -> None:
    report = run_claim(asserting(Var(p, r) <= 10, (E(p, r) == 5,), expected="refuted", weight="false"))
    assert (report.verdict, report.as_expected, report.problems) == ("refuted", True, [])


def test_what_bounds_a_density() -> None:
    found = density(BOUNDED[0])
    assert found is not None
    assert [v.name for v in found] == ["psi", "p"]
    tight = edge(BOUNDED[0])
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
