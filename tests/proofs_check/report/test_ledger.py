"""Reports as tables and their counts in words, and everything about one claim, as text."""

import csv
import io
import json
import re
from typing import Any

import pytest
from attrs import evolve

from proofs_check import Claim, Hypothesis
from proofs_check.engine.reports import Report
from proofs_check.language.claims import VERDICTS, WEIGHTS
from proofs_check.report import Content
from proofs_check.report.ledger import render_reports, story, summary


def told(content: Content, identifier: str) -> list[str]:
    """The lines of one claim's story, blanks as one."""
    (entry,) = (entry for entry in content.entries if entry.claim.id == identifier)
    return [re.sub(" +", " ", line).strip() for line in story(entry.claim, entry.report).splitlines()]


def test_a_witness_is_told(content: Content) -> None:
    assert "witness false at (x = 1/2): 1/4 ≥ 1/2" in told(content, "S-square")


def test_the_steps_of_a_proof_are_told_in_their_order(content: Content) -> None:
    said = told(content, "S-gibbs")
    assert [line for line in said if re.match("[0-9]+[.] ", line)] == [
        "1. theorem KL is 0 only there",
        "2. theorem the sum",
        "3. illustration arithmetic",
    ]
    assert said[said.index("2. theorem the sum") + 1] == "rests on S-sum"
    assert said[said.index("3. illustration arithmetic") + 1] == "1 = 1"


BASE = Report(
    id="X-one", paper="mine", place="Section 1", title="One", verdict="tested", expected="tested", reason="forty cases",
    scope="all of them", statement="x = x", latex="", witness=None, corrected=None, evidence=[], teeth=[], sanity=[],
    problems=[], checks={"declared": 3, "ran": 2}, seconds=1.25,
)  # fmt: skip
BITTEN: dict[str, Any] = {
    "variant": "the sign",
    "rejected": True,
    "by": "small",
    "how": "false at x = 1",
    "outcome": "refuted",
}
OPEN = {"variant": "the factor", "rejected": False, "by": "", "how": "it survives", "outcome": "open"}
PROVED = evolve(BASE, id="X-proved", verdict="proved", expected="proved", evidence=[
    {"kind": "derivation", "check": "proof", "status": "passed", "reason": "6 lines", "steps": [
        {"kind": "line", "words": "a line", "holds": True}]}])  # fmt: skip
WRITTEN = evolve(BASE, id="X-written", verdict="argued", expected="argued", evidence=[
    {"kind": "proof", "check": "steps", "status": "passed", "reason": "", "steps": [
        {"kind": kind, "words": kind, "holds": True}
        for kind, many in (("identity", 1), ("exact", 2), ("conditional", 4), ("theorem", 5), ("argument", 6),
                           ("definition", 7), ("illustration", 8))
        for _ in range(many)]}])  # fmt: skip


def cells(reports: list[Report], **options: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_reports(reports, "csv", **options))))


def test_the_rows_of_a_ledger() -> None:
    corrected = {"statement": "x ≤ x", "latex": "", "verdict": "formal"}
    reports = [
        BASE,
        evolve(BASE, problems=["a check that cannot fail"]),
        evolve(BASE, expected="proved", problems=["a check that cannot fail"]),
        evolve(BASE, verdict="amended", expected="amended", corrected=corrected, given=["Gibbs", "Markov"]),
    ]
    assert [(row["verdict"], row["reason"]) for row in cells(reports)] == [
        ("tested", "forty cases"),
        ("tested (!)", "forty cases"),
        ("tested, expected proved", "forty cases"),
        ("amended", "corrected statement formal; forty cases; given Gibbs, Markov"),
    ]
    assert cells([BASE])[0] == {
        "id": "X-one", "verdict": "tested", "scope": "all of them", "reason": "forty cases", "time": "1.25 s",
    }  # fmt: skip
    assert render_reports([BASE], "csv").count("\n") == 2  # data, and no sentence below it
    assert json.loads(render_reports([BASE, PROVED], "json")) == [BASE.to_json(), PROVED.to_json()]
    assert "é" in render_reports([evolve(BASE, scope="é")], "json")


def test_wrong_variants_stand_below_and_in_csv_instead() -> None:
    report = evolve(BASE, teeth=[BITTEN, OPEN])
    rows = [("X-one", "the sign", "small", "false at x = 1"), ("X-one", "the factor", "open", "it survives")]
    assert [tuple(row.values()) for row in cells([report, BASE], teeth=True)] == rows
    text = render_reports([report], "table", teeth=True)
    ledger, _, bites = text.partition("\n\nWrong variants\n")
    assert ledger == render_reports([report], "table")
    assert [tuple(re.split("  +", line)) for line in bites.splitlines()[-2:]] == rows
    assert "Wrong variants" not in render_reports([report], "csv", teeth=True) + render_reports([report], "table")


@pytest.mark.parametrize(("width", "room"), [(160, 62), (161, 63), (96, 30), (97, 31), (0, 30)])
def test_a_plain_table_is_cut_and_nothing_else(width: int, room: int) -> None:
    """The two texts share what the other columns, of some 35 characters, leave; neither has less than 30."""
    for length in (room, room + 1):
        text = ("abcdefghi " * 20)[: length - 1] + "z"
        long = evolve(BASE, scope=text, reason=text, teeth=[{**OPEN, "variant": text, "how": text}])
        shown = render_reports([long], "table", teeth=True, width=width)
        assert shown.count(text) == (4 if length == room else 0)
        assert shown.count(text[: room - 1].rstrip() + "…") == (0 if length == room else 4)
        for form in ("csv", "markdown", "json"):
            assert "…" not in render_reports([long], form, teeth=True, width=width)
    assert "a b c" in render_reports([evolve(BASE, scope="a\n b   c")], "table", width=width)


def test_what_a_summary_says() -> None:
    assert summary([BASE]) == ("1 claim: 1 tested; 1 as expected.", "2 of 3 checks ran; 0 wrong variants.")
    assert summary([]) == ("0 claims: ; 0 as expected.", "0 of 0 checks ran; 0 wrong variants.")
    biting = evolve(BASE, teeth=[BITTEN, OPEN], problems=["no bite", "another"])
    assert summary([BASE, biting]) == (
        "2 claims: 2 tested; 1 as expected.",
        "4 of 6 checks ran; 2 wrong variants: 1 rejected, by a case or a check; 1 left open.",
        "X-one: no bite",
        "X-one: another",
    )
    other = evolve(BASE, id="X-two", verdict="refuted", expected="proved", reason="at x = 1", problems=["a problem"])
    assert summary([other])[2:] == (
        "Not true as printed, by weight: 1 without one.",
        "X-two is refuted, expected proved: at x = 1",
        "X-two: a problem",
    )


def test_what_a_summary_says_of_what_is_open() -> None:
    left = [evolve(BASE, verdict=word, expected=word) for word in VERDICTS]
    said = "Left open, as expected: 3. Nothing is shown of what these say."
    assert said in summary(left)
    assert not any(line.startswith("Left open") for line in summary([evolve(one, expected="x") for one in left]))
    assert not any(line.startswith("Left open") for line in summary(left[:8]))


def test_what_a_summary_says_of_weights() -> None:
    weights = ("false", "slip", "", "slip", "condition")
    false = [evolve(BASE, verdict="refuted", expected="refuted", weight=weight) for weight in weights]
    assert summary([*false, evolve(BASE, weight="gap")])[2:] == (
        "Not true as printed, by weight: 2 slip, 1 condition, 1 false, 1 without one.",
    )


def test_what_a_summary_says_of_steps() -> None:
    every, words = "formal or proved statements have every step checked.", (
        "Steps of proofs in words: 3 machine-checked, 4 identities under conditions, 5 by a named theorem or claim, "
        "6 written; 15 shown but not counted."
    )  # fmt: skip
    assert summary([PROVED])[2:] == (f"1 of 1 {every}",)  # its lines are no steps in words
    assert summary([PROVED, evolve(PROVED, given=["Gibbs"]), BASE])[2:] == (f"1 of 2 {every}",)
    assert summary([WRITTEN])[2:] == (words,)
    assert summary([WRITTEN, PROVED])[2:] == (f"1 of 1 {every} {words}",)
    amended = {"statement": "", "latex": "", "verdict": "formal"}
    assert summary([evolve(BASE, verdict="amended", expected="amended", corrected=amended)])[3:] == (f"0 of 1 {every}",)


def lines_of(report: Report, width: int = 160, **parts: Any) -> list[tuple[str, str]]:
    """(label, text) of every line of a story below its head."""
    claim = type("X", (Claim,), {"id": "X-one", **parts})
    text = story(claim, report, width=width)
    head, _, body = text.partition("\n\n")
    assert head == "X-one: One\nSection 1, mine"
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    found = []
    for line in body.splitlines():
        label, said = re.fullmatch("( *[^ ].*?|) {2,}(.*)", line).groups()  # type: ignore[union-attr]
        assert line == f"{label:<16}  {said}"
        found.append((label, said))
    return found


PLAIN = [
    ("verdict", "tested"), ("scope", "all of them"), ("statement", "x = x"), ("run", "2 of 3 checks, 1.25 s"),
]  # fmt: skip


def test_a_story_has_what_there_is() -> None:
    assert lines_of(BASE) == PLAIN
    assert lines_of(evolve(BASE, term="x = x", latex="x=x")) == [*PLAIN[:3], ("", "x=x"), PLAIN[3]]
    assert lines_of(evolve(BASE, term="x ≤ x")) == [*PLAIN[:3], ("as a term", "x ≤ x"), PLAIN[3]]
    assert lines_of(evolve(BASE, status="tested, given all", expected="proved"))[0] == (
        "verdict", "tested, given all (expected proved)",
    )  # fmt: skip
    assert lines_of(BASE, flaw="A sign.")[2:4] == [("as printed", "x = x"), ("what is wrong", "A sign.")]
    assert lines_of(BASE, flaw="A sign.", weight="slip")[3] == (
        "what is wrong", f"A sign.  [slip: {WEIGHTS['slip']}]",
    )  # fmt: skip
    corrected = {"statement": "x ≤ x", "latex": "", "verdict": "formal"}
    assert lines_of(evolve(BASE, corrected=corrected))[3] == ("corrected", "x ≤ x  [formal]")
    assert lines_of(evolve(BASE, corrected=corrected | {"latex": "x"}))[3:5] == [
        ("corrected", "x ≤ x  [formal]"), ("", "x"),
    ]  # fmt: skip


def test_a_story_tells_hypotheses_variants_edges_and_problems() -> None:
    told = evolve(
        BASE, teeth=[BITTEN, OPEN], problems=["a problem"],
        sanity=[{"kind": "edge", "text": "K = 1", "ok": True, "seen": "holds"},
                {"kind": "edge", "text": "K = 2", "ok": False, "seen": "fails"}],
    )  # fmt: skip
    hypotheses = (
        Hypothesis("x > 0", bool), Hypothesis("y > 0", bool, added=True), Hypothesis("z > 0", bool, unused="no need"),
    )  # fmt: skip
    found = lines_of(
        told, hypotheses=hypotheses, statement_uses=("X-s", "thm:gibbs"), proof_uses=("X-p", "thm:gibbs"),
        printed_proof_uses=("X-q", "thm:gibbs"), notes="A note.",
    )  # fmt: skip
    gibbs = "Gibbs (assumed): KL(ψ‖φ) ≥ 0, with equality exactly when ψ = φ; Cover & Thomas, Theorem 2.6.3"
    assert found[3:] == [
        ("hypothesis", "x > 0"), ("hypothesis", "y > 0 (added by the correction)"), ("hypothesis", "z > 0 (unused)"),
        ("wrong variant", "the sign: rejected by small: false at x = 1"),
        ("wrong variant", "the factor: not rejected: it survives"),
        ("sanity", "K = 1: holds"), ("SANITY FAILS", "K = 2: fails"),
        ("statement uses", "X-s"), ("statement uses", gibbs), ("proof uses", "X-p"), ("proof uses", gibbs),
        ("printed proof", "X-q"), ("printed proof", gibbs),
        ("notes", "A note."), ("PROBLEM", "a problem"), PLAIN[3],
    ]  # fmt: skip


def test_a_story_tells_every_step() -> None:
    kinds = ("identity", "exact", "conditional", "definition", "illustration", "line", "theorem", "argument")
    steps = [{"kind": kind, "words": f"by {kind}", "holds": kind != "exact", "detail": "1 = 1"} for kind in kinds]
    steps += [
        {"kind": "line", "words": "no detail", "holds": True},
        {"kind": "conditional", "words": "c", "holds": True, "conditions": ["a > 0", "b > 0"]},
        {"kind": "conditional", "words": "o", "holds": True, "conditions": ["a > 0"], "open": ["b > 0", "c > 0"]},
        {"kind": "argument", "words": "w", "holds": True, "rests_on": "X-s", "tested_by": ["small", "large"]},
    ]  # fmt: skip
    evidence = [{"kind": "proof", "check": "steps", "status": "failed", "reason": "it fails", "steps": steps}]
    found = lines_of(evolve(BASE, evidence=evidence))[3:-1]
    assert found == [
        ("proof", "steps: failed; it fails"),
        ("  1. identity", "by identity"), ("", "1 = 1"), ("  2. exact", "by exact  [FAILS]"), ("", "1 = 1"),
        ("  3. conditional", "by conditional"), ("", "1 = 1"),
        ("  4. definition", "by definition"), ("", "1 = 1"), ("  5. illustration", "by illustration"), ("", "1 = 1"),
        ("  6. line", "by line"), ("", "1 = 1"), ("  7. theorem", "by theorem"), ("  8. argument", "by argument"),
        ("  9. line", "no detail"), ("  10. conditional", "c"), ("", "where a > 0, b > 0, by hypothesis"),
        ("  11. conditional", "o"), ("", "where nothing discharges b > 0, c > 0"),
        ("", "where a > 0, by hypothesis"),
        ("  12. argument", "w"), ("", "rests on X-s"), ("", "a written argument, tried by small, large"),
    ]  # fmt: skip


def test_a_story_does_not_steer_the_terminal() -> None:
    report = evolve(BASE, title="t\x1b[1A\rformal", scope="s\x1b[2K\u202et\x9b", problems=["p\x07"])
    text = story(Claim, report)
    assert re.search("[\x00-\x09\x0b-\x1f\x80-\x9f\u202e]", text) is None
    assert "t<U+001B>[1A formal\n" in text
    assert "s<U+001B>[2K<U+202E>t<U+009B>\n" in text
    assert "p<U+0007>\n" in text


def test_a_story_is_wrapped_to_a_page() -> None:
    """Beside a label and what separates it; never wider than is good to read, nor narrower than some words."""
    for width, room in ((160, 100), (119, 100), (118, 100), (117, 99), (60, 42), (10, 30)):
        for length in (room, room + 1):
            scope = "a" * (length - 2) + " b"
            found = lines_of(evolve(BASE, scope=scope), width)
            assert found[1:-2] == [("scope", scope)] if length == room else [("scope", scope[:-2]), ("", "b")]
    word = "one-two-" * 20
    assert lines_of(evolve(BASE, scope=word))[1] == ("scope", word)  # no word is broken
