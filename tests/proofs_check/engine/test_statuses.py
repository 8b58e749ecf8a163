"""How a claim stands with all that it rests on, and what its report says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve

from proofs_check.engine.registry import Library, Paper
from proofs_check.engine.reports import Report, every_step_checked
from proofs_check.engine.runner import run_claim
from proofs_check.engine.statuses import with_status
from proofs_check.language.claims import Claim
from proofs_check.language.theorems import theorem_named
from tests.proofs_check.engine.test_claims import Amended, Square


class Base(Claim):
    """A claim of which only the names matter."""

    id, place, title, statement, expected = "T-base", "here", "A base", "it is so", "argued"


def claim(name: str, **attributes: Any) -> type[Claim]:
    return type(name, (Base,), {"id": name, **attributes})


def report(name: str, verdict: str, corrected: str = "", expected: str = "", **more: Any) -> Report:
    said = {"statement": "it is so, corrected", "verdict": corrected, "expected": expected or corrected, "reason": "…"}
    blank: dict[str, Any] = {
        "paper": "t", "place": "here", "title": "A", "expected": verdict, "reason": "because", "scope": "all",
        "statement": "it is so", "latex": "", "witness": None, "evidence": [], "teeth": [], "sanity": [],
        "problems": [], "checks": {"declared": 1, "ran": 1}, "seconds": 0.25,
    }  # fmt: skip
    return Report(id=name, verdict=verdict, corrected=said if corrected else None, **{**blank, **more})


def status(main: str, *others: tuple[str, str, str], theorems: tuple[str, ...] = (), **main_report: Any) -> Report:
    """The report of a claim that rests on others: by "proof" or "statement", their verdicts, and those as corrected."""
    names: dict[str, list[str]] = {"proof": [], "statement": []}
    claims, reports = [], {}
    for number, (how, verdict, corrected) in enumerate(others):
        names[how].append(f"L{number}")
        claims.append(claim(f"L{number}", **({"corrected": "better"} if corrected else {})))
        reports[f"L{number}"] = report(f"L{number}", verdict, corrected)
    top = claim("Top", proof_uses=(*names["proof"], *theorems), statement_uses=tuple(names["statement"]))
    reports["Top"] = report("Top", main, **main_report)
    return with_status(reports["Top"], Library([Paper("t", "T", "t", (*claims, top))]), reports)


STANDING = ("formal", "proved", "argued", "decided", "certified", "tested")


@pytest.mark.parametrize("below", STANDING)
@pytest.mark.parametrize("main", STANDING)
def test_what_stands_on_what_stands(main: str, below: str) -> None:
    found = status(main, ("proof", below, ""))
    weak = below in ("argued", "certified", "tested")
    word = "argued" if main == "proved" and weak else main
    shown = word in ("formal", "proved", "argued")  # what is only tried rests on nothing
    assert found.status == word + (f", resting on L0 ({below})" if weak and shown else "")
    assert found.verdict == word
    assert found.problems == []
    if word != main:
        assert found.reason == f"every line is checked, but it rests on L0 ({below})"
    beside = status(main, ("statement", below, ""))
    assert (beside.status, beside.verdict, beside.problems) == (main, main, [])


@pytest.mark.parametrize("below", ["refuted", "undecided", "not checkable", "error"])
@pytest.mark.parametrize("main", STANDING)
def test_what_stands_on_what_does_not(main: str, below: str) -> None:
    found = status(main, ("proof", below, ""))
    said = f"it rests on L0, which is {below}"
    assert found.problems == [said]
    assert not found.as_expected
    word = "undecided" if main in ("proved", "argued") else main
    assert found.verdict == word
    assert found.status == f"{word}, but rests on L0, which is {below}"
    if word != main:
        assert found.reason == said
    beside = status(main, ("statement", below, ""))
    assert beside.verdict == main
    assert beside.problems == [said]  # what gives a statement its meaning is to stand


def witnessed(by: str = "", kind: str = "witness", status: str = "passed") -> dict[str, Any]:
    steps = [{"kind": "theorem", "words": "so", "holds": True, "rests_on": by}] if by else []
    return {"kind": kind, "check": "shown", "status": status, "reason": "so", "steps": steps}


@pytest.mark.parametrize(
    ("evidence", "stands"),
    [
        ([witnessed("L0")], False),
        ([witnessed("L0"), witnessed()], True),
        ([witnessed("L0"), witnessed(status="failed")], False),
        ([witnessed("L0"), witnessed(kind="search", status="failed")], True),
        ([witnessed("L0"), witnessed(kind="search")], False),
        ([witnessed("L0"), witnessed(kind="proof", status="failed")], False),
        ([witnessed("thm:gibbs")], True),
    ],
)
@pytest.mark.parametrize("corrected", ["", "tested"])
def test_a_refutation_by_what_does_not_stand_is_none(
    evidence: list[dict[str, Any]], stands: bool, corrected: str
) -> None:
    main = "amended" if corrected else "refuted"
    found = status(main, ("proof", "refuted", ""), evidence=evidence, corrected=corrected)
    assert found.verdict == (main if stands else "undecided")
    assert "it rests on L0, which is refuted" in found.problems
    sound = status(main, ("proof", "tested", ""), evidence=evidence, corrected=corrected)
    assert sound.verdict == main


def test_a_refutation_is_given_what_its_steps_cite_and_no_more() -> None:
    found = status("refuted", ("proof", "tested", ""), theorems=("thm:gibbs",), evidence=[witnessed()])
    assert (found.status, found.given) == ("refuted", [])
    cited = status("refuted", ("proof", "tested", ""), theorems=("thm:gibbs",), evidence=[witnessed("thm:gibbs")])
    assert cited.status == f"refuted, given {theorem_named('thm:gibbs').name}"
    below = status("refuted", ("proof", "tested", ""), evidence=[witnessed("L0")])
    assert below.status == "refuted, resting on L0 (tested)"
    assert below.reason == f"resting on L0 (tested): {found.reason}"
    shown = status("amended", ("proof", "tested", ""), evidence=[witnessed()], corrected="argued")
    assert shown.status == "amended (corrected: argued), resting on L0 (tested)"
    tried = status("amended", ("proof", "tested", ""), evidence=[witnessed()], corrected="tested")
    assert tried.status == "amended (corrected: tested)"


def test_what_is_corrected_counts_as_corrected() -> None:
    found = status("proved", ("proof", "amended", "formal"))
    assert found.verdict == "argued"
    assert found.status == "argued, resting on L0 as corrected (formal)"
    found = status("amended", ("proof", "argued", ""), corrected="proved")
    assert (found.verdict, found.effective) == ("amended", "argued")
    assert found.status == "amended (corrected: argued), resting on L0 (argued)"
    assert found.corrected is not None
    assert found.corrected["reason"] == "every line is checked, but it rests on L0 (argued)"
    found = status("amended", ("proof", "undecided", ""), corrected="proved")
    assert (found.verdict, found.effective) == ("undecided", "undecided")
    assert found.corrected is not None
    assert (found.corrected["verdict"], found.corrected["reason"]) == ("undecided", found.reason)
    assert found.status == "undecided (corrected: undecided), but rests on L0, which is undecided"


@pytest.mark.parametrize("expected", ["proved", "argued"])
def test_of_a_corrected_statement_is_expected_what_it_is_with_all_that_it_rests_on(expected: str) -> None:
    before = [f"the corrected statement is proved, expected {expected}: …"] if expected != "proved" else []
    found = status("amended", ("proof", "argued", ""), corrected="proved", problems=before, expected=expected)
    reason = "every line is checked, but it rests on L0 (argued)"
    after = [f"the corrected statement is argued, expected {expected}: {reason}"] if expected != "argued" else []
    assert found.problems == after
    fallen = status("amended", ("proof", "undecided", ""), corrected="proved", problems=before, expected=expected)
    assert fallen.problems == ["it rests on L0, which is undecided"]


def test_a_corrected_statement_below_is_told_as_what_it_stands_as() -> None:
    claims = (claim("L0"), claim("L1", proof_uses=("L0",), corrected="better"), claim("Top", proof_uses=("L1",)))
    reports = {"L0": report("L0", "tested"), "L1": report("L1", "amended", "proved"), "Top": report("Top", "proved")}
    found = with_status(reports["Top"], Library([Paper("t", "T", "t", claims)]), reports)
    assert found.status == "argued, resting on L1 as corrected (argued), L0 (tested)"
    for uses, told in (
        ({"proof_uses": ("thm:gibbs", "L0", "L2")}, "L1 as corrected (argued), L0 (tested)"),  # one of them is enough
        ({"statement_uses": ("L0",), "proof_uses": ("L2",)}, "L1 as corrected (proved)"),
        ({}, "L1 as corrected (proved)"),
    ):
        claims = (claims[0], claim("L1", corrected="better", **uses), claim("L2"), claims[-1])
        reports["L2"] = report("L2", "formal")
        found = with_status(reports["Top"], Library([Paper("t", "T", "t", claims)]), reports)
        assert found.status.partition("resting on ")[2] == told


def test_theorems_and_several_claims_are_told_in_a_row() -> None:
    found = status("formal", theorems=("thm:gibbs",))
    assert found.given == [theorem_named("thm:gibbs").name]
    assert found.status == f"formal, given {found.given[0]}"
    found = status("formal", theorems=("thm:gibbs", "thm:jensen"))
    assert found.status == f"formal, given {found.given[0]} and {found.given[1]}"
    found = status("formal", ("proof", "tested", ""), ("proof", "error", ""), ("proof", "argued", ""))
    assert found.status == "formal, resting on L0 (tested), L2 (argued), but rests on L1, which is error"
    found = status("argued", ("proof", "error", ""), ("proof", "refuted", ""))
    assert found.status == "undecided, but rests on L0, which is error; L1, which is refuted"
    assert found.reason == "it rests on L0, which is error"


def test_the_theorems_of_a_proof_below_are_given_too() -> None:
    lemma = claim("L0", proof_uses=("thm:gibbs",))
    top = claim("Top", proof_uses=("L0",))
    library = Library([Paper("t", "T", "t", (lemma, top))])
    reports = {"L0": report("L0", "formal"), "Top": report("Top", "formal")}
    assert len(with_status(reports["Top"], library, reports).given) == 1


def test_the_report_of_before_is_left_as_it_was() -> None:
    library = Library([Paper("t", "T", "t", (claim("L0"), claim("Top", proof_uses=("L0",))))])
    steps = [{"kind": "line", "words": "b", "rests_on": "L0"}]
    top = report("Top", "proved", evidence=[{"kind": "derivation", "steps": steps}])
    before, reports = json.dumps(top.to_json()), {"L0": report("L0", "refuted"), "Top": top}
    for _ in range(2):
        assert with_status(top, library, reports).problems == ["it rests on L0, which is refuted"]
        assert json.dumps(top.to_json()) == before


def test_a_step_says_what_is_cited() -> None:
    cited = ("L0", "L1", "thm:gibbs")
    steps = [{"kind": "line", "words": "a"}, *({"kind": "line", "words": "b", "rests_on": name} for name in cited)]
    evidence = [{"kind": "derivation", "steps": steps}, {"kind": "search"}]
    found = status("formal", ("proof", "formal", ""), ("proof", "amended", "formal"), evidence=evidence)
    shown = [step.get("detail", "") for step in found.evidence[0]["steps"]]
    assert shown == ["", "by L0: it is so", "by L1, as corrected: better", ""]
    assert found.evidence[1] == {"kind": "search"}


def test_a_report_as_data_and_in_words() -> None:
    found = run_claim(Square)
    assert Report.from_json(found.to_json()) == evolve(found, seconds=round(found.seconds, 3))
    assert found.to_json()["as_expected"] is True
    assert repr(found) == "<Report T-square: tested; as expected>"
    wrong = evolve(found, expected="proved", problems=["a", "b"], status="tested, as it is")
    assert repr(wrong) == "<Report T-square: tested, as it is; expected proved, 2 problems>"
    assert not wrong.as_expected
    assert not evolve(found, problems=["a"]).as_expected
    assert not evolve(found, expected="proved").as_expected
    assert (found.effective, run_claim(Amended).effective) == ("tested", "tested")
    assert evolve(run_claim(Amended), verdict="refuted").effective == "refuted"


def test_a_report_shown_in_a_notebook() -> None:
    shown = str(evolve(run_claim(Amended), problems=["one thing", "another"])._repr_html_())
    for said in (
        "T-amended: Strict", "amended", "n² &gt; n", "false at (n = 1): 1 &lt; 1", "n² ≥ n [tested]", "all integers n",
        "2 of 2 ran", "1 wrong variant: 1 rejected", "one thing", "another",
    ):  # fmt: skip
        assert said in shown, said
    plain = str(run_claim(Square)._repr_html_())
    assert "corrected" not in plain
    assert "witness" not in plain
    assert "problem" not in plain


@pytest.mark.parametrize(
    ("evidence", "given", "every"),
    [
        ([("formal", "passed")], ["Jensen"], True),
        ([("formal", "undecided")], [], False),
        ([("derivation", "passed")], [], True),
        ([("derivation", "passed")], ["Jensen"], False),
        ([("derivation", "failed")], [], False),
        ([("search", "passed")], [], False),
        ([], [], False),
    ],
)
def test_whether_a_machine_checked_every_step(evidence: list[tuple[str, str]], given: list[str], every: bool) -> None:
    found = report("Top", "formal", evidence=[{"kind": k, "status": s} for k, s in evidence], given=given)
    assert every_step_checked(found) is every
