"""Certificates of terms: the kernel agrees with what the term says at random cases, and sees the model's data."""

from __future__ import annotations

from typing import Any

import pytest

from exactalign import EnclosedReal, Reward
from proofs_check import kernel, pmf
from proofs_check.engine.certificates import seal
from proofs_check.engine.certify import evidence_of, is_finished, relation
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Pr,
    Sum,
    T,
    Var,
    Z,
    best,
    chi_squared,
    count,
    event,
    implies,
    law,
    log,
    log_of,
    outcome,
    positive_law,
    renyi,
    reward,
    total,
)
from proofs_check.formula.certificates import confirmation, refutation
from proofs_check.formula.model_data import NoCertificate
from proofs_check.formula.statements import Statement
from proofs_check.formula.values import value
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case

p, q, psi = law("p"), positive_law("q"), law("psi")
r, y, n = reward("r"), outcome("y"), count("N")
w = outcome("w", length=n)
CASE = {
    "p": pmf("1/5, 3/10, 1/2"), "q": pmf("2/3, 1/9, 2/9"), "psi": pmf("0, 1/4, 3/4"), "r": Reward.values([1, 0, 1]),
    "N": 2, "y": 1,
}  # fmt: skip

NUMBERS = {
    "a divergence with a zero": KL(psi, q),
    "a cross entropy": H(psi, q),
    "a tilt": KL(T(q, p, 2), p),
    "a partition function": Z(q, p, -1),
    "best of two words, ties": KL(best(p**n, n, total(log_of(q), n)), p**n),
    "best by rewards": KL(best(p, n, r), p),
    "an expectation": E(p, r),
    "an expectation of a logarithm with a zero": E(psi, log_of(q)),
    "a variance": Var(p, log_of(q)),
    "a sum": Sum(y, p(y) * (log(q(y)) - H(p, q))),
    "an entry": q(y) - p(y),
    "a distance": TV(p, q),
    "chi squared": chi_squared(psi, q),
    "a Rényi divergence": renyi(2, psi, q),
    "an event": Pr(p, event(y, q(y) <= p(y))),
    "an event of words": Pr(p**n, event(w, total(r, n)(w) < 2)),
}


def said(statement: Any, status: str = "valid") -> None:
    outcome_ = kernel.check(seal("T-x", statement, {"precision": "256"}))
    assert outcome_.status == status, outcome_.reason


@pytest.mark.parametrize("name", NUMBERS)
def test_the_kernel_recomputes_what_the_term_is_worth(name: str) -> None:
    term = NUMBERS[name]
    bounds = EnclosedReal.of(value(term, CASE)).enclose(12)
    for statement in (Statement(bounds.lower <= term), Statement(term <= bounds.upper)):
        for found in confirmation(statement, CASE):
            said(found)
            assert not is_finished(found)
    for statement in (Statement(term <= bounds.lower - 1), Statement(bounds.upper + 1 <= term)):
        for found in refutation(statement, CASE):
            said(found)


def test_a_refutation_shows_every_hypothesis_and_the_falsehood() -> None:
    statement = Statement(KL(psi, q) <= KL(p, q), given=(H(psi, q) <= H(p, q),))
    case = CASE | {"psi": pmf("1, 0, 0")}
    assert statement.holds(case) is True
    false = Statement(KL(p, q) < KL(psi, q), given=(H(psi, q) <= H(p, q),))
    found = refutation(false, case | {"p": pmf("0, 1, 0")})
    assert [fact["relation"] for fact in found] == ["<=", ">="]
    for fact in found:
        said(fact)
        assert {"p", "q", "psi"} >= {name for name, _ in fact["let"]}


def test_connectives_become_relations() -> None:
    both = Statement(implies(KL(p, q) < 0, KL(p, q) == 0))
    assert [fact["relation"] for fact in confirmation(both, CASE)] == [">="]
    for fact in confirmation(both, CASE):
        said(fact)


def test_what_the_kernel_has_no_words_for_is_refused_with_a_reason() -> None:
    with pytest.raises(NoCertificate, match="no single relation"):
        confirmation(Statement(Pr(p, event(y, implies(q(y) < 1, p(y) < 1))) <= 1), CASE)


def test_finished_numbers_are_not_certificates() -> None:
    assert is_finished(relation("1/4", "<=", ["log", "3"]))
    assert is_finished({"kind": "logform-sign", "sign": "1", "form": ["log", "2"]})
    assert not is_finished(relation(["sum", ["vec", "1/4", "1/4"]], "<=", "1"))
    assert not is_finished(relation(["^", "x", "2"], "<=", "1", [("x", "1/2")]))


class False_(Assertion):
    id, place, title, expected, weight = "T-false", "here", "No divergence", "refuted", "false"
    asserts = Statement(KL(p, q) == 0)
    flaw = "only for p = q"
    counterexample = Case(p=pmf("1/2, 1/2"), q=pmf("1/3, 2/3"))


def test_a_refuted_claim_is_certified_from_the_data_of_its_counterexample() -> None:
    ((statement, evidence),) = evidence_of(False_).statements
    assert statement["let"] == [["p", ["vec", "1/2", "1/2"]], ["q", ["vec", "1/3", "2/3"]]]
    assert (statement["left"], statement["relation"], statement["right"]) == (["kl", "p", "q"], "!=", "0")
    assert evidence == {"precision": "64"}


def test_a_claim_refuted_against_its_author_is_certified_as_well() -> None:
    class Unexpected(Assertion):
        id, place, title, expected = "T-unexpected", "here", "A false bound", "tested"
        asserts = Statement(KL(p, q) <= 0)

    statements = evidence_of(Unexpected).statements
    assert [s["relation"] for s, _ in statements] == [">"]
    assert statements[0][0]["let"]
