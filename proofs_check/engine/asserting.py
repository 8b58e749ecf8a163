"""What a run finds of a claim that is a term: its formal proof, its proof by lines, its counterexample, small cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import attrs

from exactalign.exceptions import ExactAlignError, TooLarge, Undecided
from proofs_check.engine.derivations import Unproved, check_lines
from proofs_check.engine.examining import FEW_INSIDE, Examined
from proofs_check.engine.smallest import is_degenerate, smallest
from proofs_check.formal.record import Standing, standing
from proofs_check.formula.fits import misfit
from proofs_check.formula.operators import RELATIONS
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, written
from proofs_check.formula.values import NoReading, NotDefined, Reading
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.cases import Case
from proofs_check.language.claims import Claim
from proofs_check.language.comparisons import Comparison
from proofs_check.language.derivations import Line
from proofs_check.language.evidence import ERROR, FAILED, PASSED, UNDECIDED, CheckResult
from proofs_check.language.steps import Step

_CHECKED: Final = ("formal", "derivation")
"""The evidence that a machine checked for every case: what is undecided at some is settled by it."""


def results_of(cls: type[Assertion], examined: Examined) -> list[CheckResult]:
    """The evidence that comes from the term itself, and from the cases at which it was examined."""
    term = cls.term.anew()
    given = _guarded("search", "example", lambda: _example(term, cls.example))
    found = [] if given.passed else [given]
    if cls.counterexample is not None:
        printed = cls.asserts.anew()
        found.append(_guarded("witness", "counterexample", lambda: _witness(printed, cls)))
    if (denied := cls.formal_refutation()) is not None:
        stands = examined.denied or standing(f"{cls.id} refuted", cls.asserts.anew(), denied)
        found.append(_formal(stands, "witness", "refutation"))
    if cls.mended is None and (cls.counterexample is not None or cls.refuted_by is not None):
        return found
    if examined.standing is not None:
        found.append(_formal(examined.standing, "formal", "formal proof"))
    if cls.lines:
        found.append(_guarded("derivation", "proof", lambda: _derived(cls, term)))
    proved = any(result.kind in _CHECKED and result.passed for result in found)
    if term.is_closed:
        decided = _guarded("closed", "value", lambda: _decided(term, cls.example or Case()))
        return [*found, *([] if proved and decided.status == UNDECIDED else [decided])]
    tried = _guarded("search", "cases of the sorts", lambda: _tried(cls, term, examined, proved))
    return [*found, *([tried] if tried.reason else [])]


def formal_of(cls: type[Claim]) -> list[tuple[str, Statement, Formal]]:
    """The formal statements of a claim: of what is true, and of what refutes it; none for a claim that is no term."""
    if not issubclass(cls, Assertion):
        return []
    found = []
    if (proof := cls.formal_proof()) is not None:
        found.append((cls.id, cls.term.anew(), proof))
    if (denied := cls.formal_refutation()) is not None:
        found.append((f"{cls.id} refuted", cls.asserts.anew(), denied))
    if (possible := cls.formal_possibility()) is not None:
        found.append((f"{cls.id} possible", *possible))
    return found


def _guarded(kind: str, name: str, trial: Callable[[], CheckResult]) -> CheckResult:
    """The result; what could not be decided is undecided, and any other exception an error, as for checks in words."""
    try:
        return trial()
    except (Undecided, TooLarge, NoReading) as error:
        return CheckResult(kind, name, UNDECIDED, " ".join(str(error).split()))
    except Exception as error:  # noqa: BLE001 (whatever an evaluation raises is an error of the claim, and shown)
        return CheckResult(kind, name, ERROR, " ".join(f"{type(error).__name__}: {error}".split())[:300])


def _formal(found: Standing, kind: str, name: str) -> CheckResult:
    return CheckResult(kind, name, PASSED if found.accepted else UNDECIDED, found.reason)


def _example(statement: Statement, case: Case | None) -> CheckResult:
    """Whether an example is a case of the statement, inside its hypotheses where these can be read."""
    if case is None:
        return CheckResult("search", "example", PASSED, "none is given")
    wrong = misfit(statement, dict(case))
    with suppress(NoReading, Undecided, TooLarge):
        if not wrong and not statement.applies_in(statement.reading(dict(case))):
            wrong = "it is outside the hypotheses, or not defined there"
    reason = f"({case}) is no case: {wrong}" if wrong else "it is a case"
    return CheckResult("search", "example", ERROR if wrong else PASSED, reason, case=case)


def _witness(statement: Statement, cls: type[Assertion]) -> CheckResult:
    """The printed statement, evaluated by its own term at the counterexample, and at the degenerate one beside it."""
    given = [case for case in (cls.counterexample, cls.degenerate) if case is not None]
    found = []
    for case in given:
        if wrong := misfit(statement, dict(case)):
            return CheckResult("witness", "counterexample", FAILED, f"({case}) is no case: {wrong}", case=case)
        truth, parts = _at(statement, case)
        if truth is not False:
            why = "it holds there" if truth else "it is outside the hypotheses, or not defined there"
            seen = _told(statement, parts)
            return CheckResult("witness", "counterexample", FAILED, f"({case}): {why}: {seen}", case=case)
        found.append(parts)
    case, *beside = (_own(statement, case) for case in given)
    reason = f"false at ({case}): {_told(statement, found[0])}"
    if beside:
        special = ", degenerate," * is_degenerate(statement, beside[0])
        reason += f"; and{special} at ({beside[0]})"
    return CheckResult("witness", "counterexample", PASSED, reason, case=case, comparisons=_compared(found[0]))


def _own(statement: Statement, case: Case) -> Case:
    """What a case gives to the variables of a statement, and to what is said to exist: it is shown as all there is."""
    return Case(**{name: given for name, given in case if name in statement.variables or name.startswith("some ")})


def _derived(cls: type[Assertion], statement: Statement) -> CheckResult:
    """The proof by lines: each follows from earlier ones, and the last is the conclusion."""
    steps = tuple(_shown(line) for line in cls.lines)
    if any(line.claim is cls for line in cls.lines):
        return CheckResult("derivation", "proof", FAILED, "a claim does not prove itself", steps=steps)
    try:
        check_lines(statement, cls.lines)
    except Unproved as error:
        return CheckResult("derivation", "proof", FAILED, str(error), steps=steps)
    reason = f"{len(steps)} line{'s' * (len(steps) != 1)}, each checked, the last is the statement"
    return CheckResult("derivation", "proof", PASSED, reason, steps=steps)


def _shown(line: Line) -> Step:
    rests_on = line.claim.id if line.claim is not None else ""
    return Step("line", written(line.term), detail=line.rule, rests_on=rests_on, latex=written(line.term, latex=True))


def _decided(statement: Statement, case: Case) -> CheckResult:
    """A statement without variables; a case can give it no more than what is said to exist."""
    truth, parts = _at(statement, case)
    seen = _told(statement, parts)
    if truth is None:
        reason = f"nothing is said: a hypothesis is false, or a term has no value: {seen}"
        return CheckResult("closed", "value", UNDECIDED, reason)
    reason = seen if truth or ", which is " in seen else f"{seen}, which is false"
    return CheckResult("closed", "value", PASSED if truth else FAILED, reason, comparisons=_compared(parts))


def _tried(cls: type[Assertion], statement: Statement, trial: Examined, proved: bool) -> CheckResult:
    """The cases; with an empty reason where the statement cannot be evaluated at a case at all."""
    if trial.error is not None:
        raise trial.error
    blank = CheckResult("search", "cases of the sorts", UNDECIDED, "")
    if trial.false_at:
        case, others = smallest(statement, trial.false_at)
        reason = f"false at {case}: {_told(statement, _at(statement, case)[1])}"
        reason += "".join(f"; and, degenerate, at ({other})" for other in others)
        return attrs.evolve(blank, status=FAILED, reason=reason, case=case)
    if trial.unreadable:
        other = proved or (cls.example is None and bool(cls.checks() or cls.formal_proof()))
        return blank if other else attrs.evolve(blank, reason=trial.unreadable)
    counts = {"kept": trial.inside, "discarded": trial.outside}
    if trial.undecided and not proved:
        return attrs.evolve(blank, reason=f"undecided at {trial.undecided}", counts=counts)
    if proved and trial.undecided and trial.satisfied and not trial.inside:
        return blank  # no case decides it, and none is against it
    if not trial.inside:
        none = f"none of {trial.outside} cases is inside the hypotheses"
        return attrs.evolve(blank, reason=f"undecided at {trial.left}" if trial.left else none)
    if trial.never_read and not proved:
        return attrs.evolve(blank, reason=trial.never_read, counts=counts)
    left = f"; not decided at {trial.undecided}, where the proof decides" if trial.undecided else ""
    kind, many = "larger " if trial.larger == trial.inside else "small " * (not trial.larger), "s" * (trial.inside != 1)
    larger = f", {trial.larger} of them larger" * (0 < trial.larger < trial.inside)
    if trial.larger == trial.inside < FEW_INSIDE:
        few = f"{trial.inside} larger case{many} inside the hypotheses, and no small one: that is too few"
        return attrs.evolve(blank, reason=few, counts=counts)
    cases = f"{trial.inside} {kind}case{many}{larger}{', all degenerate' * (not trial.plain)}"
    return attrs.evolve(blank, status=PASSED, reason=f"{cases}, no counterexample was found{left}", counts=counts)


_Part = Comparison | str
"""What is said of a part of a conclusion: the numbers compared, or in words whether it is true."""


def _at(statement: Statement, case: Case) -> tuple[bool | None, tuple[_Part, ...]]:
    """The truth at a case, and what its parts say, in one reading."""
    reading = statement.reading(dict(case))
    truth = statement.holds_in(reading)
    return truth, tuple(_parts(statement.then, reading))


def _compared(parts: tuple[_Part, ...]) -> tuple[Comparison, ...]:
    return tuple(part for part in parts if isinstance(part, Comparison))


def _told(statement: Statement, parts: tuple[_Part, ...]) -> str:
    """What was compared; of several relations those that are false say so."""
    several = statement.then.op not in RELATIONS
    said = [f"{one}, which is false" if several and _fails(one) else str(one) for one in parts]
    return "; ".join(said) if _compared(parts) else written(statement.then)


def _is_false(term: Term, reading: Reading) -> bool:
    with suppress(NotDefined, NoReading, ExactAlignError):
        return not reading.value(term)
    return False


def _fails(part: _Part) -> bool:
    try:
        return isinstance(part, Comparison) and not part.truth()
    except Undecided:
        return False


_CONNECTIVES: Final = ("and", "or", "implies", "iff")
_OPPOSITE: Final = {"=": "≠", "≠": "=", "≤": ">", "<": "≥"}


def _parts(term: Term, reading: Reading, denied: bool = False) -> Iterator[_Part]:
    """The propositions that a conclusion is made of, each with what denies it: of not (x ≤ 1) that x > 1 is asked."""
    if term.op == "not":
        yield from _parts(term.args[0], reading, not denied)
    elif term.op in _CONNECTIVES and not (denied and term.op == "iff"):
        guarded = term.op == "implies" and _is_false(term.args[0], reading)
        for k, part in enumerate(term.args[:1] if guarded else term.args):
            yield from _parts(part, reading, denied and not (term.op == "implies" and k == 0))
    else:
        words = f"not ({written(term)})" if denied else written(term)
        with suppress(NotDefined, NoReading, ExactAlignError):  # of what has no value nothing is said
            if term.op in RELATIONS:
                left, right = (reading.value(a) for a in term.args)
                found = Comparison(left, _OPPOSITE[term.op] if denied else term.op, right, words)
                str(found)  # an enclosed number may have no digits to show, as the root of one below 0
                yield found
            else:
                yield f"{words}, which is {str(bool(reading.value(term)) is not denied).lower()}"
