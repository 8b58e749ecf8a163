"""What becomes of the wrong variants of a claim that is a term, and whether its hypotheses can hold together.

A variant is refuted by a case, or is no formula. Where neither is so, that the formal proof does not prove it is said,
and is no refutation: it may be true. What is left is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from exactalign.exceptions import ExactAlignError
from proofs_check.engine.asserting import satisfiable
from proofs_check.engine.trials import Bite, SanityLine
from proofs_check.formal.record import standing
from proofs_check.formula.cases import cases
from proofs_check.formula.mutations import mutants
from proofs_check.formula.statements import Statement, unreadable
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case

_FOR_VARIANTS: Final = 60


def bites_of(cls: type[Assertion]) -> tuple[list[Bite], list[SanityLine], list[str]]:
    """What became of every wrong variant; whether the hypotheses can hold; and problems."""
    term = cls.term.anew()
    proof, denied = cls.formal_proof(), cls.formal_refutation() if cls.mended is None else None
    stands = standing(cls.id, term, proof) if proof is not None else None
    if denied is not None:
        stands = standing(f"{cls.id} refuted", term, denied)
    checked = stands is not None and stands.accepted
    also_proved = set(stands.also_proved) if stands is not None else set()
    drawn = [] if unreadable(term) else [{}] if term.is_closed else list(cases(term, most=_FOR_VARIANTS))
    bites: list[Bite] = []
    problems: list[str] = []
    for label, wrong in mutants(term):
        if wrong is None:
            bites.append(Bite(label, "the sorts", "it is no formula", "no formula"))
        elif (case := _refuting(wrong, drawn)) is not None:
            bites.append(Bite(label, "cases of the sorts", f"false at ({Case(**case)})", "refuted"))
            if label in also_proved:
                problems.append(f"the changed statement “{label}” is false at a case, and formally proved")
        elif label in also_proved:
            bites.append(Bite(label, "", "it is formally proved as well", "true"))
        elif checked:
            bites.append(Bite(label, "", "the formal proof does not prove it; it may be true", "not proved"))
        else:
            bites.append(Bite(label, "", "nothing rejects it; it may be true", "open"))
    if all(bite.became in ("open", "true") for bite in bites):
        problems.append("no changed statement is rejected")
    if term.is_closed:
        return bites, [], problems
    line = _hypotheses(cls)
    if not line.ok:
        problems.append(f"the statement may say nothing, as its hypotheses may not hold together: {line.seen}")
    return bites, [line], problems


def _hypotheses(cls: type[Assertion]) -> SanityLine:
    """Whether all hypotheses can hold together: by a theorem, or at a case. What is refuted has them in its model."""
    denied = cls.formal_refutation() if cls.mended is None else None
    if denied is not None:
        found = standing(f"{cls.id} refuted", cls.asserts, denied)
        ok, seen = found.accepted, f"in the model of the refutation: {found.reason}"
    elif (possible := cls.formal_possibility()) is not None:
        found = standing(f"{cls.id} possible", *possible)
        ok, seen = found.accepted, found.reason
    else:
        ok = satisfiable(cls.term.anew(), cls.example)
        seen = "at a case of the sorts" if ok else "no case was found at which all of them do"
    return SanityLine("hypotheses", "all hypotheses hold together", ok, seen)


def _refuting(statement: Statement, drawn: list[dict[str, Any]]) -> Mapping[str, Any] | None:
    for case in drawn:
        try:
            if statement.holds(case) is False:
                return case
        except ExactAlignError:  # undecided, too large, not readable: no refutation
            continue
    return None
