"""The kinds of evidence: how a check is marked, and what one finds. The engine runs them (`engine.gathering`).

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

import inspect
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import attrs

from exactalign.text.articles import with_article
from proofs_check.exceptions import ClaimError
from proofs_check.language.cases import Case
from proofs_check.language.comparisons import Comparison
from proofs_check.language.steps import Step

F = TypeVar("F", bound=Callable[..., Any])

PASSED, FAILED, UNDECIDED, ERROR = "passed", "failed", "undecided", "error"
_MARK = "__check__"


@attrs.frozen
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
    variant: bool = False


@attrs.frozen
class CheckResult:
    """What one check found, on the claim or on a variant of it."""

    kind: str
    name: str
    status: str
    reason: str
    steps: tuple[Step, ...] = ()
    case: Case | None = None  # a counterexample or witness
    counts: dict[str, int] = attrs.field(factory=dict)
    comparisons: tuple[Comparison, ...] = ()
    doc: str = ""
    seconds: float = 0.0
    silent: str = ""  # why `holds` has an answer at none of the cases, where that is so

    @property
    def passed(self) -> bool:
        """Whether the check ran to its end and what it checks holds."""
        return self.status == PASSED

    def to_json(self) -> dict[str, object]:
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
    if inspect.isfunction(cases):
        raise ClaimError(f"@instances has no cases: write @instances([Case(…), …]) above def {cases.__name__}(self, x)")
    return lambda method: _marked(method, kind="instances", cases=tuple(cases), deep=tuple(deep))


def search(strategy: Any, examples: int = 100) -> Callable[[F], F]:
    """Mark a method `(self, x)` that is tried on the cases of a Hypothesis strategy (or a function returning one).

    Cases outside the claim's hypotheses are discarded, and counted. A counterexample is shrunk, then decided
    again: it refutes the claim. The search is deterministic; `--deep` tries ten times as many.
    """
    if inspect.isfunction(strategy) and "self" in inspect.signature(strategy).parameters:
        raise ClaimError(f"@search has no strategy: write @search(strategy) above def {strategy.__name__}(self, x)")
    return lambda method: _marked(method, kind="search", strategy=strategy, examples=examples)


def witness(method: F) -> F:
    """Mark a method that gives a case at which the statement as printed is false.

    It returns a `Case`, at which `holds` must be false, or a `Refutation`, which says why it is.
    """
    return _marked(method, kind="witness")


@attrs.frozen
class Refutation:
    """A case, and why the statement fails there: a false answer, or steps that prove its negation."""

    case: Case
    fails: Any = None
    because: Iterable[Step] = ()
    note: str = ""


def _marked(method: F, **options: Any) -> F:
    kind = options["kind"]
    if not inspect.isfunction(method):
        above = f"{kind}(…)" if kind in ("instances", "search") else kind
        answer = "return Case(…)" if kind == "witness" else "…"
        raise ClaimError(
            f"@{kind} marks a method, not {with_article(type(method).__name__)}: write @{above} above"
            f" def name(self): {answer}"
        )
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
