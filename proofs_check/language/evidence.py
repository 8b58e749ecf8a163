"""The kinds of evidence, and how each is gathered.

A check is a method of a claim, marked by a decorator that says what its success would show:

| decorator | the method answers with | success supports |
|---|---|---|
| `@proof` | steps (see `steps`) | argued |
| `@decision` | comparisons of given numbers | certified |
| `@instances(cases)` | comparisons, for each listed case | certified |
| `@search(strategy)` | comparisons, for each case Hypothesis finds | tested |
| `@witness` | the case at which the printed statement is false | refuted, amended |

None of them makes a claim *proved* or *decided*: that the last step is the conclusion, and that nothing is left free,
can be seen of a term only. The same method is run on the claim and on its deliberately wrong variants, whose changed
parts it reaches through `self`; nothing tells it on which of them it runs. An exception is an error and "could not be
decided" is undecided; neither is a pass, nor a rejection.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from exactalign.exceptions import TooLarge, Undecided
from proofs_check.exceptions import ClaimError
from proofs_check.language.cases import Case
from proofs_check.language.comparisons import Comparison, settle
from proofs_check.language.steps import (
    MACHINE_CHECKED,
    Step,
    discharged,
    illustration,
    nothing_checked,
    steps_of,
    summary,
)

if TYPE_CHECKING:
    from proofs_check.language.claims import Claim

F = TypeVar("F", bound=Callable[..., Any])

PASSED, FAILED, UNDECIDED, ERROR = "passed", "failed", "undecided", "error"
_MARK = "__check__"
_DEEP_FACTOR = 10
_FEW = 10  # a search that keeps fewer than a tenth of its examples says nothing


@dataclass(frozen=True, slots=True)
class Check:
    """A marked method: what kind of evidence it gives, and with what."""

    kind: str
    name: str
    doc: str
    function: Callable[..., Any]
    cases: tuple[Case, ...] = ()
    deep: tuple[Case, ...] = ()
    strategy: Any = None
    examples: int = 0
    smallest: bool = True


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found, on the claim or on a variant of it."""

    kind: str
    name: str
    status: str
    reason: str
    steps: tuple[Step, ...] = ()
    case: Case | None = None  # a counterexample or witness
    counts: dict[str, int] = field(default_factory=dict)
    comparisons: tuple[Comparison, ...] = ()
    doc: str = ""
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether the check ran to its end and what it checks holds."""
        return self.status == PASSED

    def to_json(self) -> dict[str, Any]:
        """Return the result for JSON."""
        found: dict[str, Any] = {"kind": self.kind, "check": self.name, "status": self.status, "reason": self.reason}
        if self.steps:
            found["steps"] = [step.to_json() for step in self.steps]
        if self.counts:
            found["counts"] = dict(self.counts)
        if self.case is not None:
            found["case"] = self.case.to_json()
        return found


def proof(method: F) -> F:
    """Mark a method that yields the steps of a proof of the claim in its whole scope."""
    return _marked(method, kind="proof")


def decision(method: F) -> F:
    """Mark a method that decides a closed statement: everything it compares must hold."""
    return _marked(method, kind="decision")


def instances(cases: Iterable[Case], deep: Iterable[Case] = ()) -> Callable[[F], F]:
    """Mark a method `(self, x)` that is checked at each listed case, and with `--deep` at the `deep` ones too."""
    return lambda method: _marked(method, kind="instances", cases=tuple(cases), deep=tuple(deep))


def search(strategy: Any, examples: int = 100) -> Callable[[F], F]:
    """Mark a method `(self, x)` that is tried on the cases of a Hypothesis strategy (or a function returning one).

    Cases outside the claim's hypotheses are discarded, and counted. A counterexample is shrunk, then decided
    again: it refutes the claim. The search is deterministic; `--deep` tries ten times as many.
    """
    return lambda method: _marked(method, kind="search", strategy=strategy, examples=examples)


def witness(method: F) -> F:
    """Mark a method that gives a case at which the statement as printed is false.

    It returns a `Case`, at which `holds` must be false, or a `Refutation`, which says why it is.
    """
    return _marked(method, kind="witness")


@dataclass(frozen=True, slots=True)
class Refutation:
    """A case, and why the statement fails there: a false answer, or steps that prove its negation."""

    case: Case
    fails: Any = None
    because: Iterable[Step] = ()
    note: str = ""


def _marked(method: F, **options: Any) -> F:
    doc = " ".join((method.__doc__ or "").split())
    check = Check(name=method.__name__, doc=doc, function=method, **options)
    setattr(method, _MARK, check)
    declared = _DECLARED.setdefault((method.__module__, method.__qualname__.rpartition(".")[0]), [])
    declared.append(method.__name__)
    return method


_DECLARED: dict[tuple[str, str], list[str]] = {}  # (module, class) → the checks marked in its body, until it is made


def take_declared(cls: type) -> tuple[str, ...]:
    """Return the names of the checks marked in the body of a class that has just been made.

    Raises `ClaimError` when two have one name, so that the second silently replaced the first.
    """
    names = _DECLARED.pop((cls.__module__, cls.__qualname__), [])
    for name in names:
        if names.count(name) > 1:
            raise ClaimError(f"{cls.__name__} has two checks named {name}: one would replace the other")
    return tuple(dict.fromkeys((*names, *(name for name, value in vars(cls).items() if hasattr(value, _MARK)))))


def checks_of(cls: type) -> tuple[Check, ...]:
    """Return the checks of a claim class in the order written, inherited ones first."""
    found: dict[str, Check] = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            found.pop(name, None)  # a plain method in a subclass takes the check away
            if hasattr(value, _MARK):
                found[name] = getattr(value, _MARK)
    return tuple(found.values())


def run_check(check: Check, claim: Claim, printed: bool = False, *, smallest: bool = True) -> CheckResult:
    """Run one check on a claim or a variant of it; every exception becomes a status.

    `printed` says that the hypotheses of the statement as printed are in force; without `smallest` any counterexample
    will do.
    """
    if not smallest:
        check = replace(check, smallest=False)
    start = time.perf_counter()
    blank = CheckResult(check.kind, check.name, ERROR, "", doc=check.doc)
    try:
        result = _RUN[check.kind](check, claim, blank, printed)
    except (Undecided, TooLarge) as error:
        result = replace(blank, status=UNDECIDED, reason=_one_line(error))
    except Exception as error:  # noqa: BLE001 (whatever a check raises is an error of the check, and shown)
        result = replace(blank, status=ERROR, reason=f"{type(error).__name__}: {_one_line(error)}")
    return replace(result, seconds=time.perf_counter() - start)


def _run_proof(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:
    """Instances show nothing of a proof; a refutation is about one instance, and its exact steps count."""
    facts = [fact for hypothesis in claim.in_force(printed) for fact in hypothesis.gives]
    steps = tuple(
        discharged(illustration(step) if check.kind == "proof" else step, facts)
        for step in steps_of(check.function(claim))
    )
    counts = {"steps": len(steps), "machine-checked": sum(step.kind in MACHINE_CHECKED for step in steps)}
    for position, step in enumerate(steps, 1):
        if not step.holds:
            reason = f"step {position} fails ({step.words}): {step.detail}"
            return replace(blank, status=FAILED, reason=reason, steps=steps, counts=counts)
    if reason := nothing_checked(steps):
        return replace(blank, status=UNDECIDED, reason=reason, steps=steps, counts=counts)
    return replace(blank, status=PASSED, reason=summary(steps), steps=steps, counts=counts)


def _run_decision(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:  # noqa: ARG001
    finding = settle(_listed(check.function(claim)))
    counts = {"comparisons": max(1, len(finding.comparisons))}
    status = PASSED if finding.holds else FAILED
    return replace(blank, status=status, reason=finding.words, counts=counts, comparisons=finding.comparisons)


def _run_instances(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:
    cases = check.cases + (check.deep if claim.deep else ())
    if not cases:
        raise ClaimError("no instances are listed")
    seen: list[Comparison] = []
    for case in cases:
        if broken := claim.broken_hypothesis(case, printed):
            raise ClaimError(f"the instance {case} is outside the hypothesis: {broken}")
        finding = settle(_listed(check.function(claim, case)))
        seen += finding.comparisons
        if not finding.holds:
            reason = f"false at {case}: {finding.words}"
            return replace(blank, status=FAILED, reason=reason, case=case, comparisons=finding.comparisons)
    reason = f"{len(cases)} instance{'s' if len(cases) > 1 else ''}, from ({cases[0]}) to ({cases[-1]})"
    counts = {"instances": len(cases), "comparisons": len(seen)}
    return replace(blank, status=PASSED, reason=reason, counts=counts, comparisons=tuple(seen))


def _run_search(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:
    from proofs_check.engine.searches import find_counterexample  # Hypothesis is loaded by the first search

    strategy = check.strategy() if callable(check.strategy) else check.strategy
    examples = check.examples * (_DEEP_FACTOR if claim.deep else 1)
    outcome = find_counterexample(
        lambda case: settle(_listed(check.function(claim, case))),
        lambda case: claim.broken_hypothesis(case, printed),
        strategy,
        examples,
        smallest=check.smallest,
    )
    counts = {"kept": outcome.kept, "discarded": outcome.discarded}
    if outcome.case is not None:
        again = settle(_listed(check.function(claim, outcome.case)))
        if again.holds or claim.broken_hypothesis(outcome.case, printed):
            raise ClaimError(f"the counterexample {outcome.case} is not confirmed when it is decided again")
        return replace(
            blank, status=FAILED, reason=f"false at {outcome.case}: {again.words}", case=outcome.case,
            counts={}, comparisons=again.comparisons,
        )  # fmt: skip
    reason = f"{outcome.kept} examples kept, {outcome.discarded} discarded"
    if outcome.undecided:
        reason = f"undecided at {outcome.undecided}"
        return replace(blank, status=UNDECIDED, reason=reason, counts=counts)
    if outcome.kept == 0 or outcome.kept * _FEW < outcome.discarded:
        return replace(blank, status=UNDECIDED, reason=f"too few: {reason}", counts=counts)
    return replace(blank, status=PASSED, reason=reason, counts=counts)


def _run_witness(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:
    found = check.function(claim)
    given = found if isinstance(found, Refutation) else Refutation(found)
    if not isinstance(given.case, Case):
        raise ClaimError("a witness must be a Case or a Refutation")
    if broken := claim.broken_hypothesis(given.case, printed):
        return replace(blank, status=FAILED, case=given.case, reason=f"({given.case}) does not satisfy: {broken}")
    steps = tuple(given.because)
    note = f"; {given.note}" if given.note else ""
    if steps:
        shown = _run_proof(replace(check, function=lambda _: steps), claim, blank, printed)
        return replace(shown, case=given.case, reason=f"at ({given.case}): {shown.reason}{note}")
    finding = settle(_listed(claim.holds(given.case) if given.fails is None else given.fails))
    if finding.holds:
        return replace(blank, status=FAILED, case=given.case, reason=f"holds at ({given.case}): {finding.words}")
    reason = f"false at ({given.case}): {finding.words}{note}"
    return replace(blank, status=PASSED, case=given.case, reason=reason, comparisons=finding.comparisons)


_RUN: dict[str, Callable[[Check, Any, CheckResult, bool], CheckResult]] = {
    "proof": _run_proof,
    "decision": _run_decision,
    "instances": _run_instances,
    "search": _run_search,
    "witness": _run_witness,
}


def _listed(answer: Any) -> Any:
    return list(answer) if isinstance(answer, Iterator) else answer


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
