"""Teeth and sanity: does a check reject what is false, and does a claim say something?

Teeth: every deliberately wrong variant must be rejected by a check, and every check must reject one. A check
that ends in an error on a variant has not rejected it. Sanity: the hypotheses can be satisfied; each is needed
or reported as unused; the edge cases are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import attrs

from exactalign.exceptions import TooLarge, Undecided
from proofs_check.engine.contained import contained
from proofs_check.engine.gathering import run_check
from proofs_check.engine.givens import compared, mixes
from proofs_check.language.cases import Case
from proofs_check.language.claims import Claim, Edge, Hypothesis, Variant, meaningless
from proofs_check.language.comparisons import answered
from proofs_check.language.evidence import FAILED, PASSED, Check, CheckResult

_REFUTING = ("search", "instances", "decision")
_OUTSIDE: Final = "outside: "

CORRECTED = Variant("the corrected statement in place of the printed one")
"""What every witness of an amended claim must leave alone; it is tried after the wrong variants, and is none."""


OUTCOMES: Final = {
    "refuted": "rejected, by a case or a check",
    "no formula": "refused by the sorts",
    "not proved": "the formal proof does not prove it, which is no refutation",
    "true": "formally proved as well",
    "open": "left open",
    "repaired": "repaired, and left alone",
}
"""What may become of a wrong variant → what that means. Only the first two reject it; the last is right."""


@attrs.frozen
class Bite:
    """What became of one wrong variant, one of `OUTCOMES`: which check rejected it (or none), and how."""

    variant: str
    rejected_by: str
    how: str
    outcome: str = ""

    @property
    def became(self) -> str:
        """The outcome; for a check in words, whether it rejected the variant."""
        return self.outcome or ("refuted" if self.rejected_by else "open")

    def to_json(self) -> dict[str, object]:
        """Return the bite for JSON."""
        return {
            "variant": self.variant, "rejected": bool(self.rejected_by), "by": self.rejected_by, "how": self.how,
            "outcome": self.became,
        }  # fmt: skip


def try_teeth(cls: type[Claim], deep: bool = False) -> tuple[list[Bite], list[str]]:
    """Run the checks on the wrong variants; return what happened, and the problems found.

    A check is run on a variant only while that can still tell something new.
    """
    checks = cls.checks()
    toothless = {check.name for check in checks}
    bites: list[Bite] = []
    variants = list(cls.teeth)
    if cls.is_amended() and any(check.kind == "witness" for check in checks):
        variants.append(CORRECTED)
    problems = [] if cls.teeth or not checks else ["no deliberately wrong variant is listed"]
    for variant in variants:
        bite = _bite(cls, variant, checks, toothless, deep)
        bites.append(bite)
        if not bite.rejected_by and variant is CORRECTED:
            problems.append(f"the witness does not leave the corrected statement alone: {bite.how}")
        elif not bite.rejected_by:
            kind, wanted = ("repaired", "left alone") if _is_repaired(cls) else ("wrong", "rejected")
            problems.append(f"the {kind} variant “{variant.label}” is not {wanted}: {bite.how}")
    problems += [f"the check {c.name} rejects no wrong variant" for c in checks if c.name in toothless]
    return bites, problems


def _bite(cls: type[Claim], variant: Variant, checks: Sequence[Check], toothless: set[str], deep: bool) -> Bite:
    rejected_by, how, outcome, tried = "", "", "", []
    repaired = _is_repaired(cls)
    for check in checks:
        if cls.is_amended() and (check.kind == "witness") != (variant is CORRECTED):
            continue  # wrong variants of a corrected statement are not what its witness speaks about
        if rejected_by and check.name not in toothless:
            continue
        result = run_on_variant(cls, variant, check, deep)
        # A check that refutes the claim must leave a repaired variant alone.
        if result.status == (PASSED if repaired and check.kind in _REFUTING else FAILED):
            toothless.discard(check.name)
            if not rejected_by:
                rejected_by, how = check.name, result.reason
                outcome = "repaired" if repaired and check.kind in (*_REFUTING, "witness") else ""
        else:
            tried.append(f"{check.name} {result.status} ({result.reason})")
    return Bite(variant.label, rejected_by, how or "; ".join(tried), outcome)


def _is_repaired(cls: type[Claim]) -> bool:
    """Whether the variants of a claim repair it."""
    return cls.expected == "refuted" and not cls.is_amended()


def run_on_variant(cls: type[Claim], variant: Variant, check: Check, deep: bool) -> CheckResult:
    """Run one check of a claim on a wrong variant."""
    printed = not cls.is_amended() and check.kind == "witness"
    return run_check(check, cls.under(variant)(deep=deep), printed, variant=True)


@attrs.frozen
class SanityLine:
    """One thing tried: its kind (satisfiable, hypothesis, edge), what, whether it is in order, and what was seen."""

    kind: str
    text: str
    ok: bool
    seen: str

    def to_json(self) -> dict[str, object]:
        """Return the line for JSON."""
        return {"kind": self.kind, "text": self.text, "ok": self.ok, "seen": self.seen}


def left_alone(bite: Bite) -> SanityLine:
    """What became of the corrected statement where the witness against the printed one was tried on it."""
    seen = f"left alone by {bite.rejected_by}: {bite.how}" if bite.rejected_by else bite.how
    return SanityLine("correction", "the corrected statement", bool(bite.rejected_by), seen)


def try_sanity(cls: type[Claim], refuted: bool) -> tuple[list[SanityLine], list[str]]:
    """Try the hypotheses and edge cases; return what was seen, and the problems found.

    Where decisions are the only evidence there are no hypotheses to try. For a `refuted` claim the
    edge cases only report where the statement holds.
    """
    claim = cls()
    kinds = {check.kind for check in cls.checks()}
    closed = "decision" in kinds and kinds <= {"decision", "witness"} and not cls.hypotheses
    lines: list[SanityLine] = []
    if closed and cls.example is None:
        lines.append(SanityLine("satisfiable", "decisions only", True, "there is no hypothesis and no case to try"))
    elif (example := cls.example) is not None:
        lines.append(_tried("satisfiable", str(example), lambda: _satisfiable(claim, example, refuted)))
    elif not refuted:
        lines.append(SanityLine("satisfiable", "an example", False, "no example is given"))
    for hypothesis in cls.hypotheses:
        text = f"without “{hypothesis.text}”"
        lines.append(_tried("hypothesis", text, partial(_hypothesis, claim, hypothesis)))
    lines += [line for hypothesis in cls.hypotheses for line in _given(claim, hypothesis)]
    edges = [_tried("edge", edge.name, partial(_edge, claim, edge, refuted)) for edge in cls.edges]
    lines += edges
    if not closed and not refuted and all(line.seen.startswith(_OUTSIDE) for line in edges):
        seen = "all that are listed are outside the hypotheses" if cls.edges else "none is listed"
        lines.append(SanityLine("edge", "edge cases", False, seen))
    return lines, [f"sanity: {line.text}: {line.seen}" for line in lines if not line.ok]


def _tried(kind: str, text: str, trial: Callable[[], tuple[bool, str]]) -> SanityLine:
    try:
        with contained():
            ok, seen = trial()
    except Exception as error:  # noqa: BLE001 (the same policy as for checks: every exception is shown)
        ok, seen = False, f"{type(error).__name__}: {error}"
    return SanityLine(kind, text, ok, seen)


def _satisfiable(claim: Claim, example: Case, refuted: bool) -> tuple[bool, str]:
    if broken := claim.broken_hypothesis(example, refuted):
        return False, f"violates: {broken}"
    truth, seen = _truth(claim, example)
    return truth is True or refuted, seen


def _hypothesis(claim: Claim, hypothesis: Hypothesis) -> tuple[bool, str]:
    case = hypothesis.without
    if case is None:
        if hypothesis.unused:
            return True, f"said to be unused, and not tried: {hypothesis.unused}"
        seen = hypothesis.untried and f"not tried: {hypothesis.untried}"
        return bool(seen), seen or "no instance shows that it is needed"
    if hypothesis.met(case):
        return False, f"({case}) satisfies it"
    others = [h for h in claim.hypotheses if h is not hypothesis and not h.unused]
    if other := next((h for h in others if not h.met(case)), None):
        return False, f"({case}) also violates: {other.text}"
    truth, seen = _truth(claim, case)
    if truth == "meaningless" and claim.example is not None and mixes(dict(case), dict(claim.example)):
        return False, f"{seen} at ({case}), whose laws and rewards are over several alphabets"
    if hypothesis.unused:
        return truth is True, f"unused: {hypothesis.unused}; {seen} at ({case})"
    return truth is not True and truth is not None, f"{seen} at ({case})"


def _given(claim: Claim, hypothesis: Hypothesis) -> list[SanityLine]:
    """Whether what a hypothesis gives is so where it holds, where there is something to tell of that."""
    told = compared(claim, hypothesis)
    return [SanityLine("hypothesis", f"what “{hypothesis.text}” gives", *told)] if told is not None else []


def _edge(claim: Claim, edge: Edge, refuted: bool) -> tuple[bool, str]:
    if edge.case is None:
        return bool(edge.note), edge.note or "neither an instance nor a note"
    note = f"; {edge.note}" if edge.note else ""
    if broken := claim.broken_hypothesis(edge.case, refuted):
        return True, f"{_OUTSIDE}{broken}{note}"
    truth, seen = _truth(claim, edge.case)
    return truth is True or (refuted and truth is not None), seen + note


def _truth(claim: Claim, case: Case) -> tuple[bool | str | None, str]:
    """True, False, "meaningless", or None when that could not be found out; and the words."""
    try:
        finding = answered(claim.holds, case)
    except (Undecided, TooLarge) as error:
        return None, f"undecided: {' '.join(str(error).split())}"
    except Exception as error:  # noqa: BLE001 (the same policy as for checks: every exception is shown)
        if meaningless(error):
            why = "a division by 0" if isinstance(error, ZeroDivisionError) else " ".join(str(error).split())
            return "meaningless", f"has no meaning ({why})"
        return None, f"{type(error).__name__}: {error}"
    return finding.holds, f"{'holds' if finding.holds else 'fails'} ({finding.words})"
