"""What becomes of a claim that is a term: each of its pieces of evidence, with the words that are shown of it."""

from __future__ import annotations

from typing import Any

import pytest

from exactalign import Distribution
from exactalign.exceptions import TooLarge, Undecided
from proofs_check import identity, proof
from proofs_check.engine import asserting
from proofs_check.engine.asserting import formal_of, results_of
from proofs_check.engine.examining import Examined, examine
from proofs_check.engine.gathering import run_check
from proofs_check.formal.record import Standing
from proofs_check.formula import (
    KL,
    H,
    absolutely_continuous,
    both,
    either,
    exp,
    for_all,
    iff,
    implies,
    law,
    log,
    no,
    nonnegative,
    outcome,
    positive_law,
    real,
    sqrt,
)
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift
from proofs_check.formula.values import NoReading, NotDefined
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.cases import Case
from proofs_check.language.derivations import instance, linear, sign
from proofs_check.language.evidence import ERROR, FAILED, PASSED, UNDECIDED, CheckResult

p, q, x, a, y = law("p"), positive_law("q"), real("x"), nonnegative("a"), outcome("y")
LAWS = {"p": Distribution.uniform(2), "q": Distribution.from_weights([1, 2])}
zero = lift(0)
STANDS, OPEN = Standing(True, "as Coq says"), Standing(False, "not asked")


class Sample(Assertion):
    id, place, title, expected = "T-sample", "here", "A sample", "tested"
    asserts = Statement(zero <= a)


def stating(term: Term | Statement, given: tuple[Term, ...] = (), **more: Any) -> type[Assertion]:
    statement = term if isinstance(term, Statement) else Statement(term, given)
    return type("Changed", (Sample,), {"asserts": statement, **more})


def results(cls: type[Assertion], examined: Examined | None = None) -> list[CheckResult]:
    return results_of(cls, examine(cls, variants=False) if examined is None else examined)


def told(result: CheckResult) -> tuple[str, str, str, str]:
    return result.kind, result.name, result.status, result.reason


WITNESS = ("witness", "counterexample")


def test_the_printed_statement_is_false_at_its_counterexample() -> None:
    (found,) = results(stating(x <= 1, counterexample=Case(x=2)))
    assert told(found) == (*WITNESS, PASSED, "false at (x = 2): x ≤ 1: 2 ≤ 1")
    assert found.case == Case(x=2)
    assert [(c.left, c.relation, c.right) for c in found.comparisons] == [(2, "≤", 1)]
    cls = stating(x <= 1, counterexample=Case(x=2), degenerate=Case(x=3))
    (found,) = results(cls)
    assert found.reason == "false at (x = 2): x ≤ 1: 2 ≤ 1; and at (x = 3)"  # 3 is no special number
    assert found.case == Case(x=2)
    (found,) = results(stating(x < 0, counterexample=Case(x=2), degenerate=Case(x=0)))
    assert found.reason == "false at (x = 2): x < 0: 2 < 0; and, degenerate, at (x = 0)"


def test_a_counterexample_is_shown_with_what_the_statement_speaks_of() -> None:
    (found,) = results(stating(x <= 1, counterexample=Case(x=2, n=5), degenerate=Case(x=3, q=1)))
    assert found.reason == "false at (x = 2): x ≤ 1: 2 ≤ 1; and at (x = 3)"
    assert found.case == Case(x=2)


@pytest.mark.parametrize(
    ("given", "case", "degenerate", "reason", "shown"),
    [
        ((), {"x": 1}, None, "(x = 1): it holds there: x ≤ 1: 1 ≤ 1", {"x": 1}),
        ((x <= 1,), {"x": 2}, None,
         "(x = 2): it is outside the hypotheses, or not defined there: x ≤ 1: 2 ≤ 1", {"x": 2}),
        ((), {"x": 2}, {"x": 0}, "(x = 0): it holds there: x ≤ 1: 0 ≤ 1", {"x": 0}),
        ((), {"y": 2}, None, None, {"y": 2}),
        ((), {"x": 2}, {"x": LAWS["p"]}, None, {"x": LAWS["p"]}),
    ],
)  # fmt: skip
def test_a_counterexample_that_is_none(
    given: tuple[Term, ...], case: Any, degenerate: Any, reason: str | None, shown: Any
) -> None:
    beside = {} if degenerate is None else {"degenerate": Case(**degenerate)}
    (found,) = results(stating(x <= 1, given, counterexample=Case(**case), **beside))
    assert told(found)[:3] == (*WITNESS, FAILED)
    assert found.case == Case(**shown)
    if reason is None:
        assert found.reason.startswith(f"({Case(**shown)}) is no case: ")
    else:
        assert found.reason == reason


def test_what_is_compared_is_read_out_of_connectives() -> None:
    one, other = x <= 1, x <= 3
    for term, parts in (
        (both(one, other), 2), (either(one, no(other)), 2), (implies(other, one), 2), (iff(one, other), 2),
        (implies(one, other), 1),
        (no(one), 1), (KL(p, q) <= x, 1),
    ):  # fmt: skip
        truth, compared = asserting._at(Statement(term), Case(x=2, **LAWS))
        assert len(compared) == parts
        assert truth is Statement(term).holds({"x": 2, **LAWS})
    truth, compared = asserting._at(Statement(1 / x <= 1), Case(x=0))
    assert (truth, compared) == (None, ())
    assert asserting._told(Statement(1 / x <= 1), compared) == "1/x ≤ 1"


@pytest.mark.parametrize(
    ("term", "told"),
    [
        (both(x <= 1, x <= 3), "x ≤ 1: 2 ≤ 1, which is false; x ≤ 3: 2 ≤ 3"),
        (no(x <= 3), "not (x ≤ 3): 2 > 3, which is false"),
        (no(x < 3), "not (x < 3): 2 ≥ 3, which is false"),
        (no(x == 2), "not (x = 2): 2 ≠ 2, which is false"),
        (no(x != 1), "not (x ≠ 1): 2 = 1, which is false"),
        (no(no(x <= 1)), "x ≤ 1: 2 ≤ 1, which is false"),
        (either(x <= 0, no(x <= 3)), "x ≤ 0: 2 ≤ 0, which is false; not (x ≤ 3): 2 > 3, which is false"),
        (implies(x <= 2, no(x <= 3)), "x ≤ 2: 2 ≤ 2; not (x ≤ 3): 2 > 3, which is false"),
        (no(implies(x <= 2, x <= 3)), "x ≤ 2: 2 ≤ 2; not (x ≤ 3): 2 > 3, which is false"),
        (no(both(x <= 2, x <= 3)), "not (x ≤ 2): 2 > 2, which is false; not (x ≤ 3): 2 > 3, which is false"),
        (iff(x <= 2, x <= 1), "x ≤ 2: 2 ≤ 2; x ≤ 1: 2 ≤ 1, which is false"),
        (no(iff(x <= 2, x <= 3)), "not (x ≤ 2 exactly when x ≤ 3)"),
        (both(x <= 2, no(iff(x <= 2, x <= 3))), "x ≤ 2: 2 ≤ 2; not (x ≤ 2 exactly when x ≤ 3), which is false"),
        (iff(x == 2, for_all(y, p(y) == x)), "x = 2: 2 = 2; for all y: p(y) = x, which is false"),
        (implies(absolutely_continuous(p, q), x <= 1), "p ≪ q, which is true; x ≤ 1: 2 ≤ 1, which is false"),
        (both(1 / (x - 2) <= 1, x <= 1), "x ≤ 1: 2 ≤ 1, which is false"),  # no value, no word
        (for_all(y, p(y) == x), "for all y: p(y) = x"),
        (implies(x <= 1, x <= 0), "x ≤ 1: 2 ≤ 1, which is false"),  # what follows a false condition is not read
        (both(sqrt(1 - exp(x)) <= 9, x <= 1), "x ≤ 1: 2 ≤ 1, which is false"),  # nor what has no digits
    ],
    ids=str,
)
def test_what_is_told_as_false_is_false(term: Term, told: str) -> None:
    statement = Statement(term)
    _, parts = asserting._at(statement, Case(x=2, **LAWS))
    assert asserting._told(statement, parts) == told


def test_a_closed_statement_is_decided() -> None:
    for term, given, status, reason in (
        (lift(1) <= 2, (), PASSED, "1 ≤ 2"),
        (lift(2) <= 1, (), FAILED, "2 ≤ 1"),
        (lift(2) <= 1, (lift(3) <= 1,), UNDECIDED, "nothing is said: a hypothesis is false, or a term has no value: "),
    ):
        (found,) = results(stating(term, given))
        assert told(found)[:3] == ("closed", "value", status)
        assert found.reason.startswith(reason) if status == UNDECIDED else reason in found.reason
        assert (found.comparisons == ()) is (status == UNDECIDED)


def test_what_a_proof_decides_is_not_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    cls = stating(lift(1) <= 2)

    def undecided(statement: Statement, case: Case) -> CheckResult:
        raise Undecided("too\n close")

    monkeypatch.setattr(asserting, "_decided", undecided)
    assert [told(found) for found in results(cls, Examined())] == [("closed", "value", UNDECIDED, "too close")]
    assert [told(found) for found in results(cls, Examined(standing=STANDS))] == [
        ("formal", "formal proof", PASSED, "as Coq says")
    ]
    assert [found.kind for found in results(cls, Examined(standing=OPEN))] == ["formal", "closed"]


@pytest.mark.parametrize(
    ("error", "status", "reason"),
    [
        (Undecided("so\n close"), UNDECIDED, "so close"),
        (TooLarge("so large"), UNDECIDED, "so large"),
        (NoReading("no words"), UNDECIDED, "no words"),
        (NotDefined("no value"), ERROR, "NotDefined: no value"),
        (ValueError("a\n b" + "c" * 300), ERROR, "ValueError: a b" + "c" * 285),
    ],
)
def test_what_goes_wrong_is_undecided_or_an_error(error: Exception, status: str, reason: str) -> None:
    def trial() -> CheckResult:
        raise error

    assert told(asserting._guarded("closed", "value", trial)) == ("closed", "value", status, reason)
    (found,) = results(Sample, Examined(error=error))
    assert told(found) == ("search", "cases of the sorts", status, reason)


def test_a_proof_by_lines() -> None:
    one = stating(zero <= a, lines=(sign(zero <= a),))
    derived, tried = results(one)
    assert told(derived) == ("derivation", "proof", PASSED, "1 line, each checked, the last is the statement")
    assert [(s.kind, s.words, s.detail, s.rests_on, s.latex) for s in derived.steps] == [
        ("line", "0 ≤ a", "sign", "", r"0 \le a")
    ]
    assert tried.status == PASSED
    two = stating(zero <= 2 * a, lines=(instance(one, zero <= a, a=a), linear(zero <= 2 * a, {1: 2})))
    derived, _ = results(two)
    assert told(derived) == ("derivation", "proof", PASSED, "2 lines, each checked, the last is the statement")
    assert [step.rests_on for step in derived.steps] == ["T-sample", ""]
    wrong = stating(zero <= 2 * a, lines=(sign(zero <= a), linear(zero <= 2 * a, {1: 1})))
    derived, _ = results(wrong)
    assert told(derived)[:3] == ("derivation", "proof", FAILED)
    assert derived.reason.startswith("line 2 (0 ≤ 2·a): ")
    assert len(derived.steps) == 2
    itself = stating(zero <= a, lines=(sign(zero <= a),))
    itself.lines = (instance(itself, zero <= a, a=a),)
    derived, _ = results(itself)
    assert told(derived) == ("derivation", "proof", FAILED, "a claim does not prove itself")
    assert len(derived.steps) == 1
    itself.lines = (sign(zero <= a), instance(itself, zero <= a, a=a))
    derived, _ = results(itself)
    assert told(derived) == ("derivation", "proof", FAILED, "a claim does not prove itself")
    assert len(derived.steps) == 2


SEARCH = ("search", "cases of the sorts")


def test_what_the_cases_say() -> None:
    blank = {"inside": 12, "outside": 5, "plain": True}
    counts = {"kept": 12, "discarded": 5}
    part = (zero <= a).args[1]
    unread = {"unread": {part.token: part}}
    never = "“a” is read at none of 12 cases: what stands before it is never met there"
    for parts, proved, status, reason, counted in (
        (blank, False, PASSED, "12 small cases, no counterexample was found", counts),
        (blank, True, PASSED, "12 small cases, no counterexample was found", counts),
        ({**blank, "plain": False}, False, PASSED, "12 small cases, all degenerate, no counterexample was found",
         counts),
        ({**blank, "undecided": "(a = 1)"}, False, UNDECIDED, "undecided at (a = 1)", counts),
        ({**blank, "undecided": "(a = 1)"}, True, PASSED,
         "12 small cases, no counterexample was found; not decided at (a = 1), where the proof decides", counts),
        ({"outside": 5}, False, UNDECIDED, "none of 5 cases is inside the hypotheses", {}),
        ({"outside": 5}, True, UNDECIDED, "none of 5 cases is inside the hypotheses", {}),
        ({**blank, **unread}, False, UNDECIDED, never, counts),
        ({**blank, **unread}, True, PASSED, "12 small cases, no counterexample was found", counts),
    ):  # fmt: skip
        found = asserting._tried(Sample, Sample.term, Examined(**parts), proved)
        assert told(found) == (*SEARCH, status, reason)
        assert found.counts == counted


def test_what_no_case_can_read_is_said_where_an_example_is_given_or_nothing_else_is_evidence() -> None:
    unreadable = Examined(unreadable="it speaks of a limit")
    given = stating(zero <= a, example=Case(a=1))
    for cls in (Sample, given):
        assert [told(found) for found in results(cls, unreadable)] == [(*SEARCH, UNDECIDED, "it speaks of a limit")]
    named = stating(zero <= a, formal="some_theorem")
    assert [found.kind for found in results(named, unreadable)] == []
    unreadable.standing = STANDS
    assert [found.kind for found in results(given, unreadable)] == ["formal"]


def test_a_case_at_which_it_is_false_is_shown_smallest_with_a_degenerate_one() -> None:
    cls = stating(x <= 0)
    (found,) = results(cls, Examined(false_at=[Case(x=1), Case(x=7)], inside=3))
    assert told(found)[:3] == (*SEARCH, FAILED)
    assert found.case is not None
    value = dict(found.case)["x"]
    assert found.reason == f"false at {found.case}: x ≤ 0: {value} ≤ 0; and, degenerate, at (x = 1)"
    assert cls.asserts.holds(dict(found.case)) is False


def test_evidence_stands_in_its_order() -> None:
    mended = {"counterexample": Case(x=2), "mended": Statement(zero <= a), "refuted_by": "no"}
    found = results(stating(x <= 1, **mended), Examined(inside=3, standing=STANDS, denied=OPEN))
    assert [told(result)[:3] for result in found] == [
        (*WITNESS, PASSED), ("witness", "refutation", UNDECIDED), ("formal", "formal proof", PASSED),
        (*SEARCH, PASSED),
    ]  # fmt: skip
    assert found[1].reason == "not asked"
    open_ = Examined(inside=3, undecided="(a = 1)")  # that the printed statement is false proves nothing of the other
    assert told(results(stating(x <= 1, **mended), open_)[-1]) == (*SEARCH, UNDECIDED, "undecided at (a = 1)")
    open_.denied = STANDS
    assert told(results(stating(x <= 1, **mended), open_)[-1]) == (*SEARCH, UNDECIDED, "undecided at (a = 1)")
    open_.standing = STANDS
    assert told(results(stating(x <= 1, **mended), open_)[-1])[2] == PASSED
    refuted = stating(x <= 1, refuted_by="no", formal="yes")
    assert [told(r)[:3] for r in results(refuted, Examined(denied=STANDS, standing=STANDS))] == [
        ("witness", "refutation", PASSED)
    ]


def test_the_formal_statements_of_a_claim() -> None:
    assert formal_of(Sample) == []
    mended = Statement(x <= 3, (x <= 2,))
    cls = stating(x <= 1, mended=mended, formal="yes", refuted_by="no", possible="can")
    (first, second, third) = formal_of(cls)
    assert (first[0], first[1].words, first[2]) == ("T-sample", mended.words, Formal("yes"))
    assert (second[0], second[1].words) == ("T-sample refuted", cls.asserts.words)
    assert second[2] == Formal("no", denies=True)
    assert (third[0], third[2]) == ("T-sample possible", Formal("can", denies=True))
    assert third[1].words.endswith("0 = 1")
    assert [str(h) for h in third[1].given] == ["x ≤ 2"]
    assert formal_of(stating(x <= 1, refuted_by="no"))[0][2] == Formal("no", denies=True, alone=True)
    assert len(formal_of(type("Words", (asserting.Claim,), {"id": "T-words"}))) == 0


@pytest.mark.parametrize(
    ("part", "kind", "name"), [("_witness", *WITNESS), ("_derived", "derivation", "proof")], ids=["witness", "lines"]
)
def test_what_goes_wrong_is_told_of_the_evidence_that_it_is_of(
    part: str, kind: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise KeyError("so")

    monkeypatch.setattr(asserting, part, failing)
    cls = stating(zero <= a, lines=(sign(zero <= a),), counterexample=Case(a=1), mended=Statement(zero <= a))
    found = [told(result) for result in results(cls, Examined(inside=1)) if result.status == ERROR]
    assert found == [(kind, name, ERROR, "KeyError: 'so'")]


def test_a_proof_beside_a_term_is_given_what_the_term_says() -> None:
    q = law("q")

    def kinds(said: Any, given: Any = (), **more: Any) -> list[str]:
        def steps(self: Any) -> Any:
            yield identity("split", KL(p, q) == H(p, q) - H(p, p))
            yield identity("logarithms", log(x * x) == 2 * log(x))

        claim = type(
            "Beside", (Assertion,), {"id": "T-beside", "asserts": Statement(said, given), "steps": proof(steps), **more}
        )
        (check,) = claim.checks()
        return [step.kind for step in run_check(check, claim(), more != {}).steps]

    assert kinds(KL(p, q) <= x, (x > 0,)) == ["identity", "identity"]
    assert kinds(KL(p, p) <= x, (x > 0,)) == ["conditional", "identity"]
    assert kinds(KL(p, q) <= x, (x > -1,)) == ["identity", "conditional"]
    assert kinds(KL(p, q) <= log(x)) == ["identity", "identity"]
    mended = {"mended": Statement(KL(p, q) <= x, (x > 0,)), "counterexample": Case()}
    assert kinds(KL(p, q) <= x, (x > -1,), **mended) == ["identity", "conditional"]  # as printed


def test_an_identity_beside_a_term_is_not_refuted_outside_of_its_hypotheses() -> None:
    y = real("y")
    for given, status in (((x == y,), UNDECIDED), ((), FAILED), ((x <= y,), FAILED)):
        steps = proof(lambda self: [identity("both", x * y == y * y)])
        claim = type("Beside", (Assertion,), {"id": "T-beside", "asserts": Statement(x <= y, given), "steps": steps})
        assert run_check(claim.checks()[0], claim()).status == status
