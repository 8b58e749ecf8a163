"""The steps of a proof, each of a kind that says how far it can be trusted.

| kind | what it is |
|---|---|
| identity | an equation between expressions, decided by a normal form (`symbolic`) |
| exact | a statement about given numbers, decided |
| theorem | an application of a named theorem, or of another claim, which becomes an ancestor |
| argument | reasoning in words, with checks of the claim that try it out |

The first two are machine-checked. A theorem is assumed by name, a claim has its own verdict. An argument is
not checked by a machine; it is shown as such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from proofs_check.exceptions import ClaimError
from proofs_check.language.comparisons import settle
from proofs_check.language.theorems import theorem_named

MACHINE_CHECKED: Final = ("identity", "exact")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its kind, what it says, whether it holds, and what it rests on."""

    kind: str
    words: str
    holds: bool = True
    detail: str = ""
    rests_on: str = ""
    tested_by: tuple[str, ...] = ()
    conditions: tuple[str, ...] = field(default=())
    latex: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the step for JSON, without what is empty."""
        found = {
            "kind": self.kind, "words": self.words, "holds": self.holds, "detail": self.detail,
            "rests_on": self.rests_on, "tested_by": list(self.tested_by), "conditions": list(self.conditions),
            "latex": self.latex,
        }  # fmt: skip
        return {key: value for key, value in found.items() if value not in ("", [])}


def identity(words: str, left: Any, right: Any, given: Sequence[Any] = ()) -> Step:
    """left = right for every number of outcomes, decided by the normal form, given relations (each = 0 or an `Eq`)."""
    from proofs_check.algebra.symbolic import decide_identity, identity_latex  # SymPy is loaded by the first identity

    result = decide_identity(left, right, given)
    assumed = f", given {' and '.join(f'{r} = 0' if not hasattr(r, 'lhs') else f'{r.lhs} = {r.rhs}' for r in given)}"
    proved = f"{left} = {right}{assumed if given else ''}"
    detail = proved if result.proved else f"the difference of the two sides is {result.remainder}"
    latex = identity_latex(left, right, given) if result.proved else ""
    return Step("identity", words, result.proved, detail, conditions=result.conditions, latex=latex)


def exact(words: str, answer: Any) -> Step:
    """A bool or comparison(s) of exact or enclosed numbers, decided."""
    finding = settle(answer)
    return Step("exact", words, finding.holds, finding.words)


def theorem(name: str, words: str) -> Step:
    """An application of a named theorem ("thm:gibbs") or of another claim ("A-lem9")."""
    if name.startswith("thm:"):
        return Step("theorem", words, detail=theorem_named(name).statement, rests_on=name)
    return Step("theorem", words, detail=f"by {name}", rests_on=name)


def argument(words: str, tested_by: str | Sequence[str]) -> Step:
    """Elementary reasoning, written out; `tested_by` names the checks of this claim that try it."""
    names = (tested_by,) if isinstance(tested_by, str) else tuple(tested_by)
    if not names:
        raise ClaimError(f"an argument must name the checks that test it: {words[:60]}")
    return Step("argument", words, tested_by=names)


def summary(steps: Sequence[Step]) -> str:
    """Return how many steps are checked by machine, and which are not.

    >>> summary([Step("identity", "…"), Step("argument", "…"), Step("theorem", "…", rests_on="thm:gibbs")])
    '3 steps: 1 machine-checked, 1 by a named theorem or claim, 1 written argument'
    """
    checked = sum(step.kind in MACHINE_CHECKED for step in steps)
    named = sum(step.kind == "theorem" for step in steps)
    written = sum(step.kind == "argument" for step in steps)
    parts = [f"{checked} machine-checked"]
    if named:
        parts.append(f"{named} by a named theorem or claim")
    if written:
        parts.append(f"{written} written argument{'s' if written > 1 else ''}")
    return f"{len(steps)} step{'s' if len(steps) != 1 else ''}: {', '.join(parts)}"
