"""In how many processes claims are run, and what a report shows of itself."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from typing import Any

import pytest
from attrs import evolve

from exactalign.text.rows import Formula
from proofs_check.engine import runner
from proofs_check.engine.registry import Library, Paper
from proofs_check.engine.reports import Report, every_step_checked
from proofs_check.engine.runner import run, run_claim
from proofs_check.engine.searches import cases, integers
from proofs_check.formula import natural, nonnegative, real
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case
from proofs_check.language.claims import Hypothesis, Variant
from proofs_check.language.comparisons import Comparison, at_most, equal
from proofs_check.language.derivations import algebra
from proofs_check.language.evidence import FAILED, PASSED, UNDECIDED, CheckResult, decision, search
from tests.proofs_check.engine.test_claims import Amended


@pytest.mark.parametrize(("jobs", "processes"), [(0, 1), (1, 1), (2, 2), (9, 2)])
def test_never_more_processes_than_are_asked_for_or_of_use(
    jobs: int, processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def none(count: int, _: object) -> nullcontext[None]:
        asked.append(count)
        return nullcontext()

    monkeypatch.setattr("proofs_check.engine.runner.executor_of", none)
    other = type("Other", (Amended,), {"id": "T-other"})
    library = Library([Paper("t", "T", "t", (Amended, other))])
    assert len(run(library, [Amended, other], jobs=jobs)) == 2
    assert asked == [processes]


def test_a_term_is_shown_where_the_statement_says_it_otherwise() -> None:
    report = run_claim(Amended)
    assert "as a term" not in str(evolve(report, term=report.statement)._repr_html_())
    page = str(evolve(report, term="n < n^2")._repr_html_())
    assert "as a term" in page
    assert "n &lt; n^2" in page


def test_checks_in_words_of_a_term_are_tried_on_wrong_variants() -> None:
    class InWords(Assertion):
        id, place, title, expected = "T-words", "here", "A term, and a check in words", "tested"
        asserts = Statement(lift(0) <= nonnegative("a"))
        right = True
        teeth = (Variant("wrong", right=False), Variant("as right", right=1))

        @decision
        def said(self) -> Comparison:
            return equal(1, int(self.right))

    report = run_claim(InWords)
    assert report.verdict == "tested"  # as the cases say: what is said in words gives no verdict on a term
    assert [(bite["variant"], bite["by"]) for bite in report.teeth[:2]] == [("wrong", "said"), ("as right", "")]
    assert report.problems[0].startswith("the wrong variant “as right” is not rejected: said passed")


def test_only_counterexamples_are_held_against_hypotheses_that_are_called_unused() -> None:
    unused = Hypothesis("n is one", lambda x: x.n == 1, unused="it holds for every n")
    claim = type("Unused", (Amended,), {"hypotheses": (unused,)})
    found = [
        CheckResult("search", "outside", FAILED, "so", case=Case(n=2)),
        CheckResult("search", "inside", FAILED, "so", case=Case(n=1)),
        CheckResult("decision", "without a case", FAILED, "so"),
        CheckResult("witness", "example", PASSED, "so", case=Case(n=2)),
        CheckResult("search", "open", UNDECIDED, "so", case=Case(n=2)),
    ]
    held = [runner._inside(claim, result) for result in found]
    assert held[1:] == found[1:]
    said = "so; but that does not satisfy “n is one”, which is called unused"
    assert (held[0].status, held[0].reason) == (UNDECIDED, said)


def shown(report: Report) -> dict[str, object]:
    return {name: said for name, said in report._shown().rows if name}


def test_what_a_report_shows_and_in_which_words() -> None:
    report = run_claim(Amended)
    rows = shown(report)
    assert rows == {
        "verdict": "amended",  # the status takes its place where what the claim rests on is known
        "statement": "n² > n",
        "witness": "false at (n = 1): 1 < 1",
        "corrected": "n² ≥ n [tested]",
        "scope": "all integers n",
        "checks": "2 of 2 ran",
        "wrong variants": "1 wrong variant: 1 rejected, by a case or a check",
    }
    told = shown(evolve(report, status="amended, given a theorem", problems=["one", "two"], scope="", witness=None))
    assert told["verdict"] == "amended, given a theorem"
    assert told["problem"] == "two"
    assert told.keys() == rows.keys() - {"scope", "witness"} | {"problem"}
    assert report._shown().title == "T-amended: Strict"
    assert repr(evolve(report, status="so")) == "<Report T-amended: so; as expected>"
    assert repr(evolve(report, problems=["one"])) == "<Report T-amended: amended; expected amended, 1 problems>"
    assert repr(evolve(report, verdict="refuted")) == "<Report T-amended: refuted; expected amended, 0 problems>"


def test_seconds_are_written_to_the_millisecond() -> None:
    assert evolve(run_claim(Amended), seconds=1.23456).to_json()["seconds"] == 1.235


def test_whether_a_machine_checked_every_step() -> None:
    report = run_claim(Amended)
    for kind, status, given, checked in (
        ("formal", "passed", [], True),
        ("formal", "passed", ["a theorem"], True),
        ("formal", "undecided", [], False),
        ("derivation", "passed", [], True),
        ("derivation", "passed", ["a theorem"], False),
        ("derivation", "failed", [], False),
        ("search", "passed", [], False),
    ):
        found = evolve(report, evidence=[{"kind": kind, "status": status}], given=given)
        assert every_step_checked(found) == checked


def test_formulas_are_shown_as_mathematics_and_as_their_source() -> None:
    report = evolve(run_claim(Amended), latex=r"\alpha \le 1")
    page = str(report._repr_html_())
    assert "<mi>α</mi>" in page
    assert report.corrected is not None
    told = [said for _, said in report._shown().rows if isinstance(said, Formula)]
    assert [formula.latex for formula in told] == [r"\alpha \le 1"]
    other = evolve(report, latex="", corrected={**report.corrected, "latex": r"\beta \le 1"})
    assert [f.latex for _, f in other._shown().rows if isinstance(f, Formula)] == [r"\beta \le 1"]
    assert "<mi>β</mi>" in str(other._repr_html_())


@pytest.fixture
def often() -> Iterator[None]:
    """Circles of objects are looked for as often as Python does of itself."""
    before = gc.get_threshold()
    gc.set_threshold(700, *before[1:])
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("often")
def test_how_often_circles_are_looked_for_is_as_before_when_a_shipped_claim_has_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = gc.get_threshold()
    seen: list[tuple[int, int, int]] = []

    def failing(*_: object) -> None:
        seen.append(gc.get_threshold())
        raise LookupError

    library = Library([Paper("theorems", "T", "theorems", (Amended,))])
    assert len(run(library, [Amended])) == 1
    assert gc.get_threshold() == before
    monkeypatch.setattr("proofs_check.engine.runner.run_claim", failing)
    with pytest.raises(LookupError):
        run(library, [Amended])
    assert gc.get_threshold() == before
    assert seen[0][0] > before[0]


@pytest.mark.usefixtures("often")
def test_a_worker_looks_for_circles_as_rarely_between_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int, int]] = []

    class Here(Executor):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_result(function(*args, **kwargs))
            seen.append(gc.get_threshold())
            return future

    monkeypatch.setattr("proofs_check.engine.runner.executor_of", lambda *_: nullcontext(Here()))
    before = gc.get_threshold()
    library = Library.shipped()
    try:
        reports = run(library, library.select(["A-def1-sign", "A-def2-argmin"]), jobs=2)
    finally:
        gc.set_threshold(*before)
    assert all(report.as_expected for report in reports)
    assert seen
    assert all(often[0] > 10 * before[0] for often in seen)


def test_claims_with_checks_in_words_are_begun_first(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    class Here(Executor):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            future: Future[Any] = Future()
            begun.append(args[1])
            future.set_result(function(*args, **kwargs))
            return future

    monkeypatch.setattr("proofs_check.engine.runner.executor_of", lambda *_: nullcontext(Here()))
    library = Library.shipped()
    claims = library.select(["A-def1-sign", "A-def8-count"])
    assert [bool(claim.checks()) for claim in claims] == [False, True]
    before = gc.get_threshold()
    try:
        run(library, claims, jobs=2)
    finally:
        gc.set_threshold(*before)
    with_checks = [bool(library.claim(name).checks()) for name in begun]
    assert with_checks == sorted(with_checks, reverse=True)
    assert set(with_checks) == {True, False}


def test_a_proof_that_fails_is_no_witness() -> None:
    x, t = real("x"), real("t")

    class Broken(Assertion):
        id, place, title, expected, weight, flaw = "R-broken", "here", "A square", "refuted", "false", "a factor 2"
        asserts = Statement((x + t) ** 2 == x**2 + x * t + t**2)
        lines = (algebra(asserts.then),)

    report = runner.run_claim(Broken)
    assert report.verdict == "refuted"
    assert report.witness is not None
    assert report.witness["by"] == "cases of the sorts"
    assert set(report.witness["case"]) == {"x", "t"}  # type: ignore[call-overload]


def test_a_check_in_words_refutes_a_term_where_the_term_is_false() -> None:
    k = natural("k")

    class Few(Assertion):
        id, place, title, expected = "T-few", "here", "A title", "tested"
        asserts = Statement(k * k * k + k != 6539390)  # false at 187 alone, which no case of its sorts comes upon

        @search(cases(k=integers(180, 190)))
        def guard(self, x: Case) -> Any:
            return self.holds(x)

    report = run_claim(Few)
    assert report.verdict == "refuted"
    assert report.witness
    assert (report.witness["case"], report.witness["by"]) == ({"k": 187}, "guard")

    class Other(Few):
        id = "T-other"

        @search(cases(k=integers(15, 30)))
        def guard(self, x: Case) -> Any:
            return at_most(x.k, 17)

    report = run_claim(Other)
    assert (report.verdict, report.witness) == ("undecided", None)
    assert report.reason == "guard: false at k = 18: 18 ≤ 17; but the term is not seen to be false there"
