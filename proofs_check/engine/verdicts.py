"""How a verdict is computed from evidence. Nothing here, and nothing in a claim, types one in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from proofs_check.language.evidence import ERROR, FAILED, UNDECIDED, CheckResult

_SUPPORTS = (
    ("formal", "formal"),
    ("derivation", "proved"),
    ("proof", "argued"),
    ("closed", "decided"),
    ("decision", "certified"),
    ("instances", "certified"),
    ("search", "tested"),
)
"""Kind of evidence → what it supports, strongest first. A check in words makes nothing proved or decided."""
PROOFS = ("proof", "derivation")
"""Kinds of evidence whose failure refutes nothing."""
STANDS = ("formal", "proved", "argued", "decided", "certified", "tested")


class Verdict(NamedTuple):
    """A verdict word with its one-line reason."""

    word: str
    reason: str


def verdict_of(results: Sequence[CheckResult], not_checkable: str = "", beside: Sequence[CheckResult] = ()) -> Verdict:
    """Return the verdict on one statement from the results of its checks (witnesses are not among them).

    An error comes first, then a counterexample, which refutes, then what is undecided: none of them may hide behind
    other evidence. A proof that fails is no refutation: the statement is undecided. A proof in which nothing counts is
    no evidence, and said to be none. Then the strongest kind of evidence counts. What was tried `beside` a term, in
    words, is tied to it by nothing but its author: it can take a verdict away, and gives none; a proof in words is
    argued there, too.
    """
    if broken := _first(results, ERROR):
        return Verdict("error", f"{broken.name}: {broken.reason}")
    if found := next((r for r in results if r.status == FAILED and r.kind not in PROOFS), None):
        return Verdict("refuted", f"{found.name}: {found.reason}")
    empty = [r for r in results if r.kind == "proof" and r.status == UNDECIDED]
    results = [r for r in results if r not in empty]
    if failed := _first(results, FAILED):  # which its author can mend
        return Verdict("undecided", f"the proof is broken: {failed.reason}")
    if open_ := _first(results, UNDECIDED):
        return Verdict("undecided", f"{open_.name}: {open_.reason}")
    giving = [r for r in results if r.kind == "proof" or not any(r is tried for tried in beside)]
    for kind, word in _SUPPORTS:
        of_kind = [r for r in giving if r.kind == kind]
        if of_kind:
            return Verdict(word, "; ".join([*(r.reason for r in of_kind), *(f"no proof: {r.reason}" for r in empty)]))
    if len(giving) < len(results):
        return Verdict("undecided", "there are only checks in words, which nothing ties to the term")
    if empty:
        return Verdict("undecided", f"{empty[0].name}: {empty[0].reason}")
    if not_checkable:
        return Verdict("not checkable", not_checkable)
    return Verdict("undecided", "there is no evidence")


class Decision(NamedTuple):
    """The verdict on a claim, and on its corrected statement when there is one."""

    verdict: Verdict
    corrected: Verdict | None


def decide(
    results: Sequence[CheckResult], amended: bool, not_checkable: str = "", beside: Sequence[CheckResult] = ()
) -> Decision:
    """Return the verdict of a claim: the witnesses speak about the printed statement, the rest about the claim's own.

    With a corrected statement, a passed witness and a corrected statement that stands make "amended".
    """
    witnesses = [r for r in results if r.kind == "witness"]
    others = [r for r in results if r.kind != "witness"]
    own = verdict_of(others, not_checkable, beside)
    if not witnesses:
        if amended:
            return Decision(Verdict("undecided", "a corrected statement is given, but no witness against"
                                    " the printed one"), own)  # fmt: skip
        return Decision(own, None)
    for status, word in ((ERROR, "error"), (UNDECIDED, "undecided"), (FAILED, "undecided")):
        if bad := _first(witnesses, status):
            reason = f"the witness does not refute: {bad.reason}" if status == FAILED else f"{bad.name}: {bad.reason}"
            return Decision(Verdict(word, reason), own if amended else None)
    shown = "; ".join(w.reason for w in witnesses)
    if not amended:
        if others and own.word != "refuted":
            return Decision(Verdict("error", f"a witness refutes the statement, and yet it is {own.word}"), None)
        return Decision(Verdict("refuted", shown), None)
    if own.word in STANDS:
        return Decision(Verdict("amended", shown), own)
    if own.word in ("error", "undecided"):
        return Decision(Verdict(own.word, f"the corrected statement: {own.reason}"), own)
    return Decision(Verdict("refuted", f"{shown}; the corrected statement is {own.word}: {own.reason}"), own)


def _first(results: Sequence[CheckResult], status: str) -> CheckResult | None:
    return next((r for r in results if r.status == status), None)
