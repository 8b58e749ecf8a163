"""How a claim stands with everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from proofs_check.engine.registry import Library
from proofs_check.engine.reports import Report
from proofs_check.engine.verdicts import PROOFS
from proofs_check.language.claims import FALSE_AS_PRINTED, NEVER_A_PASS
from proofs_check.language.evidence import FAILED, PASSED
from proofs_check.language.theorems import theorem_named


def with_status(report: Report, library: Library, reports: dict[str, Report]) -> Report:
    """The status with all ancestors: the theorems it is given, and what it rests on that does not stand."""
    ancestors = library.ancestors(report.id)
    proof = library.ancestors(report.id, proofs_only=True)
    resting_on = _resting_on(report, proof, library)
    given = [theorem_named(name).name for name in resting_on if name.startswith("thm:")]
    status = report.verdict if not report.corrected else f"{report.verdict} (corrected: {report.corrected['verdict']})"
    if given:
        status += f", given {' and '.join([', '.join(given[:-1]), given[-1]] if given[1:] else given)}"
    problems = list(report.problems)
    weak: list[str] = []
    fallen: dict[str, str] = {}
    for name in ancestors:
        if name.startswith("thm:"):
            continue
        other = reports[name].effective
        if other in NEVER_A_PASS or other == "refuted":
            problems.append(f"it rests on {name}, which is {other}")
            fallen |= {name: problems[-1]} if name in proof else {}
        if name in resting_on and _is_weak(reports[name]):
            resting = other == "proved" and any(
                _is_weak(reports[n]) for n in library.ancestors(name, proofs_only=True) if not n.startswith("thm:")
            )
            weak.append(f"{name}{' as corrected' * bool(reports[name].corrected)} ({'argued' if resting else other})")
    if weak:
        status += f", resting on {', '.join(weak)}"
    broken = [p.removeprefix("it rests on ") for p in problems if p.startswith("it rests on ")]
    if broken:
        status += f", but rests on {'; '.join(broken)}"
    evidence = [_cited(result, library) for result in report.evidence]
    report = attrs.evolve(report, status=status, given=given, problems=problems, evidence=evidence)
    if weak and report.verdict == "refuted":
        report = attrs.evolve(report, reason=f"resting on {', '.join(weak)}: {report.reason}")
    if fallen and (report.effective in ("proved", "argued") or not _is_false_without(report, fallen, library)):
        return _no_stronger_than("undecided", next(iter(fallen.values())), report)
    if weak and report.effective == "proved":
        return _no_stronger_than("argued", f"every line is checked, but it rests on {', '.join(weak)}", report)
    return report


def _is_false_without(report: Report, fallen: Iterable[str], library: Library) -> bool:
    """Whether something refutes a claim that is refuted or amended, beside steps which rest on claims that do not
    stand; of any other claim nothing is asked."""
    if report.verdict not in FALSE_AS_PRINTED:
        return True
    for result in report.evidence:
        named = _cited_by(result)
        names = named.union(*(library.ancestors(name) for name in named if name in library))
        witnessed = result["kind"] == "witness" and result["status"] == PASSED
        found = result["kind"] not in (*PROOFS, "witness") and result["status"] == FAILED
        if (witnessed or found) and names.isdisjoint(fallen):
            return True
    return False


def _resting_on(report: Report, proof: Sequence[str], library: Library) -> Sequence[str]:
    """What the verdict rests on, of what the proof does: of a refutation what its steps cite; nothing where it is only
    tried."""
    if report.effective in ("formal", "proved", "argued"):
        return proof
    named = set().union(*(_cited_by(result) for result in report.evidence if result["kind"] == "witness"))
    names = named.union(*(library.ancestors(name) for name in named if name in library))
    return [name for name in proof if name in names] if report.verdict in FALSE_AS_PRINTED else ()


def _cited_by(result: dict[str, Any]) -> set[str]:
    return {step["rests_on"] for step in result.get("steps", ()) if step.get("rests_on")}


def _is_weak(report: Report) -> bool:
    """Whether what cites a claim is argued for that: what it says was changed, or is not proved."""
    return report.corrected is not None or report.effective in ("argued", "certified", "tested")


def _no_stronger_than(word: str, reason: str, report: Report) -> Report:
    """A proof whose lines are checked is argued, where it cites what is not proved; and no proof at all where it cites
    what does not stand."""
    status = report.status.replace(report.effective, word, 1)
    if not report.corrected:
        return attrs.evolve(report, verdict=word, reason=reason, status=status)
    corrected = {**report.corrected, "verdict": word, "reason": reason}
    problems = [problem for problem in report.problems if problem not in unexpected(report.corrected)]
    if word not in NEVER_A_PASS:
        return attrs.evolve(report, corrected=corrected, status=status, problems=unexpected(corrected) + problems)
    status = status.replace(report.verdict, word, 1)
    return attrs.evolve(report, verdict=word, reason=reason, corrected=corrected, status=status, problems=problems)


def _cited(result: dict[str, Any], library: Library) -> dict[str, object]:
    """A result of which each step that cites a claim says what is cited: the corrected statement where there is one."""
    if "steps" not in result:
        return result
    steps = []
    for step in result["steps"]:
        name = step.get("rests_on", "")
        if name in library:
            claim = library.claim(name)
            said = f"by {name}, as corrected: {claim.corrected}" if claim.corrected else f"by {name}: {claim.statement}"
            step = {**step, "detail": said}
        steps.append(step)
    return {**result, "steps": steps}


def unexpected(corrected: dict[str, Any]) -> list[str]:
    """That a corrected statement has another verdict than its author expects."""
    found, expected = corrected["verdict"], corrected["expected"]
    told = f"the corrected statement is {found}, expected {expected}: {corrected['reason']}"
    return [told] if found != expected else []
