"""What judges claims, at its own edges: hypotheses that are not needed, cases outside, variants that are proved."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_most,
    decision,
    equal,
    exact,
    instances,
    proof,
    search,
    theorem,
)
from proofs_check.engine import variants as of_variants
from proofs_check.engine.examining import Examined, examine
from proofs_check.engine.gathering import run_check
from proofs_check.engine.registry import Library, Paper
from proofs_check.engine.reports import Report
from proofs_check.engine.runner import run, run_claim
from proofs_check.engine.searches import cases, integers
from proofs_check.engine.variants import bites_of
from proofs_check.formal.record import Standing
from proofs_check.formula import KL, TV, exp, law, positive_law, values
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.formula.values import NotDefined
from proofs_check.language import steps
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.evidence import FAILED


class Small(Claim):
    id, place, title, expected = "T-small", "here", "Small numbers", "tested"
    statement, scope = "n ≤ 5", "n from −5 to 5"
    example = Case(n=2)
    edges = (Edge("n = 0", Case(n=0)),)
    teeth = (Variant("less", most=4),)
    most = 5

    def holds(self, x: Case) -> Any:
        return at_most(x.n, self.most)

    @search(cases(n=integers(-5, 5)))
    def tried(self, x: Case) -> Any:
        return self.holds(x)


def report_of(**attributes: Any) -> Report:
    return run_claim(type("Changed", (Small,), attributes))


def seen_of(hypothesis: Hypothesis) -> tuple[bool, str]:
    (line,) = [line for line in report_of(hypotheses=(hypothesis,)).sanity if line["kind"] == "hypothesis"]
    return line["ok"], line["seen"]


def test_every_hypothesis_is_tried_without_it() -> None:
    def above(x: Case) -> bool:
        return bool(x.n < 7)

    assert seen_of(Hypothesis("n < 7", above)) == (False, "no instance shows that it is needed")
    assert seen_of(Hypothesis("n < 7", above, untried="no time")) == (True, "not tried: no time")
    assert seen_of(Hypothesis("n < 7", above, unused="it is not")) == (
        True,
        "said to be unused, and not tried: it is not",
    )
    assert seen_of(Hypothesis("n < 7", above, without=Case(n=6))) == (False, "(n = 6) satisfies it")
    assert seen_of(Hypothesis("n < 7", above, without=Case(n=8)))[0] is True
    assert seen_of(Hypothesis("n > −9", lambda x: x.n > -9, without=Case(n=-10)))[0] is False  # holds there


def test_what_a_proof_makes_is_a_step_of_it() -> None:
    def left(self: Any) -> Any:
        exact("two", equal(2, 2))
        yield exact("one is one", equal(1, 1))

    report = report_of(shown=proof(left))
    assert report.verdict == "error"
    assert "ClaimError: the step “two” is made and not yielded: it is no part of the proof" in report.reason
    kept = report_of(shown=proof(lambda self: iter([exact("one is one", equal(1, 1))])))
    assert (kept.verdict, kept.evidence[1]["status"]) == ("tested", "undecided")
    assert not steps._making


def test_instances_are_inside_the_hypotheses_and_there_are_some() -> None:
    positive = Hypothesis("n > 0", lambda x: x.n > 0, untried="an example")

    def holds(self: Any, x: Case) -> Any:
        return self.holds(x)

    outside = report_of(tried=instances([Case(n=2), Case(n=-1)])(holds), hypotheses=(positive,))
    assert outside.verdict == "error"
    assert "the instance n = -1 is outside the hypothesis: n > 0" in outside.reason
    one = report_of(tried=instances([Case(n=2)])(holds))
    assert (one.verdict, one.evidence[0]["reason"]) == ("certified", "1 instance, (n = 2)")
    two = report_of(tried=instances([Case(n=2), Case(n=3)])(holds))
    assert two.evidence[0]["counts"] == {"instances": 2, "comparisons": 2}
    false = report_of(tried=instances([Case(n=2), Case(n=6)])(holds))
    assert false.verdict == "refuted"


def test_a_decision_counts_what_it_compares() -> None:
    def counted(answer: Any) -> int:
        (check,) = type("Decided", (Claim,), {"holds": None, "two": decision(lambda self: answer())}).checks()
        return int(run_check(check, Small()).counts["comparisons"])

    assert counted(lambda: [equal(1, 1), equal(2, 2), equal(3, 3)]) == 3
    assert counted(lambda: equal(1, 1)) == 1
    assert counted(lambda: [equal(1, 1), [equal(2, 2)]]) == 2


@pytest.mark.parametrize("of", ["statement", "hypothesis"])
def test_a_counterexample_is_confirmed_when_it_is_decided_again(of: str) -> None:
    reasons = []
    for times in range(1, 12):
        asked: list[bool] = []

        def late(asked: list[bool] = asked, times: int = times) -> bool:
            """False so many times, and True from then on."""
            asked.append(len(asked) >= times)
            return asked[-1]

        if of == "statement":
            changed: dict[str, Any] = {"holds": lambda _, x, late=late: equal(late(), True)}
        else:  # every number is false, and inside the hypothesis for some time only
            fickle = Hypothesis("n ≠ 3", lambda x, late=late: not late(), untried="an example")
            changed = {"holds": lambda _, x: equal(1, 2), "hypotheses": (fickle,)}
        claim = type("Fickle", (Small,), changed)
        (check,) = claim.checks()
        result = run_check(check, claim())
        if asked[-1]:
            assert result.status != FAILED
            reasons.append(result.reason)
    assert any("is not confirmed when it is decided again" in reason for reason in reasons)


def test_a_result_stands_no_better_than_what_it_rests_on() -> None:
    class Main(Claim):
        id, place, title, expected, proof_uses = "T-main", "here", "Main", "argued", ("T-lemma",)
        statement, scope = "2 = 2", "closed"
        example = Case(n=1)
        edges = (Edge("n", note="nothing varies"),)
        teeth = (Variant("three", two=3),)
        two = 2

        def holds(self, x: Case) -> Any:
            return equal(self.two, 2)

        @proof
        def shown(self) -> Any:
            yield exact("two is two", equal(self.two, 2))
            yield theorem("T-lemma", "so it is")

    def crash(self: Any, x: Case) -> Any:
        raise ZeroDivisionError

    for change, became in (
        ({"holds": crash}, "error"),
        ({"tried": decision(lambda self: self.holds(Case(n=6)))}, "refuted"),
        ({"tried": search(cases(n=integers(-5, 5)))(lambda self, x: None)}, "error"),
    ):
        lemma = type("Lemma", (Small,), {"id": "T-lemma", **change})
        for uses in ({"proof_uses": ("T-lemma",)}, {"statement_uses": ("T-lemma",)}):
            if became == "refuted" and "statement_uses" in uses:
                continue
            changed = type("Main", (Main,), {"proof_uses": (), **uses})
            (report,) = run(Library([Paper("t", "T", "t", (lemma, changed))]), [changed])
            assert f"it rests on T-lemma, which is {became}" in report.problems
            assert not report.as_expected


def test_the_witness_is_shown_in_words() -> None:
    report = report_of(most=3)
    assert report.witness is not None
    html = report._repr_html_()
    assert report.witness["words"].replace("<", "&lt;") in html
    assert "&#x27;case&#x27;" not in html
    assert "&#39;case&#39;" not in html


p, q = law("p"), positive_law("q")


class Positive(Assertion):
    id, place, title, expected = "T-positive", "here", "Gibbs", "tested"
    asserts = Statement(KL(p, q) >= 0)


def became(examined: Examined) -> tuple[list[str], list[str]]:
    bites, _, problems = bites_of(Positive, examined)
    return [bite.became for bite in bites], problems


def test_what_becomes_of_wrong_variants() -> None:
    other = Statement(KL(p, q) <= 0)
    variants = [("none", "q has zeros"), ("false", other), ("proved", other), ("stopped", other), ("left", other)]
    case = Case(p=1, q=2)
    proof_ = Standing(True, "accepted", also_proved=("proved",), stopped=("stopped",))
    examined = Examined(variants=variants, refuted={1: case}, standing=proof_, satisfied=True)
    assert became(examined) == (["no formula", "refuted", "true", "open", "not proved"], [])
    examined = Examined(variants=variants, refuted={1: case}, satisfied=True)
    assert became(examined) == (["no formula", "refuted", "open", "open", "open"], [])
    unaccepted = Standing(False, "not accepted")
    examined = Examined(variants=variants, refuted={1: case}, standing=unaccepted, satisfied=True)
    assert became(examined)[0][-1] == "open"


def test_who_rejects_a_wrong_variant_and_how_is_said() -> None:
    other = Statement(KL(p, q) <= 0)
    variants = [
        (name, other if name != "none" else "q has zeros") for name in ("none", "false", "proved", "stopped", "left")
    ]
    told = {"also_proved": ("proved",), "stopped": ("stopped",)}
    open_ = ("", "nothing rejects it; it may be true", "open")
    stands = [("", "it is formally proved as well", "true"),
              ("", "the formal proof was stopped on it before it came to an end", "open")]  # fmt: skip
    first = [("the sorts", "q has zeros", "no formula"), ("cases of the sorts", "false at (p = 1)", "refuted")]
    left = ("", "the formal proof does not prove it; it may be true", "not proved")
    accepted, unaccepted = Standing(True, "so", **told), Standing(False, "not", **told)
    for denied, standing, last in (
        (None, None, [open_] * 3),
        (None, accepted, [*stands, left]),
        (None, unaccepted, [*stands, open_]),
        (accepted, None, [*stands, left]),
        (accepted, Standing(False, "not"), [*stands, left]),  # what is refuted formally has its variants tried there
        (Standing(False, "not"), accepted, [open_] * 3),
    ):
        examined = Examined(variants=variants, refuted={1: Case(p=1)}, standing=standing, denied=denied, satisfied=True)
        bites, _, _ = bites_of(Positive, examined)
        assert [bite.variant for bite in bites] == [name for name, _ in variants]
        assert [(bite.rejected_by, bite.how, bite.outcome) for bite in bites] == first + last


def test_whether_hypotheses_hold_is_asked_where_there_are_some(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, object]] = []

    def stands(name: str, said: object, by: object) -> Standing:
        asked.append((name, by))
        return Standing(len(asked) == 1, "as Coq says")

    monkeypatch.setattr(of_variants, "standing", stands)
    examined = Examined(variants=[("none", "q has zeros")], satisfied=False)
    possible = type("Possible", (Positive,), {"possible": "can"})
    for ok in (True, False):
        _, (line,), problems = bites_of(possible, examined)
        assert (line.kind, line.text, line.ok, line.seen) == (
            "hypotheses", "all hypotheses hold together", ok, "as Coq says",
        )  # fmt: skip
        what = "the statement may say nothing, as its hypotheses may not hold together: as Coq says"
        assert problems == ([] if ok else [what])
    assert asked == [("T-positive possible", Formal("can", denies=True))] * 2
    closed = type("Closed", (Positive,), {"asserts": Statement(lift(1) <= 2)})
    assert bites_of(closed, examined)[1:] == ([], [])
    for said in (Statement(lift(1) <= 2, (lift(0) <= 1,)), Statement(1 / (exp(1) - 2) <= 9)):  # that it is not 0
        assert len(bites_of(type("Assumed", (Positive,), {"asserts": said}), examined)[1]) == 1


def test_what_is_wrong_with_wrong_variants() -> None:
    other = Statement(KL(p, q) <= 0)
    proof_ = Standing(True, "accepted", also_proved=("false",))
    both = Examined(variants=[("false", other)], refuted={0: Case(p=1)}, standing=proof_, satisfied=True)
    assert became(both)[1] == ["the changed statement “false” is false at a case, and formally proved"]
    none = Examined(variants=[("left", other)], satisfied=True)
    assert became(none)[1] == ["no changed statement is rejected"]
    assert became(Examined(variants=[("left", other)], satisfied=True, false_at=[Case(p=1)]))[1] == []
    empty = Examined(variants=[("none", "q has zeros")])
    (problem,) = became(empty)[1]
    assert problem.startswith("the statement may say nothing, as its hypotheses may not hold together")


@pytest.mark.parametrize(
    ("satisfied", "seen"), [(True, "at a case of the sorts"), (False, "no case was found at which all of them do")]
)
def test_where_hypotheses_hold_together_is_said(satisfied: bool, seen: str) -> None:
    _, lines, _ = bites_of(Positive, Examined(variants=[], satisfied=satisfied))
    assert [(line.ok, line.seen) for line in lines if line.text == "all hypotheses hold together"] == [
        (satisfied, seen)
    ]


@pytest.mark.parametrize(("inside", "proved", "told"), [(9, True, False), (10, True, True), (1, False, True)])
def test_what_no_case_reads_is_a_problem_unless_it_is_proved_and_few_cases_are_inside(
    inside: int, proved: bool, told: bool
) -> None:
    part = (KL(p, q) >= 0).args[1]
    examined = Examined(
        variants=[("none", "q has zeros")], satisfied=True, inside=inside, unread={part.token: part},
        standing=Standing(proved, "as Coq says"),
    )  # fmt: skip
    _, problems = became(examined)
    where = f"“KL(p‖q)” is read at none of {inside} cases: what stands before it is never met there"
    assert problems == ([f"a part of the statement may say nothing: {where}"] if told else [])


@pytest.mark.parametrize("accepted", [True, False])
def test_the_model_of_a_refutation_shows_that_hypotheses_hold(accepted: bool) -> None:
    denied = Standing(accepted, "as Coq says")
    _, (line,), _ = bites_of(
        Positive, Examined(variants=[("none", "q has zeros")], denied=denied, satisfied=not accepted)
    )
    assert (line.ok, line.seen) == (accepted, "in the model of the refutation: as Coq says")


def test_where_a_statement_applies_and_no_value_is_found_nothing_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    class Near(Assertion):
        id, place, title, expected = "T-near", "here", "Near", "tested"
        asserts = Statement(TV(law("p"), law("q")) <= 1)

    assert examine(Near, variants=False).inside > 0

    def unreadable(*_: object) -> None:
        raise NotDefined("the reading fails")

    monkeypatch.setitem(vars(values)["_VALUES"], "TV", unreadable)
    found = examine(Near, variants=False)
    assert (found.inside, found.outside) == (0, 0)
    assert "no value is found there" in found.undecided
