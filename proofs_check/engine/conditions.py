"""What a search settles by itself: a counterexample that nobody wrote down, and a condition that saves a statement.

A claim may list `conditions`, weakest first. When a search refutes the statement, they are tried in turn: the first
that excludes the counterexample, and under which the searches find no other, becomes a hypothesis of the corrected
statement. How far that reaches is for the evidence to say: without a proof the corrected statement is tested, no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import attrs

from proofs_check.engine.gathering import run_check
from proofs_check.exceptions import ClaimError
from proofs_check.language.cases import Case
from proofs_check.language.claims import Claim, Hypothesis
from proofs_check.language.evidence import FAILED, PASSED, Check, CheckResult


class WithConditions(NamedTuple):
    """The claim as it is run, and what became of every condition that was tried: (its text, what was seen, whether
    it could be tried)."""

    claim: type[Claim]
    tried: tuple[tuple[str, str, bool], ...] = ()


def settled(cls: type[Claim], deep: bool = False) -> WithConditions:
    """Return the claim under the first of its conditions that saves it; the claim itself when it needs none."""
    searches = _searches(cls)
    if not cls.conditions or cls.is_amended():
        return WithConditions(cls)
    witness = next((r.case for r in _run(searches, cls(deep=deep)) if r.status == FAILED), None)
    if witness is None:
        return WithConditions(cls)
    tried = []
    for condition in cls.conditions:
        try:
            excluded = not condition.met_there(witness)
        except ClaimError as error:
            tried.append((condition.text, str(error), False))
            continue
        if not excluded:
            tried.append((condition.text, f"does not exclude the counterexample ({witness})", True))
            continue
        candidate = _under(cls, condition, witness)
        results = _run(searches, candidate(deep=deep))
        bad = next((result for result in results if result.status != PASSED), None)
        tried.append((condition.text, bad.reason if bad else f"no counterexample: {results[0].reason}", True))
        if bad is None:
            return WithConditions(candidate, tuple(tried))
    return WithConditions(cls, tuple(tried))


def hypotheses_as_run(cls: type[Claim], corrected: str) -> tuple[Hypothesis, ...]:
    """Return the hypotheses of a claim, with the condition of its that a corrected statement was given by a search."""
    found = (condition for condition in cls.conditions if corrected == _provided(cls, condition))
    return (*cls.hypotheses, *(attrs.evolve(condition, added=True) for condition in found))


def found_witnesses(cls: type[Claim], deep: bool = False) -> list[CheckResult]:
    """Return counterexamples to the statement as printed that the searches find, as the results of witnesses.

    Only for an amended claim to which its author gave no witness.
    """
    if not cls.is_amended() or any(check.kind == "witness" for check in cls.checks()):
        return []
    results = _run(_searches(cls), cls.under(cls.as_printed)(deep=deep), printed=True)
    return [attrs.evolve(result, kind="witness", status=PASSED) for result in results if result.status == FAILED]


def _under(cls: type[Claim], condition: Hypothesis, witness: Case) -> type[Claim]:
    """The claim with one more hypothesis, violated by the counterexample to the statement as printed."""
    hypothesis = attrs.evolve(condition, added=True, without=condition.without or witness)
    changes = {
        "__module__": cls.__module__,
        "hypotheses": (*cls.hypotheses, hypothesis),
        "corrected": _provided(cls, condition),
        "corrected_latex": cls.corrected_latex,  # that of the printed statement is refuted
    }
    return type(cls.__name__, (cls,), changes)


def _provided(cls: type[Claim], condition: Hypothesis) -> str:
    return f"{cls.statement.rstrip('. ')}, provided that {condition.text}."


def _searches(cls: type[Claim]) -> list[Check]:
    return [check for check in cls.checks() if check.kind == "search"]


def _run(checks: Sequence[Check], claim: Claim, printed: bool = False) -> list[CheckResult]:
    return [run_check(check, claim, printed) for check in checks]
