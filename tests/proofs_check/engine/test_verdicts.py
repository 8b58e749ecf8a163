"""How a verdict is computed, against its rules written once more: every small set of evidence, and every reason."""

from __future__ import annotations

from itertools import product

import pytest

from proofs_check.engine.verdicts import Verdict, decide, verdict_of
from proofs_check.language.evidence import ERROR, FAILED, PASSED, UNDECIDED, CheckResult

STRENGTH = ["formal", "derivation", "proof", "closed", "decision", "instances", "search"]
WORDS = dict(zip(STRENGTH, ["formal", "proved", "argued", "decided", "certified", "certified", "tested"], strict=True))
STATUSES = (PASSED, FAILED, UNDECIDED, ERROR)


def result(kind: str, status: str) -> CheckResult:
    return CheckResult(kind, f"the {kind}", status, f"{kind} {status}")


def expected(results: list[CheckResult]) -> str:
    """The word, by the rules in the order in which they are told."""
    if any(r.status == ERROR for r in results):
        return "error"
    if any(r.status == FAILED and r.kind not in ("proof", "derivation") for r in results):
        return "refuted"
    if any(r.status == UNDECIDED and r.kind != "proof" for r in results):
        return "undecided"
    if any(r.status == FAILED for r in results):
        return "undecided"
    passed = [r.kind for r in results if r.status == PASSED]
    return WORDS[min(passed, key=STRENGTH.index)] if passed else "undecided"


@pytest.mark.parametrize("count", [1, 2])
def test_every_small_set_of_evidence(count: int) -> None:
    evidence = [result(kind, status) for kind in STRENGTH for status in STATUSES]
    for results in product(evidence, repeat=count):
        assert verdict_of(results).word == expected(list(results)), results


PASSES, FAILS, OPEN, BREAKS = (
    {kind: result(kind, status) for kind in STRENGTH} for status in (PASSED, FAILED, UNDECIDED, ERROR)
)


@pytest.mark.parametrize(
    ("results", "word", "reason"),
    [
        ([], "undecided", "there is no evidence"),
        ([BREAKS["search"], FAILS["decision"]], "error", "the search: search error"),
        ([OPEN["formal"], FAILS["search"]], "refuted", "the search: search failed"),
        ([OPEN["search"], PASSES["formal"]], "undecided", "the search: search undecided"),
        ([FAILS["proof"], PASSES["formal"]], "undecided", "the proof is broken: proof failed"),
        ([FAILS["derivation"], PASSES["search"]], "undecided", "the proof is broken: derivation failed"),
        ([OPEN["proof"], FAILS["derivation"]], "undecided", "the proof is broken: derivation failed"),
        ([PASSES["search"], PASSES["decision"]], "certified", "decision passed"),
        ([PASSES["search"], PASSES["search"]], "tested", "search passed; search passed"),
        ([OPEN["proof"], PASSES["search"]], "tested", "search passed; no proof: proof undecided"),
        ([OPEN["proof"]], "undecided", "the proof: proof undecided"),
        ([OPEN["derivation"], PASSES["search"]], "undecided", "the derivation: derivation undecided"),
    ],
)
def test_the_reason_is_that_of_what_counted(results: list[CheckResult], word: str, reason: str) -> None:
    assert verdict_of(results) == Verdict(word, reason)


def test_what_no_machine_can_check() -> None:
    assert verdict_of([], "about people") == Verdict("not checkable", "about people")
    assert verdict_of([OPEN["proof"]], "about people").word == "undecided"
    assert verdict_of([PASSES["search"]], "about people").word == "tested"


def test_what_is_tried_beside_a_term_takes_away_and_gives_nothing() -> None:
    for kind in ("decision", "instances", "search"):
        beside = [PASSES[kind]]
        assert verdict_of(beside, "", beside) == Verdict(
            "undecided", "there are only checks in words, which nothing ties to the term"
        )
        assert verdict_of([PASSES["formal"], *beside], "", beside).word == "formal"
        other = result("search", PASSED)  # equal to one that was tried beside, and another
        assert verdict_of([*beside, other], "", beside) == Verdict("tested", "search passed")
        assert verdict_of([FAILS[kind], PASSES["formal"]], "", [FAILS[kind]]).word == "refuted"
        assert verdict_of([OPEN[kind], PASSES["formal"]], "", [OPEN[kind]]).word == "undecided"
    beside = [PASSES["proof"]]
    assert verdict_of(beside, "", beside) == Verdict("argued", "proof passed")


WITNESS = {status: CheckResult("witness", "the witness", status, f"witness {status}") for status in STATUSES}
UNREFUTED = "a corrected statement is given, but no witness against the printed one"


@pytest.mark.parametrize(
    ("results", "amended", "verdict", "corrected"),
    [
        ([PASSES["search"]], False, ("tested", "search passed"), None),
        ([PASSES["search"]], True, ("undecided", UNREFUTED), ("tested", "search passed")),
        ([WITNESS[PASSED]], False, ("refuted", "witness passed"), None),
        ([WITNESS[PASSED], WITNESS[PASSED]], False, ("refuted", "witness passed; witness passed"), None),
        ([WITNESS[PASSED], FAILS["search"]], False, ("refuted", "witness passed"), None),
        (
            [WITNESS[PASSED], PASSES["search"]],
            False,
            ("error", "a witness refutes the statement, and yet it is tested"),
            None,
        ),
        (
            [WITNESS[PASSED], OPEN["search"]],
            False,
            ("error", "a witness refutes the statement, and yet it is undecided"),
            None,
        ),
        ([WITNESS[ERROR], WITNESS[UNDECIDED]], False, ("error", "the witness: witness error"), None),
        ([WITNESS[FAILED], WITNESS[UNDECIDED]], False, ("undecided", "the witness: witness undecided"), None),
        ([WITNESS[FAILED]], False, ("undecided", "the witness does not refute: witness failed"), None),
        (
            [WITNESS[FAILED], PASSES["search"]],
            True,
            ("undecided", "the witness does not refute: witness failed"),
            ("tested", "search passed"),
        ),
        ([WITNESS[PASSED], PASSES["formal"]], True, ("amended", "witness passed"), ("formal", "formal passed")),
        (
            [WITNESS[PASSED], BREAKS["search"]],
            True,
            ("error", "the corrected statement: the search: search error"),
            ("error", "the search: search error"),
        ),
        (
            [WITNESS[PASSED]],
            True,
            ("undecided", "the corrected statement: there is no evidence"),
            ("undecided", "there is no evidence"),
        ),
        (
            [WITNESS[PASSED], FAILS["search"]],
            True,
            ("refuted", "witness passed; the corrected statement is refuted: the search: search failed"),
            ("refuted", "the search: search failed"),
        ),
    ],
)
def test_witnesses_speak_about_what_is_printed(
    results: list[CheckResult], amended: bool, verdict: tuple[str, str], corrected: tuple[str, str] | None
) -> None:
    found = decide(results, amended)
    assert tuple(found.verdict) == verdict
    assert (found.corrected if found.corrected is None else tuple(found.corrected)) == corrected


@pytest.mark.parametrize("kind", STRENGTH)
def test_every_corrected_statement_that_stands_makes_it_amended(kind: str) -> None:
    assert decide([WITNESS[PASSED], PASSES[kind]], True).verdict.word == "amended"
    assert decide([WITNESS[PASSED], PASSES[kind]], True).corrected == Verdict(WORDS[kind], f"{kind} passed")


def test_what_is_not_checkable_or_beside_reaches_the_corrected_statement() -> None:
    said = decide([WITNESS[PASSED]], True, "about people")
    assert said.verdict == Verdict("refuted", "witness passed; the corrected statement is not checkable: about people")
    beside = [PASSES["search"]]
    assert decide([WITNESS[PASSED], *beside], True, "", beside).verdict.word == "undecided"
