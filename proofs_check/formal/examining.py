"""All that is formal, asked anew in one build: statements, models, definitions, axioms, the independent checker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from proofs_check.exceptions import ClaimError
from proofs_check.formal import building, checking, comparing, models, record
from proofs_check.formal.assistant import USUAL_AXIOMS, Compiled
from proofs_check.formal.building import SILENT, Asked, Watch
from proofs_check.formal.checking import Checked, Wanted
from proofs_check.formal.models import Together
from proofs_check.formula.statements import Statement


class Examined(NamedTuple):
    """What came of each statement, whether its hypotheses hold together, by claim, what else was found, and what is
    wrong."""

    statements: list[Checked]
    together: dict[str, Together]
    notes: list[str]
    problems: list[str]


def examine(
    wanted: Sequence[Wanted], stated: Sequence[tuple[str, Statement, Mapping[str, Any] | None]],
    jobs: int = 2, watch: Watch = SILENT, teeth: bool = True,
) -> Examined:  # fmt: skip
    """Ask Coq everything anew; it is a problem, too, where the record differs, or hypotheses are not proved to hold
    together."""
    standings = {entry[0]: record.standing(*entry) for entry in wanted}
    axioms = {name: assumed for name, seen in standings.items() if (assumed := _axioms(seen)) is not None}
    statements = checking.recorded([entry for entry in wanted if entry[0] in axioms], axioms, teeth)
    satisfied = models.together(stated)
    others = (building.recheck(), building.axioms(), comparing.compare())
    texts = {name: text for asked in (statements, satisfied, *others) for name, text in asked.texts.items()}
    answers = building.compile_files(texts, jobs, watch, again=True)
    found = statements.read(answers)
    left = [entry for entry in wanted if entry[0] not in found]
    found |= {entry.id: entry for entry in (checking.check(left, jobs, watch, True, teeth) if left else ())}
    checked = [found[identifier] for identifier, _, _ in wanted]
    notes: list[str] = []
    problems = [f"{entry.id}: {entry.reason}" for entry in checked if entry.status != "accepted"]
    for asked in others:
        _read(asked, answers, notes.append, problems.append)
    for entry in checked:
        seen = standings[entry.id]
        if entry.status != "accepted":
            continue
        if not seen.accepted:
            problems.append(f"{entry.id}: the record differs: {seen.reason}")
        elif frozenset(entry.axioms) != axioms.get(entry.id):
            problems.append(f"{entry.id}: the record differs: it says that it assumes {', '.join(seen.axioms)}")
        elif teeth and (other := _otherwise(entry, seen)):
            problems.append(f"{entry.id}: the record differs on the wrong variant “{other}")
    met = with_theorems(satisfied.read(answers), checked)
    problems += [f"{name}: not proved that its hypotheses hold together: {entry.reason}"
                 for name, entry in met.items() if entry.reason]  # fmt: skip
    return Examined(checked, met, notes, problems)


def with_theorems(together: Mapping[str, Together], found: Sequence[Checked]) -> dict[str, Together]:
    """Hypotheses that hold together by a theorem, too: Coq has accepted it as the claim's “possible”."""
    theorems = {entry.id: entry.theorem for entry in found if entry.status == "accepted"}
    by_theorem = {
        name: Together(theorem=theorem)
        for name, entry in together.items()
        if entry.model is None and (theorem := theorems.get(f"{name} possible"))
    }
    return {**together, **by_theorem}


def _otherwise(entry: Checked, seen: record.Standing) -> str:
    """A wrong variant of which the record says something else; "" when there is none."""
    pairs = (
        ("proved as well", entry.proved_variants, seen.also_proved),
        ("stopped", entry.stopped_variants, seen.stopped),
    )
    for word, now, recorded in pairs:
        if differing := {*now} ^ {*recorded}:
            label = min(differing)
            return f"{label}”: {word} now" if label in now else f"{label}”: {word} there, and not now"
    return ""


def _axioms(seen: record.Standing) -> frozenset[str] | None:
    """The axioms of a record that stands, by their full names; None where it does not stand, or one is not usual."""
    full = {record.short(axiom): axiom for axiom in USUAL_AXIOMS}
    if not seen.accepted or not full.keys() >= set(seen.axioms):
        return None
    return frozenset(full[axiom] for axiom in seen.axioms)


def _read(
    asked: Asked[str], answers: Mapping[str, Compiled], good: Callable[[str], object], bad: Callable[[str], object]
) -> None:
    try:
        good(asked.read(answers))
    except ClaimError as error:
        bad(str(error))
