"""What a run finds of a claim that is a term: its formal proof, its counterexample, small cases, wrong variants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from exactalign.exceptions import Undecided
from proofs_check.engine.derivations import Unproved, check_lines
from proofs_check.engine.trials import Bite, SanityLine
from proofs_check.exceptions import ClaimError
from proofs_check.formal.record import standing
from proofs_check.formula.cases import cases
from proofs_check.formula.mutations import mutants
from proofs_check.formula.operators import RELATIONS
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, written
from proofs_check.formula.values import NoReading, NotDefined, value
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.cases import Case
from proofs_check.language.claims import Claim
from proofs_check.language.comparisons import Comparison
from proofs_check.language.derivations import Line
from proofs_check.language.evidence import FAILED, PASSED, UNDECIDED, CheckResult
from proofs_check.language.steps import Step

_CASES: Final = 120
_DEEP: Final = 10
_FOR_VARIANTS: Final = 60


@dataclass(frozen=True, slots=True)
class Trial:
    """The cases of a statement's sorts, and what it says at them."""

    inside: int
    outside: int
    false_at: Case | None
    undecided: str
    readable: bool


def results_of(cls: type[Assertion], deep: bool = False) -> list[CheckResult]:
    """The evidence that comes from the term itself."""
    found = []
    if cls.counterexample is not None:
        found.append(_witness(cls.asserts, cls.counterexample))
    if (denied := cls.formal_refutation()) is not None:
        found.append(_formal(f"{cls.id} refuted", cls.asserts, denied, "witness", "refutation"))
    refuted = cls.mended is None and (cls.counterexample is not None or cls.refuted_by is not None)
    if (proof := cls.formal_proof()) is not None and not refuted:
        found.append(_formal(cls.id, cls.term, proof, "formal", "formal proof"))
    if cls.lines and not refuted:
        found.append(_derived(cls))
    if cls.term.is_closed and not refuted:
        found.append(_decided(cls.term))
    elif not refuted:
        found += _tried(cls.term, _CASES * (_DEEP if deep else 1), cls.example)
    return found


def formal_of(cls: type[Claim]) -> list[tuple[str, Statement, Formal]]:
    """The formal statements of a claim: of what is true, and of what refutes it; none for a claim that is no term."""
    if not issubclass(cls, Assertion):
        return []
    found = []
    if (proof := cls.formal_proof()) is not None:
        found.append((cls.id, cls.term, proof))
    if (denied := cls.formal_refutation()) is not None:
        found.append((f"{cls.id} refuted", cls.asserts, denied))
    return found


def _formal(identifier: str, statement: Statement, formal: Formal, kind: str, name: str) -> CheckResult:
    found = standing(identifier, statement, formal)
    return CheckResult(kind, name, PASSED if found.accepted else UNDECIDED, found.reason)


def _witness(statement: Statement, case: Case) -> CheckResult:
    """The printed statement, evaluated by its own term at the counterexample."""
    truth, seen = _at(statement, case)
    compared = _compared(statement.then, case)
    if truth is False:
        return CheckResult(
            "witness", "counterexample", PASSED, f"false at ({case}): {seen}", case=case, comparisons=compared
        )
    why = "it holds there" if truth else "it is outside the hypotheses, or not defined there"
    return CheckResult("witness", "counterexample", FAILED, f"({case}): {why}: {seen}", case=case)


def _derived(cls: type[Assertion]) -> CheckResult:
    """The proof by lines: each follows from earlier ones, and the last is the conclusion."""
    steps = tuple(_shown(line) for line in cls.lines)
    try:
        check_lines(cls.term, cls.lines)
    except Unproved as error:
        return CheckResult("derivation", "proof", FAILED, str(error), steps=steps)
    reason = f"{len(steps)} line{'s' * (len(steps) != 1)}, each checked, the last is the statement"
    return CheckResult("derivation", "proof", PASSED, reason, steps=steps)


def _shown(line: Line) -> Step:
    rests_on = line.claim.id if line.claim is not None else ""
    return Step("line", written(line.term), detail=line.rule, rests_on=rests_on, latex=written(line.term, latex=True))


def _decided(statement: Statement) -> CheckResult:
    truth, seen = _at(statement, Case())
    status = PASSED if truth else FAILED
    return CheckResult("closed", "value", status, seen, comparisons=_compared(statement.then, Case()))


def _tried(statement: Statement, most: int, example: Case | None = None) -> list[CheckResult]:
    trial = try_cases(statement, most, example)
    if not trial.readable:
        return []
    counts = {"kept": trial.inside, "discarded": trial.outside}
    name = "cases of the sorts"
    if trial.false_at is not None:
        _, seen = _at(statement, trial.false_at)
        reason = f"false at {trial.false_at}: {seen}"
        return [CheckResult("search", name, FAILED, reason, case=trial.false_at, counts=counts)]
    if trial.undecided and not trial.inside:
        return [CheckResult("search", name, UNDECIDED, f"undecided at {trial.undecided}", counts=counts)]
    if not trial.inside:
        return [CheckResult("search", name, UNDECIDED, f"none of {trial.outside} cases is inside the hypotheses")]
    left = f"; not decided at {trial.undecided}" if trial.undecided else ""
    return [CheckResult("search", name, PASSED, f"{trial.inside} small cases, none false{left}", counts=counts)]


def try_cases(statement: Statement, most: int = _CASES, example: Case | None = None) -> Trial:
    """Evaluate a statement at the example, if there is one, and the cases of its sorts, until one is false."""
    inside = outside = 0
    undecided = ""
    for drawn in chain([] if example is None else [dict(example)], cases(statement, most=most)):
        try:
            truth = statement.holds(drawn)
        except NoReading:
            return Trial(0, 0, None, "", readable=False)
        except Undecided as error:
            undecided = undecided or f"({Case(**drawn)}): {error}"
            continue
        if truth is False:
            return Trial(inside, outside, Case(**drawn), "", readable=True)
        inside += truth is True
        outside += truth is None
    return Trial(inside, outside, None, undecided, readable=True)


def bites_of(cls: type[Assertion]) -> tuple[list[Bite], list[SanityLine], list[str]]:
    """The wrong variants that a case refutes or the formal proof refuses; those that neither does; and problems."""
    proof = cls.formal_proof()
    stands = standing(cls.id, cls.term, proof) if proof is not None else None
    checked = stands is not None and stands.accepted
    also_proved = set(stands.also_proved) if stands is not None else set()
    drawn = list(cases(cls.term, most=_FOR_VARIANTS)) if not cls.term.is_closed else [{}]
    bites: list[Bite] = []
    open_: list[str] = []
    problems: list[str] = []
    for label, wrong in mutants(cls.term):
        if wrong is None:
            bites.append(Bite(label, "the sorts", "it is no formula"))
        elif (case := _refuting(wrong, drawn)) is not None:
            bites.append(Bite(label, "cases of the sorts", f"false at ({Case(**case)})"))
            if label in also_proved:
                problems.append(f"the changed statement “{label}” is false at a case, and formally proved")
        elif checked and label not in also_proved:
            bites.append(Bite(label, "formal proof", "the proof of the claim is none of it"))
        else:
            open_.append(label)
    lines = []
    if open_:
        text = f"{len(open_)} changed statements are rejected by nothing: they may be true"
        lines.append(SanityLine("variant", text, True, "; ".join(open_)))
    readable = cls.term.is_closed or try_cases(cls.term, _FOR_VARIANTS).readable
    if not bites and (readable or checked):
        problems.append("no changed statement is rejected")
    if not cls.term.is_closed:
        found = satisfiable(cls.term, cls.example)
        seen = "at a case of the sorts" if found else "no case was found at which they do: it may say nothing"
        lines.append(SanityLine("hypotheses", "all hypotheses hold together", found, seen))
        if not found:
            problems.append("no case was found at which all hypotheses hold: the statement may say nothing")
    return bites, lines, problems


def satisfiable(statement: Statement, example: Case | None = None) -> bool:
    """Whether the example, or a case of the sorts, satisfies every hypothesis and condition: else it says nothing."""
    for drawn in chain([] if example is None else [dict(example)], cases(statement, most=_CASES)):
        try:
            if all(value(h, drawn) for h in (*statement.given, *statement.conditions)):
                return True
        except (NotDefined, NoReading, Undecided):
            continue
    return False


def _refuting(statement: Statement, drawn: list[dict[str, Any]]) -> dict[str, object] | None:
    for case in drawn:
        try:
            if statement.holds(case) is False:
                return case
        except (NoReading, Undecided, ClaimError):
            continue
    return None


def _at(statement: Statement, case: Case) -> tuple[bool | None, str]:
    """The truth at a case, and what was compared."""
    truth = statement.holds(dict(case))
    compared = _compared(statement.then, case)
    return truth, "; ".join(str(c) for c in compared) or written(statement.then)


def _compared(term: Term, case: Case) -> tuple[Comparison, ...]:
    return tuple(_comparisons(term, case))


def _comparisons(term: Term, case: Case) -> Iterator[Comparison]:
    if term.op in RELATIONS:
        try:
            left, right = (value(a, dict(case)) for a in term.args)
        except (NotDefined, NoReading):
            return
        yield Comparison(left, term.op, right, written(term))
    elif term.op in ("and", "or", "not", "implies", "iff"):
        for part in term.args:
            yield from _comparisons(part, case)
