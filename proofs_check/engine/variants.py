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
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case

_FOR_VARIANTS: Final = 60


def bites_of(cls: type[Assertion]) -> tuple[list[Bite], list[SanityLine], list[str]]:
    """What became of every wrong variant; whether the hypotheses can hold; and problems."""
    term = cls.term.anew()
    proof = cls.formal_proof()
    stands = standing(cls.id, term, proof) if proof is not None else None
    checked = stands is not None and stands.accepted
    also_proved = set(stands.also_proved) if stands is not None else set()
    drawn = list(cases(term, most=_FOR_VARIANTS)) if not term.is_closed else [{}]
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
    found = satisfiable(term, cls.example)
    seen = "at a case of the sorts" if found else "no case was found at which they do: it may say nothing"
    if not found:
        problems.append("no case was found at which all hypotheses hold: the statement may say nothing")
    return bites, [SanityLine("hypotheses", "all hypotheses hold together", found, seen)], problems


def _refuting(statement: Statement, drawn: list[dict[str, Any]]) -> Mapping[str, Any] | None:
    for case in drawn:
        try:
            if statement.holds(case) is False:
                return case
        except ExactAlignError:  # undecided, too large, not readable: no refutation
            continue
    return None
