"""What a run of one claim puts into its report, and what a run of several refuses."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from exactalign import EnclosedReal
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_least,
    at_most,
    decision,
    differ,
    equal,
    identity,
    less,
    proof,
    search,
    theorem,
    witness,
)  # fmt: skip
from proofs_check.engine import runner
from proofs_check.engine.registry import Library, Paper
from proofs_check.engine.reports import Report
from proofs_check.engine.runner import cited_in_view, needed, run, run_claim
from proofs_check.engine.searches import cases, integers
from proofs_check.exceptions import ClaimError
from proofs_check.formula import log as logarithm
from proofs_check.formula import nonnegative, real
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import instance, sign
from proofs_check.language.evidence import ERROR, FAILED, PASSED, UNDECIDED, CheckResult
from proofs_check.language.steps import argument, exact
from tests.proofs_check.engine.test_claims import Amended, Square

a, x = nonnegative("a"), real("x")


class Termed(Assertion):
    id, place, title, expected = "T-termed", "Lemma 1", "A term", "tested"
    asserts = Statement(lift(0) <= a)


class Growing(Claim):
    """n ≤ n² − n: false at n = 1 only."""

    id, place, title, statement, latex = "T-growing", "here", "Growing", "n ≤ n² − n", "n"
    scope, expected, weight, corrected_expected = "whole numbers to 9", "amended", "condition", "tested"
    example, edges, teeth = Case(n=2), (), (Variant("more", more=1),)
    conditions = (Hypothesis("n ≠ 1", lambda x: x.n != 1),)
    more = 0

    def holds(self, x: Case) -> Any:
        return at_most(x.n + self.more, x.n * x.n - x.n)

    @search(cases(n=integers(0, 9)))
    def tried(self, x: Case) -> Any:
        return self.holds(x)


def report_of(base: type[Claim] = Square, **attributes: Any) -> Report:
    return run_claim(type("Changed", (base,), attributes))


def test_a_report_has_what_the_claim_says() -> None:
    found = run_claim(type("Changed", (Square,), {"latex": "n^2", "weight": "slip"}), "a paper")
    assert (found.id, found.paper, found.place, found.title) == ("T-square", "a paper", "here", "Squares of integers")
    assert (found.statement, found.scope, found.latex) == ("n² ≥ n", "all integers n", "n^2")
    assert (found.weight, found.expected, found.term, found.status) == ("slip", "tested", "", "")
    assert (found.reason, found.witness, found.corrected) == ("11 examples kept, 0 discarded", None, None)
    assert 0 < found.seconds < 100
    assert (run_claim(Square).paper, run_claim(Termed).term) == ("", Termed.asserts.words)
    corrected = run_claim(Amended).corrected
    assert corrected == {
        "statement": "n² ≥ n", "latex": "", "verdict": "tested", "expected": "tested", "scope": "all integers n",
        "reason": "11 examples kept, 0 discarded",
    }  # fmt: skip


def test_the_checks_that_ran_are_counted() -> None:
    changed = type("Changed", (Square,), {})
    changed.declared_checks = ("tried", "gone")
    found = run_claim(changed)
    assert found.checks == {"declared": 2, "ran": 1}
    assert found.problems[0] == "2 checks are declared but 1 ran"
    proved = report_of(Termed, lines=(sign(lift(0) <= a),), expected="proved")
    assert proved.checks == {"declared": 2, "ran": 2}  # the lines, and the cases of the sorts
    assert (proved.verdict, proved.problems) == ("proved", [])


def test_what_is_amended_to_something_else_than_expected_is_a_problem() -> None:
    found = report_of(Amended, corrected_expected="certified", example=None)
    said = "the corrected statement is tested, expected certified: 11 examples kept, 0 discarded"
    assert (found.problems[0], len(found.problems)) == (said, 2)
    assert found.verdict == "amended"
    missing = report_of(Amended, corrected_expected="certified", one=None, tried=decision(lambda self: True))
    assert missing.verdict == "undecided"
    assert not any(problem.startswith("the corrected statement is") for problem in missing.problems)


def test_conditions_that_were_tried_stand_first_in_what_is_seen() -> None:
    found = run_claim(Growing)
    assert [line["kind"] for line in found.sanity] == ["condition", "satisfiable", "hypothesis", "edge"]
    assert found.sanity[0]["text"] == "provided that n ≠ 1"
    assert (found.verdict, found.effective) == ("amended", "tested")
    assert [result["kind"] for result in found.evidence] == ["search", "witness"]


def test_a_check_that_answers_otherwise_when_it_is_run_again() -> None:
    asked: list[int] = []

    def fickle(self: Any) -> Any:
        asked.append(1)
        return differ(len(asked), 3)  # after the claim itself and its one wrong variant

    changed = type("Changed", (Square,), {"fickle": decision(fickle)})
    found = run_claim(changed, twice=True)
    said = "the check fickle answers differently when it is run again: passed, then undecided"
    assert found.problems[-1] == said
    asked.clear()
    assert said not in run_claim(changed).problems
    assert run_claim(Square, twice=True).problems == run_claim(Termed, twice=True).problems == []
    shown = [CheckResult("search", "tried", FAILED, "", case=case) for case in (Case(n=1), Case(n=2))]
    assert len(runner._otherwise(type("Other", (Square,), {"shift": 0}), shown, False)) == 1


def test_witnesses_speak_of_what_is_printed_and_all_else_of_the_claim() -> None:
    ran: list[tuple[str, Any, bool]] = []

    def holds(self: Any, x: Case) -> Any:
        ran.append((self.relation.__name__, x.n, self.deep))
        return self.relation(x.n, x.n * x.n)

    changed = type("Changed", (Amended,), {"holds": holds})
    results = {check.kind: runner._run_on_claim(changed, check, True) for check in changed.checks()}
    assert results["witness"].status == results["search"].status == PASSED
    assert {name for name, _, _ in ran} == {"less", "at_most"}
    assert all(deep for _, _, deep in ran)
    added = Hypothesis("n > 1", lambda x: x.n > 1, added=True)
    unused = Hypothesis("n > 2", lambda x: x.n > 2, unused="so")
    for hypothesis, status in ((added, PASSED), (unused, FAILED)):
        claim = type("Changed", (Amended,), {"hypotheses": (hypothesis,)})
        (one,) = [check for check in claim.checks() if check.kind == "witness"]
        assert runner._run_on_claim(claim, one, False).status == status


def test_the_witness_that_is_shown() -> None:
    by_hand, second = (CheckResult("witness", f"w{n}", PASSED, f"so {n}", case=Case(n=n)) for n in (1, 2))
    found = CheckResult("search", "tried", FAILED, "false", case=Case(n=3))
    closed = CheckResult("decision", "decided", FAILED, "false")
    bare = CheckResult("witness", "refutation", PASSED, "as Coq says")
    lost = CheckResult("witness", "lost", FAILED, "holds", case=Case(n=4))
    passed = CheckResult("search", "passed", PASSED, "so", case=Case(n=5))
    first = {"case": {"n": 1}, "words": "so 1", "by": "w1"}
    for verdict in ("refuted", "amended"):
        assert runner._witness([found, by_hand, second], verdict) == first
        assert runner._witness([bare, passed, lost, found, closed], verdict) == {
            "case": {"n": 3}, "words": "false", "by": "tried",
        }  # fmt: skip
        assert runner._witness([closed, found], verdict) == {"case": {}, "words": "false", "by": "decided"}
        assert runner._witness([bare, lost, passed], verdict) is None
    assert runner._witness([found, by_hand], "tested") is None


def test_what_a_proof_rests_on_and_what_tries_its_arguments() -> None:
    steps = (theorem("thm:jensen", "so"), theorem("T-b", "so"), theorem("T-a", "so"), exact("1", equal(1, 1)))
    shown = CheckResult("proof", "shown", PASSED, "so", steps=steps)

    def said(*results: CheckResult, uses: tuple[str, ...] = ("thm:jensen", "T-a", "T-b")) -> list[str]:
        return runner._proof_problems(type("Changed", (Square,), {"proof_uses": uses}), results)

    assert said(shown) == []
    assert said(shown, uses=("thm:jensen",)) == [
        f"a step uses {name}, which proof_uses does not list" for name in ("T-a", "T-b")
    ]
    many = [f"T-{letter}" for letter in "hgfedcba"]
    shown_by = CheckResult("proof", "shown", PASSED, "so", steps=tuple(theorem(name, "so") for name in many))
    assert said(shown_by, uses=()) == [f"a step uses {name}, which proof_uses does not list" for name in reversed(many)]
    unused = [f"proof_uses lists {name}, which no step uses" for name in ("T-x", "T-c")]
    assert said(shown, uses=("T-x", "thm:jensen", "T-a", "T-b", "T-c")) == unused
    broken = CheckResult("search", "broken", ERROR, "so")
    assert said(shown, broken, uses=("T-x", "thm:jensen", "T-a", "T-b", "T-c")) == []  # not all of it was read
    trying = {kind: CheckResult(kind, f"by {kind}", PASSED, "") for kind in ("search", "instances", "decision")}
    tried = CheckResult("proof", "tried", PASSED, "", steps=(argument("so", [f"by {kind}" for kind in trying]),))
    assert said(tried, *trying.values(), uses=()) == []
    untried = CheckResult("proof", "tried", PASSED, "", steps=(argument("so", ["tried", "none", "by search"]),))
    assert said(untried, *trying.values(), uses=()) == [
        f"an argument says that it is tested by {name!r}, which is no check with instances of this claim"
        for name in ("tried", "none")
    ]


def library_of(*claims: type[Claim], **more: Any) -> Library:
    return Library([Paper("test", "Test", "theorems", claims, **more)])


def test_all_that_claims_rest_on_is_run_once_and_told_as_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    lemma = type("Lemma", (Square,), {"id": "T-lemma"})
    uses = {"statement_uses": ("T-lemma", "thm:gibbs")}
    one, other = (type(name, (Square,), {"id": f"T-{name}", **uses}) for name in ("one", "other"))
    library = library_of(lemma, other, one)
    assert needed(library, [one, other, one]) == [one, other, lemma]
    done: list[str] = []
    reports = run(library, iter([one, other, one]), progress=lambda report: done.append(report.id))
    assert [report.id for report in reports] == ["T-one", "T-other", "T-one"]
    assert (done, {report.paper for report in reports}) == (["T-one", "T-other", "T-lemma"], {"test"})
    all_of = runner._reports

    def without_the_last(*arguments: Any) -> Iterator[Report]:
        yield from list(all_of(*arguments))[:-1]

    monkeypatch.setattr(runner, "_reports", without_the_last)
    with pytest.raises(ClaimError, match=r"^3 claims should have run, but 2 did$"):
        run(library, [one, other])


def test_what_the_printed_proof_rests_on_is_there_before_anything_runs() -> None:
    lost = type("Lost", (Square,), {"id": "T-lost", "printed_proof_uses": ("T-none",)})
    with pytest.raises(ClaimError, match=r"^T-lost uses 'T-none', which is no claim in view"):
        needed(library_of(lost), [lost])


@pytest.mark.parametrize("changed", ["title", "statement", "expected", "term"])
def test_another_process_reads_the_same_claim(changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for claim in (Square, Termed):
        report = run_claim(claim)
        monkeypatch.setattr(runner, "_reports", lambda *_, report=report: iter_of(report))
        assert run(library_of(claim), [claim])[0].verdict == report.verdict
        other = evolve(report, **{changed: "another"})
        monkeypatch.setattr(runner, "_reports", lambda *_, other=other: iter_of(other))
        if changed != "term" or claim is Termed:
            with pytest.raises(ClaimError) as caught:
                run(library_of(claim), [claim])
            assert str(caught.value) == f"{claim.id} is another claim each time that its file is loaded"


def iter_of(*reports: Report) -> Iterator[Report]:
    yield from reports


def test_what_a_line_cites_is_in_view_and_the_claim_itself() -> None:
    lemma = type("Lemma", (Termed,), {"id": "T-lemma"})
    line = instance(lemma, lift(0) <= a)
    main = type("Main", (Termed,), {"id": "T-main", "lines": (sign(lift(0) <= a), line)})
    cited_in_view(library_of(lemma, main), main)
    cited_in_view(library_of(Square), Square)
    for library, said in (
        (library_of(main), "T-main cites a class Lemma that is not the claim T-lemma"),
        (library_of(type("Other", (lemma,), {"id": "T-lemma"}), main),
         "T-main cites a class Lemma that is not the claim T-lemma"),
        (library_of(main, imported=(lemma,)),
         "T-main cites T-lemma, imported from another file, which is not run with it"),
    ):  # fmt: skip
        with pytest.raises(ClaimError) as caught:
            cited_in_view(library, main)
        assert str(caught.value) == said
        with pytest.raises(ClaimError):
            run(library, [main])


def test_a_counterexample_is_held_against_hypotheses_of_a_refuted_claim_alone() -> None:
    unused = Hypothesis("n is two", lambda x: x.n == 2, unused="it holds for every n")

    def below(self: Any, x: Case) -> Any:
        return at_most(x.n, 3)

    refuted = report_of(Square, holds=below, hypotheses=(unused,), expected="refuted", weight="slip")
    said = "; but that does not satisfy “n is two”, which is called unused"
    assert (refuted.verdict, refuted.reason.endswith(said)) == ("undecided", True)
    amended = report_of(Amended, holds=below, hypotheses=(unused,), one=None)
    assert "which is called unused" not in amended.reason


def test_an_example_is_asked_for_where_a_statement_is_to_hold() -> None:
    missing = "sanity: an example: no example is given"
    for base, changes, verdict, told in (
        (Square, {}, "tested", True),
        (Square, {"holds": lambda self, x: at_most(x.n, 3)}, "refuted", False),
        (Amended, {}, "amended", True),
        (Amended, {"relation": staticmethod(less)}, "refuted", True),  # the correction is to hold
    ):
        found = report_of(base, example=None, **changes)
        assert (found.verdict, missing in found.problems) == (verdict, told)
    assert (run_claim(Amended).problems, run_claim(Square).problems) == ([], [])


def test_a_report_that_is_not_amended_shows_no_correction() -> None:
    report = run_claim(Square)
    assert [name for name, _ in report._shown().rows] == ["verdict", "statement", "scope", "checks", "wrong variants"]
    rows = evolve(report, status="tested, as it is", term="n^2 >= n", latex="n")._shown()
    assert [said for name, said in rows.rows if name in ("verdict", "as a term")] == ["tested, as it is", "n^2 >= n"]
    assert (rows.columns, rows.total, rows.title, rows.characters) == (
        ("", "here"), 7, "T-square: Squares of integers", 2000,
    )  # fmt: skip


def test_terms_have_no_sanity_but_their_own_and_teeth_where_something_is_checked_in_words() -> None:
    found = run_claim(Termed)
    assert [line["kind"] for line in found.sanity] == ["hypotheses"]
    assert all(bite["by"] in ("", "the sorts", "cases of the sorts") for bite in found.teeth)
    assert found.problems == []

    def never(self: Any) -> Any:
        return True

    problems = report_of(Termed, never=decision(never)).problems
    assert problems[:2] == ["no deliberately wrong variant is listed", "the check never rejects no wrong variant"]
    untried = "the wrong variant “a shift” is not rejected: "  # though nothing was there to reject it
    assert report_of(Square, tried=None).problems[0] == untried
    assert report_of(Termed, teeth=(Variant("a shift", title="so"),)).problems == []


def test_where_hypotheses_of_a_term_cannot_hold_it_is_undecided() -> None:
    found = report_of(Termed, asserts=Statement(x <= 1, (x <= 0, x >= 1)))
    assert found.verdict == "undecided"
    (unmet,) = [result for result in found.evidence if result["check"] == "all hypotheses hold together"]
    assert (unmet["kind"], unmet["status"]) == ("search", UNDECIDED)
    assert unmet["reason"] == "no case was found at which all of them do"
    assert found.checks["declared"] == found.checks["ran"] == len(found.evidence)


def test_a_witness_that_nobody_wrote_is_searched_for_where_a_correction_is_given() -> None:
    amended = report_of(Amended, one=None)
    assert (amended.verdict, amended.witness) == (
        "amended", {"case": {"n": 0}, "words": "false at n = 0: 0 < 0", "by": "tried"}
    )  # fmt: skip

    def shown(self: Any) -> Case:
        return Case(n=1)

    assert report_of(Amended, one=witness(shown)).witness == {
        "case": {"n": 1}, "words": "false at (n = 1): 1 < 1", "by": "shown",
    }  # fmt: skip


def test_only_a_deep_run_is_deep() -> None:
    asked: list[bool] = []

    def holds(self: Any, x: Case) -> Any:
        asked.append(self.deep)
        return at_most(x.n, x.n * x.n)

    claim = type("Changed", (Square,), {"holds": holds})
    for started, deep in (
        (lambda: run_claim(claim), False),
        (lambda: run(library_of(claim), [claim]), False),
        (lambda: run_claim(claim, deep=True), True),
        (lambda: run(library_of(claim), [claim], deep=True), True),
    ):
        asked.clear()
        started()
        assert (True in asked) is deep


def test_cases_are_compared_as_they_are_told_where_their_values_cannot_be() -> None:
    class Root(Claim):
        id, place, title, statement, scope = "T-root", "here", "A root", "e ≤ 2", "one number"
        expected, weight, teeth = "refuted", "false", (Variant("three", most=3),)
        most = 2

        def holds(self, x: Case) -> Any:
            return at_most(x.root, self.most)

        @witness
        def shown(self) -> Case:
            return Case(root=EnclosedReal.of(1).exp())

    report = run_claim(Root, twice=True)
    assert (report.verdict, report.problems) == ("refuted", [])


def steps_of_square(given: str) -> Any:
    def steps(self: Any) -> Any:
        n = real("n")
        yield identity("a square", (n - 4) ** 2 - 4 == n * n - 8 * n + 12)
        if given:
            yield identity("a logarithm", logarithm(n * n) == 2 * logarithm(n))
        if given == "n > 0, in words":
            yield argument("it is at least 0 there", tested_by="tried")

    return proof(steps)


@pytest.mark.parametrize("given", ["", "n > 0", "n > 0, in words"])
def test_a_proof_of_what_is_refuted_too_is_none(given: str) -> None:
    beyond = Hypothesis("n ≥ 6", lambda x: x.n >= 6, added=True, without=Case(n=3), gives=(real("n") > 0,))

    class Parabola(Claim):
        id, place, title, statement, scope = "T-parabola", "here", "A parabola", "n² − 8n + 12 ≥ 0", "all n"
        expected, weight, corrected, corrected_expected = "amended", "condition", "the same for n ≥ 6", "argued"
        hypotheses, example, edges = (beyond,), Case(n=7), (Edge("n = 6", Case(n=6)),)
        shift, teeth = 12, (Variant("less", shift=11),)
        steps = steps_of_square(given)

        def holds(self, x: Case) -> Any:
            return at_least(x.n * x.n - 8 * x.n + self.shift, 0)

        @witness
        def shown(self) -> Case:
            return Case(n=3)

        @search(cases(n=integers(0, 30)))
        def tried(self, x: Case) -> Any:
            return self.holds(x)

    report = run_claim(Parabola)
    assert (report.verdict, report.effective) == ("amended", "argued" if given else "tested")
    (shown,) = [result for result in report.evidence if result["kind"] == "proof"]
    assert shown["status"] == ("passed" if given else "undecided")
    said = "it passes on the statement as printed too, which is refuted (1 step: 1 machine-checked)"
    assert given or shown["reason"] == said


def test_a_proof_beside_a_counterexample_is_none() -> None:
    class Parabola(Claim):
        id, place, title, statement, scope = "T-parabola", "here", "A parabola", "n² − 8n + 12 ≥ 0", "all n"
        expected, weight, shift, teeth = "refuted", "condition", 12, (Variant("more", shift=17),)
        steps = steps_of_square("")

        @search(cases(n=integers(0, 30)))
        def tried(self, x: Case) -> Any:
            return at_least(x.n * x.n - 8 * x.n + self.shift, 0)

    report = run_claim(Parabola)
    assert report.verdict == "refuted"
    assert report.evidence[0]["reason"] == "what it argues for is refuted (1 step: 1 machine-checked)"


def test_holds_may_be_asked_by_a_check_of_a_case_that_it_makes() -> None:
    class Made(Claim):
        id, place, title, statement, scope = "T-made", "here", "Made", "n ≤ n³", "all n"
        expected, example, edges = "tested", Case(n=1), (Edge("n = 1", Case(n=1)),)
        power, teeth = 3, (Variant("its half", power=-1),)

        def holds(self, x: Case) -> Any:
            return at_most(x.n, Fraction(x.n) ** self.power)

        @search(cases(half=integers(1, 30)))
        def tried(self, x: Case) -> Any:
            return self.holds(Case(n=2 * x.half))

    assert run_claim(Made).problems == []


@pytest.mark.parametrize(("asks", "told"), [("N", True), ("n", False)])
def test_a_claim_says_something_at_a_case_that_is_tried(asks: str, told: bool) -> None:
    class Cubes(Claim):
        id, place, title, statement, scope = "T-cubes", "here", "Cubes", "n ≤ n³", "all n"
        expected, example, edges = "tested", Case(**{asks: 1}), (Edge("n = 1", Case(**{asks: 1})),)
        power, teeth = 3, (Variant("its half", power=-1),)

        def holds(self, x: Case) -> Any:
            return at_most(1, getattr(x, asks) ** 3)

        @search(cases(n=integers(1, 30)))
        def tried(self, x: Case) -> Any:
            return at_most(x.n, Fraction(x.n) ** self.power)

    said = "`holds` has no answer at any case that is tried: NoSuchValue: this case has no 'N': it has n"
    assert run_claim(Cubes).problems == [said] * told
