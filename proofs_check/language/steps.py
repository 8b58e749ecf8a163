"""The steps of a proof in words, each of a kind that says how far it can be trusted.

| kind | what it is | counted as |
|---|---|---|
| identity | an equation between terms, decided by a normal form, whose conditions are discharged | checked |
| exact | a statement about given numbers, decided, in a refutation, which is about one instance | checked |
| theorem | an application of a named theorem, or of another claim, which becomes an ancestor | by name |
| argument | reasoning in words, with checks of the claim that try it out | written |
| conditional | an identity with a condition that no hypothesis of the claim discharges | nothing |
| definition | an identity with the same two sides before any work | nothing |
| illustration | a statement about given numbers inside a proof | nothing |

A theorem is assumed by name, a claim has its own verdict. What counts as nothing is shown all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final
from weakref import WeakValueDictionary

import attrs

from exactalign.text.articles import with_article
from proofs_check.exceptions import ClaimError
from proofs_check.formula.terms import Term, written
from proofs_check.language.comparisons import settle, yielded
from proofs_check.language.records import is_answering
from proofs_check.language.theorems import theorem_named

MACHINE_CHECKED: Final = ("identity", "exact")
UNCOUNTED: Final = ("conditional", "definition", "illustration")


@attrs.frozen
class Step:
    """One step: its kind, what it says, whether it holds (None before that is known), and what it rests on."""

    kind: str
    words: str
    holds: bool | None = True
    detail: str = ""
    rests_on: str = ""
    tested_by: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    latex: str = ""
    equation: Any = attrs.field(default=None, eq=False, repr=False)

    def __bool__(self) -> bool:
        if self.kind == "exact":
            raise ClaimError(f"a step is neither true nor false in itself: yield “{self.words}”")
        return True

    def to_json(self) -> dict[str, object]:
        """Return the step for JSON, without what is empty."""
        found = {
            "kind": self.kind, "words": self.words, "holds": self.holds, "detail": self.detail,
            "rests_on": self.rests_on, "tested_by": list(self.tested_by),
            "conditions": list(self.conditions), "open": list(self.open), "latex": self.latex,
        }  # fmt: skip
        return {key: value for key, value in found.items() if value not in ("", [])}


_made: WeakValueDictionary[int, Step] = WeakValueDictionary()
"""The steps that the functions below have made, by identity: one that is put together by hand has been checked by
nothing."""
_making: list[list[Step]] = []


def _step(kind: str, words: str, holds: bool | None = True, **more: Any) -> Step:
    made = Step(kind, words, holds, **more)
    _made[id(made)] = made
    for record in _making:
        record.append(made)
    return made


@contextmanager
def made_here() -> Iterator[list[Step]]:
    """Give the list of the steps that are made within it: what a proof makes and does not yield is no step of it."""
    record: list[Step] = []
    _making.append(record)
    try:
        yield record
    finally:
        _making.pop()


def identity(words: str, equation: Any) -> Step:
    """left == right, two terms that are equal wherever both are defined: the engine decides it by a normal form.

    What it assumes of its letters (their sorts, and where its terms are defined) is discharged by the hypotheses of the
    claim (`Hypothesis.gives`), or the step is conditional, and counts as nothing.
    """
    if not isinstance(equation, Term) or equation.op != "=":
        found = f"“{written(equation)}”" if isinstance(equation, Term) else with_article(type(equation).__name__)
        raise ClaimError(
            f"an identity is an equation of terms, as in identity(…, KL(p, q) == H(p, q) - H(p, p)), and not {found}"
        )
    return _step("identity", words, None, equation=equation)


def exact(words: str, answer: Any) -> Step:
    """Comparison(s) of exact or enclosed numbers, decided, as a step; of a proof it is an illustration."""
    if is_answering() and not _making:
        raise ClaimError(f"“{words}” is a step, of a proof or a refutation: a check answers with the comparison itself")
    finding = settle(answer)
    return _step("exact", words, finding.holds, detail=finding.words)


def theorem(name: str, words: str) -> Step:
    """An application of a named theorem ("thm:gibbs") or of another claim ("A-lem9")."""
    if name.startswith("thm:"):
        return _step("theorem", words, detail=theorem_named(name).statement, rests_on=name)
    return _step("theorem", words, detail=f"by {name}", rests_on=name)


def argument(words: str, tested_by: str | Sequence[str]) -> Step:
    """Elementary reasoning, written out; `tested_by` names the checks of this claim that try it."""
    names = (tested_by,) if isinstance(tested_by, str) else tuple(tested_by)
    if not names:
        raise ClaimError(f"an argument must name the checks that test it: {words[:60]}")
    return _step("argument", words, tested_by=names)


def steps_of(answer: Any) -> tuple[Step, ...]:
    """The steps that a proof answered with; raises `ClaimError` when it is anything else."""
    steps = tuple(yielded(answer)) if isinstance(answer, Iterable) else ()
    if not steps or not all(isinstance(step, Step) for step in steps):
        raise ClaimError("a proof must yield at least one step, and nothing else")
    for step in steps:
        if _made.get(id(step)) is not step:
            raise ClaimError(f"“{step.words}” was checked by nothing: identity, exact, theorem and argument make steps")
    for k, step in enumerate(steps):
        if (one := next((other for other in steps[:k] if _says_the_same(step, other)), None)) is not None:
            raise ClaimError(f"the step “{step.words}” says what “{one.words}” says, and would be counted twice")
    return steps


def _says_the_same(step: Step, other: Step) -> bool:
    """Whether two identities are one equation, or a step is there twice."""
    if step is other or step.equation is None or other.equation is None:
        return step is other
    sides = [{side.token for side in one.equation.args} for one in (step, other)]
    return sides[0] == sides[1]


def illustration(step: Step) -> Step:
    """A step as it stands in a proof of something general, where given numbers show nothing."""
    return attrs.evolve(step, kind="illustration") if step.kind == "exact" else step


def nothing_checked(steps: Sequence[Step]) -> str:
    """Why steps show nothing, in one line, or "" when they show something.

    Words alone do not. What an identity needs and no hypothesis gives only an argument may meet: without one, the
    steps do not hang together.
    """
    kinds = {step.kind for step in steps}
    unmet = next((step for step in steps if step.kind == "conditional"), None)
    if unmet is not None and "argument" not in kinds:
        return f"nothing discharges {unmet.open[0]} ({unmet.words})"
    if unmet is not None or kinds & {*MACHINE_CHECKED, "theorem"}:
        return ""
    return "an argument in words only" if "argument" in kinds else "its steps are definitions and illustrations only"


def summary(steps: Sequence[Step]) -> str:
    """Return how many steps are checked by machine, and which are not.

    >>> summary([Step("identity", "…"), Step("argument", "…"), Step("theorem", "…", rests_on="thm:gibbs")])
    '3 steps: 1 machine-checked, 1 by a named theorem or claim, 1 written argument'
    >>> summary([Step("definition", "…"), Step("conditional", "…")])
    '2 steps: 0 machine-checked, 1 identity under conditions, 1 shown but not counted'
    """
    kinds = Counter(step.kind for step in steps)
    parts = [f"{sum(kinds[kind] for kind in MACHINE_CHECKED)} machine-checked"]
    shown = kinds["definition"] + kinds["illustration"]
    for number, words, many in (
        (kinds["theorem"], "by a named theorem or claim", ""),
        (kinds["argument"], "written argument", "written arguments"),
        (kinds["conditional"], "identity under conditions", "identities under conditions"),
        (shown, "shown but not counted", ""),
    ):
        if number:
            parts.append(f"{number} {many if many and number > 1 else words}")
    return f"{len(steps)} step{'s' if len(steps) != 1 else ''}: {', '.join(parts)}"
