"""Reports as tables, JSON, and as the whole story of one claim."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from exactalign.tables.table import Table
from exactalign.text.markup import one_line, visible
from proofs_check.engine.conditions import hypotheses_as_run
from proofs_check.engine.reports import Report, every_step_checked, variants_told
from proofs_check.language.claims import FALSE_AS_PRINTED, NEVER_A_PASS, VERDICTS, WEIGHTS, Claim
from proofs_check.language.comparisons import show
from proofs_check.language.steps import MACHINE_CHECKED
from proofs_check.language.theorems import theorem_named

_WIDTH = 160
_STORY = 100
_NARROWEST = 30
_OUTCOMES = {True: "", False: "  [FAILS]", None: "  [NOT SHOWN]"}


def render_reports(reports: Sequence[Report], form: str, teeth: bool = False, *, width: int = _WIDTH) -> str:
    """Return reports as a table in one of `exactalign.tables.table.FORMATS`.

    With `teeth` the wrong variants follow (in CSV: they come instead). A plain table is cut to about `width` columns;
    every other form is whole.
    """
    if form == "json":
        return json.dumps([report.to_json() for report in reports], ensure_ascii=False, indent=1)
    room = _room(width, sum(len(text) for text in ("verdict, expected", "time")) + 14) if form == "table" else 0
    rows = [(r.id, _verdict(r), _cut(r.scope, room), _cut(_reason(r), room), f"{r.seconds:.2f} s") for r in reports]
    ledger = Table(["id", "verdict", "scope", "reason", "time"], rows, notes=() if form == "csv" else summary(reports))
    if not teeth:
        return ledger.render(form)
    bites = Table(
        ["id", "wrong variant", "rejected by", "how"],
        [
            (r.id, _cut(b["variant"], room), b["by"] or f"{b['outcome']}", _cut(b["how"], room))
            for r in reports
            for b in r.teeth
        ],
        title=None if form == "csv" else "Wrong variants",
    )
    return bites.render(form) if form == "csv" else f"{ledger.render(form)}\n\n{bites.render(form)}"


def summary(reports: Sequence[Report]) -> tuple[str, ...]:
    """Return the counts: verdicts, checks, teeth; and each thing that is not as expected, on a line of its own."""
    verdicts = Counter(report.verdict for report in reports)
    words = ", ".join(f"{verdicts[word]} {word}" for word in VERDICTS if verdicts[word])
    fine = sum(report.as_expected for report in reports)
    declared = sum(report.checks["declared"] for report in reports)
    ran = sum(report.checks["ran"] for report in reports)
    bites = [bite for report in reports for bite in report.teeth]
    strong = [report for report in reports if report.effective in ("formal", "proved")]
    results = [result for r in reports for result in r.evidence]
    steps = Counter(step["kind"] for result in results for step in result.get("steps", ()) if step.get("holds", True))
    weights = Counter(report.weight for report in reports if report.verdict in FALSE_AS_PRINTED)
    lines = [
        f"{len(reports)} claim{'s' if len(reports) != 1 else ''}: {words}; {fine} as expected.",
        f"{ran} of {declared} checks ran; {variants_told(bites)}.",
    ]
    if left := sum(report.as_expected and report.verdict in NEVER_A_PASS for report in reports):
        lines.append(f"Left open, as expected: {left}. Nothing is shown of what these say.")
    if weights:
        said = ", ".join(f"{weights[word]} {word or 'without one'}" for word in (*WEIGHTS, "") if weights[word])
        lines.append(f"Not true as printed, by weight: {said}.")
    if told := " ".join([*_strong_told(strong), *_steps_told(steps)]):
        lines.append(told)
    for report in reports:
        if report.verdict != report.expected:
            lines.append(f"{report.id} is {report.verdict}, expected {report.expected}: {report.reason}")
        lines += [f"{report.id}: {problem}" for problem in report.problems]
    return tuple(lines)


def _strong_told(strong: Sequence[Report]) -> Iterator[str]:
    """Of how many formal or proved statements a machine has checked every step."""
    if strong:
        every = sum(map(every_step_checked, strong))
        yield f"{every} of {len(strong)} formal or proved statements have every step checked."


def _steps_told(steps: Counter[str]) -> Iterator[str]:
    """What kinds of steps the proofs in words have; lines of proofs that are all checked are not among them."""
    if set(steps) - {"line"}:
        yield (
            f"Steps of proofs in words: {sum(steps[kind] for kind in MACHINE_CHECKED)} machine-checked, "
            f"{steps['conditional']} identities under conditions, {steps['theorem']} by a named theorem or claim, "
            f"{steps['argument']} written; {steps['definition'] + steps['illustration']} shown but not counted."
        )


def story(cls: type[Claim], report: Report, *, width: int = _WIDTH) -> str:
    """Return everything about one claim: statement, flaw, witness, correction, proof, evidence, teeth, sanity.

    Text is wrapped to at most `width` columns, and never to more than a page is good to read at.
    """
    room = min(_STORY, _room(width, 18, parts=1))
    lines = [one_line(f"{report.id}: {report.title}"), one_line(f"{report.place}, {report.paper}"), ""]
    for label, text in _story(cls, report):
        lines += [f"{'' if n else label:<16}  {line}" for n, line in enumerate(_wrapped(text, room))]
    return "\n".join(lines) + "\n"


def _story(cls: type[Claim], r: Report) -> Iterator[tuple[str, str]]:
    expected = "" if r.verdict == r.expected else f" (expected {r.expected})"
    yield from _part("verdict", f"{r.status or r.verdict}{expected}")
    yield from _part("scope", r.scope)
    yield from _part("as printed" if cls.flaw else "statement", r.statement, r.latex)
    yield from _part("as a term", r.term if r.term != r.statement else "")
    yield from _part("what is wrong", cls.flaw and f"{cls.flaw}{_weight(cls)}")
    if r.witness:
        yield from _part("witness", r.witness["words"])
    if r.corrected:
        yield from _part("corrected", f"{r.corrected['statement']}  [{r.corrected['verdict']}]", r.corrected["latex"])
    for hypothesis in hypotheses_as_run(cls, (r.corrected or {}).get("statement", "")):
        mark = " (added by the correction)" if hypothesis.added else " (unused)" if hypothesis.unused else ""
        yield from _part("hypothesis", hypothesis.text + mark)
    for result in r.evidence:
        yield from _part(result["kind"], f"{result['check']}: {result['status']}; {result['reason']}")
        for position, step in enumerate(result.get("steps", ()), 1):
            yield from _step(position, step)
    for bite in r.teeth:
        seen = f"{_done(bite)}: {bite['how']}"
        yield from _part("wrong variant", f"{bite['variant']}: {seen}")
    for line in r.sanity:
        yield from _part("sanity" if line["ok"] else "SANITY FAILS", f"{line['text']}: {line['seen']}")
    for name in cls.statement_uses:
        yield from _part("statement uses", _used(name))
    for name in cls.proof_uses:
        yield from _part("proof uses", _used(name))
    for name in cls.printed_proof_uses:
        yield from _part("printed proof", _used(name))
    yield from _part("notes", cls.notes)
    for problem in r.problems:
        yield from _part("PROBLEM", problem)
    yield from _part("run", f"{r.checks['ran']} of {r.checks['declared']} checks, {r.seconds:.2f} s")


def _done(bite: dict[str, Any]) -> str:
    """What became of a wrong variant, or of a repaired one of what is refuted."""
    if not bite["rejected"]:
        return "not rejected"
    return f"{'left alone' if bite['outcome'] == 'repaired' else 'rejected'} by {bite['by']}"


def _weight(cls: type[Claim]) -> str:
    return f"  [{cls.weight}: {WEIGHTS[cls.weight]}]" if cls.weight else ""


def _step(position: int, step: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _part(f"  {position}. {step['kind']}", step["words"] + _OUTCOMES[step["holds"]])
    if step["kind"] in ("identity", "exact", "conditional", "definition", "illustration", "line") and step.get(
        "detail"
    ):
        yield from _part("", show(step["detail"]))
    if step.get("rests_on"):
        yield from _part("", f"rests on {_used(step['rests_on'])}")
    if step.get("tested_by"):
        yield from _part("", f"a written argument, tried by {', '.join(step['tested_by'])}")
    if step.get("open"):
        yield from _part("", f"where nothing discharges {', '.join(step['open'])}")
    if met := [condition for condition in step.get("conditions", ()) if condition not in step.get("open", ())]:
        yield from _part("", f"where {', '.join(met)}, by hypothesis")


def _used(name: str) -> str:
    if not name.startswith("thm:"):
        return name
    found = theorem_named(name)
    return f"{found.name} (assumed): {found.statement}; {found.reference}"


def _part(label: str, *texts: str) -> Iterator[tuple[str, str]]:
    """Texts with a label before the first of them."""
    for text in filter(None, texts):
        yield label, text
        label = ""


def _wrapped(text: str, room: int) -> list[str]:
    return textwrap.wrap(visible(text), room, break_long_words=False, break_on_hyphens=False)


def _verdict(report: Report) -> str:
    if report.verdict != report.expected:
        return f"{report.verdict}, expected {report.expected}"
    return f"{report.verdict} (!)" if report.problems else report.verdict


def _reason(report: Report) -> str:
    given = f"; given {', '.join(report.given)}" if report.given else ""
    corrected = f"corrected statement {report.corrected['verdict']}; " if report.corrected else ""
    return f"{corrected}{report.reason}{given}"


def _room(width: int, taken: int, parts: int = 2) -> int:
    """The columns that each of `parts` texts may have."""
    return max(_NARROWEST, (width - taken) // parts)


def _cut(text: str, room: int) -> str:
    text = " ".join(text.split())
    return text if not room or len(text) <= room else text[: room - 1].rstrip() + "…"
