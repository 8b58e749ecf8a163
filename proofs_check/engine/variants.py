"""What becomes of the wrong variants of a claim that is a term, and whether its hypotheses can hold together.

A variant is refuted by a case, or is no formula. Where neither is so, that the formal proof does not prove it is said,
and is no refutation: it may be true. What is left is open.
"""

from __future__ import annotations

from typing import Final

from proofs_check.engine.derivations import says_nothing
from proofs_check.engine.examining import Examined
from proofs_check.engine.trials import Bite, SanityLine
from proofs_check.formal.record import standing
from proofs_check.language.assertions import Assertion

_FEW: Final = 10
"""Of a statement that is proved and that so few cases are inside, what they do not read says nothing."""


def bites_of(cls: type[Assertion], examined: Examined) -> tuple[list[Bite], list[SanityLine], list[str]]:
    """What became of every wrong variant; whether the hypotheses can hold; and problems."""
    stands = examined.denied or examined.standing
    checked = stands is not None and stands.accepted
    also_proved = stands.also_proved if stands is not None else ()
    stopped = stands.stopped if stands is not None else ()
    bites: list[Bite] = []
    problems: list[str] = []
    for number, (label, wrong) in enumerate(examined.variants):
        if isinstance(wrong, str):
            bites.append(Bite(label, "the sorts", wrong, "no formula"))
        elif (case := examined.refuted.get(number)) is not None:
            bites.append(Bite(label, "cases of the sorts", f"false at ({case})", "refuted"))
            if label in also_proved:
                problems.append(f"the changed statement “{label}” is false at a case, and formally proved")
        elif label in also_proved:
            bites.append(Bite(label, "", "it is formally proved as well", "true"))
        elif label in stopped:
            bites.append(Bite(label, "", "the formal proof was stopped on it before it came to an end", "open"))
        elif checked:
            bites.append(Bite(label, "", "the formal proof does not prove it; it may be true", "not proved"))
        else:
            bites.append(Bite(label, "", "nothing rejects it; it may be true", "open"))
    if not examined.false_at and all(bite.became in ("open", "true") for bite in bites):  # else the claim itself is
        problems.append("no changed statement is rejected")
    if examined.never_read and (not checked or examined.inside >= _FEW):
        problems.append(f"a part of the statement may say nothing: {examined.never_read}")
    if says_nothing(cls.term):
        problems.append(
            "the statement says nothing: a hypothesis is its conclusion, or a number is compared with itself"
        )
    if cls.term.is_closed and not (cls.term.given or cls.term.conditions):
        return bites, [], problems
    line = _hypotheses(cls, examined)
    if not line.ok:
        problems.append(f"the statement may say nothing, as its hypotheses may not hold together: {line.seen}")
    return bites, [line], problems


def _hypotheses(cls: type[Assertion], examined: Examined) -> SanityLine:
    """Whether all hypotheses can hold together: by a theorem, or at a case. What is refuted has them in its model."""
    if examined.denied is not None:
        ok, seen = examined.denied.accepted, f"in the model of the refutation: {examined.denied.reason}"
    elif (possible := cls.formal_possibility()) is not None:
        found = standing(f"{cls.id} possible", *possible)
        ok, seen = found.accepted, found.reason
    else:
        ok = examined.satisfied
        seen = "at a case of the sorts" if ok else "no case was found at which all of them do"
    return SanityLine("hypotheses", "all hypotheses hold together", ok, seen)
