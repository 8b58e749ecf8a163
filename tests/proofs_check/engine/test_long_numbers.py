"""Numbers longer than the 4,300 digits of which Python itself makes a text."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, Reward
from proofs_check import Case
from proofs_check.engine.certify import evidence_of
from proofs_check.engine.registry import Library, Paper
from proofs_check.engine.runner import run
from proofs_check.formula import KL, count, law, outcome, positive_law, real, reward
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.language.assertions import Assertion

LONG = 10**5000 + 7
SMALL = Distribution({0: Fraction(1, LONG), 1: 1 - Fraction(1, LONG)})
a, n, p, q, g, y = real("a"), count("n"), law("p"), positive_law("q"), reward("g"), outcome("y")


def claim(statement: Statement, expected: str, **case: Any) -> type[Assertion]:
    parts: dict[str, Any] = {"id": "T-long", "place": "here", "title": "Long numbers", "expected": expected}
    if case:
        parts |= {"weight": "false", "counterexample": Case(**case)}
    return type("Long", (Assertion,), {**parts, "asserts": statement})


REFUTED = [
    (Statement(a <= 3), {"a": LONG}),
    (Statement(a <= 3), {"a": LONG + Fraction(1, LONG)}),
    (Statement(n <= 3), {"n": LONG}),
    (Statement(g(y) <= 3), {"g": Reward.values([LONG, 0]), "y": 0}),
    (Statement(p(y) >= 1), {"p": SMALL, "y": 0}),
    (Statement(KL(p, q) <= 0), {"p": SMALL, "q": Distribution.uniform(2)}),
]


@pytest.mark.parametrize(("statement", "case"), REFUTED, ids=lambda x: str(x) if isinstance(x, Statement) else "")
def test_a_counterexample_of_long_numbers_is_shown_shortened(statement: Statement, case: dict[str, Any]) -> None:
    cls = claim(statement, "refuted", **case)
    (report,) = run(Library([Paper("t", "T", "T", (cls,))]), [cls])
    assert (report.verdict, len(report.reason) < 1000) == ("refuted", True)
    assert report.to_json()
    found = evidence_of(cls)
    assert (found.statements, found.left_out) == (
        [], ["a number of more than 4000 digits, which no certificate holds"],
    )  # fmt: skip


def test_long_numbers_that_a_term_makes_are_decided() -> None:
    cls = claim(Statement(lift(10) ** 20_000 == lift(10) ** 19_999 * 10), "decided")
    (report,) = run(Library([Paper("t", "T", "T", (cls,))]), [cls])
    assert report.verdict == "decided"
    assert "Exceeds" not in report.reason
