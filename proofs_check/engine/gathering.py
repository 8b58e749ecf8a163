"""How the evidence of a claim is gathered: a check, run on the claim or on a wrong variant of it, becomes a result.

Nothing tells a check on which of them it runs. An exception is an error and "could not be decided" is undecided;
neither is a pass, nor a rejection.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Final

import attrs

from exactalign import Distribution, LogForm, Reward
from exactalign.exceptions import TooLarge, Undecided
from proofs_check.engine.contained import contained
from proofs_check.engine.givens import false_where_proved
from proofs_check.engine.hearing import Heard, hearing
from proofs_check.engine.identity_steps import judged
from proofs_check.engine.places import place_in
from proofs_check.engine.searches import find_counterexample
from proofs_check.exceptions import ClaimError, LostAnswer
from proofs_check.formula.hypotheses import conjuncts
from proofs_check.formula.statements import Statement
from proofs_check.language import comparisons
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import Case, token
from proofs_check.language.claims import Claim, Hypothesis
from proofs_check.language.comparisons import Comparison, Settled, answered, settle, yielded
from proofs_check.language.evidence import ERROR, FAILED, PASSED, UNDECIDED, Check, CheckResult, Refutation
from proofs_check.language.records import one_call
from proofs_check.language.slips import globals_read
from proofs_check.language.steps import (
    MACHINE_CHECKED,
    Step,
    illustration,
    made_here,
    nothing_checked,
    steps_of,
    summary,
)

_DEEP_FACTOR = 10
_FEW = 10  # a search that keeps fewer cases than a tenth of its draws says nothing, if there may be more of them


def run_check(check: Check, claim: Claim, printed: bool = False, *, variant: bool = False) -> CheckResult:
    """Run one check on a claim or a variant of it; every exception becomes a status.

    `printed` says that the hypotheses of the statement as printed are in force. Of a wrong `variant` any counterexample
    will do, and it is the check alone that must find it; of the claim itself `holds` is asked as well.
    """
    check = attrs.evolve(check, variant=variant)
    start = time.perf_counter()
    blank = CheckResult(check.kind, check.name, ERROR, "", doc=check.doc)
    try:
        with contained():
            result = _RUN[check.kind](check, claim, blank, printed)
    except (Undecided, TooLarge) as error:
        result = attrs.evolve(blank, status=UNDECIDED, reason=_one_line(error))
    except Exception as error:  # noqa: BLE001 (whatever a check raises is an error of the check, and shown)
        place = place_in(error, check.function.__code__.co_filename)
        result = attrs.evolve(blank, status=ERROR, reason=f"{type(error).__name__}: {_one_line(error)}{place}")
    return attrs.evolve(result, seconds=time.perf_counter() - start)


def _run_proof(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:
    """Instances show nothing of a proof; a refutation is about one instance, and its exact steps count."""
    hypotheses = [*claim.in_force(printed), *_said_by_its_term(claim, printed)]
    own = [case for case in (claim.example, *(edge.case for edge in claim.edges)) if case is not None]
    with one_call(), made_here() as made:
        given = steps_of(check.function(claim))
    _demand_none_left(made, given)
    steps = tuple(_as_it_stands(step, check.kind, hypotheses, own) for step in given)
    checked = sum(step.kind in MACHINE_CHECKED and step.holds is True for step in steps)
    counts = {"steps": len(steps), "machine-checked": checked}
    for found, status, said in ((False, FAILED, "fails"), (None, UNDECIDED, "is not shown")):
        for position, step in enumerate(steps, 1):
            if step.holds is found:
                reason = f"step {position} {said} ({step.words}): {step.detail}"
                return attrs.evolve(blank, status=status, reason=reason, steps=steps, counts=counts)
    if reason := nothing_checked(steps):
        return attrs.evolve(blank, status=UNDECIDED, reason=reason, steps=steps, counts=counts)
    if check.kind == "proof" and not check.variant and (case := _false_all_the_same(claim, steps)) is not None:
        reason = f"its steps pass, but `holds` is false at ({case})"
        return attrs.evolve(blank, status=UNDECIDED, reason=reason, steps=steps, counts=counts)
    return attrs.evolve(blank, status=PASSED, reason=summary(steps), steps=steps, counts=counts)


def _false_all_the_same(claim: Claim, steps: Sequence[Step]) -> Case | None:
    """Where a claim is false that rests on a proof alone, if that is seen."""
    kinds = {check.kind for check in claim.checks()}
    if not _says_itself(claim) or kinds & {"search", "instances", "decision"}:
        return None
    return false_where_proved(claim, [step.equation for step in steps if step.equation is not None])


def _demand_none_left(made: Sequence[Step], given: Sequence[Step]) -> None:
    """Raise `ClaimError` for a step that is made and is no part of what is given."""
    left = next((step for step in made if all(step is not one for one in given)), None)
    if left is not None:
        raise ClaimError(f"the step “{left.words}” is made and not yielded: it is no part of the proof")


def _said_by_its_term(claim: Claim, printed: bool) -> list[Hypothesis]:
    """What a proof in words beside a term is given: the variables, the hypotheses, and where the terms are defined."""
    if not isinstance(claim, Assertion):
        return []
    said = claim.asserts if printed else claim.term

    def test(case: Case) -> bool:
        return all(Statement(h).holds(dict(case)) is not False for h in said.given)

    relations = [part for h in said.given for part in conjuncts(h) if part.op not in ("=", "≡")]
    gives = (*said.variables.values(), *relations, *said.conditions)
    return [Hypothesis("what the term says", test, gives=gives)]


def _as_it_stands(step: Step, check: str, hypotheses: Sequence[Hypothesis], own: Sequence[Case]) -> Step:
    """A step in a check of some kind: its identity is decided, and given numbers show nothing of a proof.

    An identity is not refuted where a hypothesis is violated that reads its letters by their names, as those of the
    claim's `own` cases; what else it reads is as in one of these.
    """

    def violated(hypothesis: Hypothesis, case: Case) -> bool:
        with suppress(Exception):  # it reads other names, or more
            return not hypothesis.met(case)
        return False

    def outside(case: Case) -> bool:
        if not all(comparisons.of_kinds_of(dict(case), dict(one)) for one in own):
            return False
        names = dict(case)
        whole = [Case(**{**one, **names}) for one in map(dict, own) if names.keys() <= one.keys()] or [case]
        return all(any(violated(hypothesis, each) for hypothesis in hypotheses) for each in whole)

    if step.kind == "identity":
        return judged(step, [fact for hypothesis in hypotheses for fact in hypothesis.gives], outside, own)
    return illustration(step) if check == "proof" else step


def _run_decision(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:
    with hearing(claim, printed) as asked:
        finding = answered(check.function, claim)
    if asked.outside:
        raise ClaimError(
            f"`holds` is asked at ({asked.outside[0]}), where the hypotheses do not hold or cannot be read"
        )
    if finding.holds and not check.variant:
        asked.demand_none_false()
    if not (finding.holds or check.variant or asked.false) and _says_itself(claim):
        raise Undecided(f"the check finds {finding.words}, but `holds` is false nowhere that it asks")
    counts = {"comparisons": max(1, len(finding.comparisons))}
    status = PASSED if finding.holds else FAILED
    cases = {token(case): case for case in asked.inside}
    said = f"{finding.words}{'; `holds` is asked at ' * bool(cases)}{_told('case', list(cases.values()))}"
    found = attrs.evolve(blank, status=status, reason=said, counts=counts, comparisons=finding.comparisons)
    never = _says_itself(claim) and not cases
    return attrs.evolve(found, silent=f"the check {check.name} does not ask it at a case" if never else "")


def _run_instances(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:
    cases = check.cases + (check.deep if claim.deep else ())
    if not cases or any(type(case) is not Case for case in cases):
        raise ClaimError("no instances are listed" if not cases else "instances are listed that are no Case")
    seen: list[Comparison] = []
    heard = Heard()
    open_ = ""  # a later case may refute
    for case in cases:
        if broken := claim.broken_hypothesis(case, printed):
            raise ClaimError(f"the instance {case} is outside the hypothesis: {broken}")
        try:
            finding = _at(check, claim, case, printed, heard=heard)
        except (Undecided, TooLarge) as error:
            open_ = open_ or f"undecided at ({case}): {_one_line(error)}"
            continue
        seen += finding.comparisons
        if not finding.holds:
            reason = f"false at {case}: {finding.words}"
            return attrs.evolve(blank, status=FAILED, reason=reason, case=case, comparisons=finding.comparisons)
    if open_:
        return attrs.evolve(blank, status=UNDECIDED, reason=open_)
    _demand_that_it_reads(check, claim, heard)
    given = list({token(case): case for case in cases}.values())
    looked_at = min(list(heard.cases.values()), given, key=len)
    number, reason = len(looked_at), _told("instance", looked_at)
    counts = {"instances": number, "comparisons": len(seen)}
    found = attrs.evolve(blank, status=PASSED, reason=reason, counts=counts, comparisons=tuple(seen))
    return attrs.evolve(found, silent=heard.never)


def _run_search(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:
    strategy = check.strategy() if callable(check.strategy) else check.strategy
    examples = check.examples * (_DEEP_FACTOR if claim.deep else 1)
    heard = Heard()
    outcome = find_counterexample(
        lambda case: _at(check, claim, case, printed, heard=heard),
        lambda case: claim.broken_hypothesis(case, printed),
        strategy,
        examples,
        smallest=not check.variant,
    )
    counts = {"kept": outcome.kept, "discarded": outcome.discarded}
    if outcome.case is not None:
        again = _at(check, claim, outcome.case, printed, told=True)
        if again.holds or claim.broken_hypothesis(outcome.case, printed):
            raise ClaimError(f"the counterexample {outcome.case} is not confirmed when it is decided again")
        return attrs.evolve(
            blank, status=FAILED, reason=f"false at {outcome.case}: {again.words}", case=outcome.case,
            counts={}, comparisons=again.comparisons,
        )  # fmt: skip
    kept = min(outcome.kept, heard.number)
    counts["kept"] = kept
    reason = f"{kept} example{'s' * (kept != 1)} kept, {outcome.discarded} discarded"
    if outcome.undecided:
        reason = f"undecided at {outcome.undecided}"
        return attrs.evolve(blank, status=UNDECIDED, reason=reason, counts=counts)
    if kept == 0 or kept * _FEW < max(outcome.kept, outcome.discarded, examples * outcome.more):
        return attrs.evolve(blank, status=UNDECIDED, reason=f"too few: {reason}", counts=counts)
    _demand_that_it_reads(check, claim, heard)
    return attrs.evolve(blank, status=PASSED, reason=reason, counts=counts, silent=heard.never)


def _at(
    check: Check, claim: Claim, case: Case, printed: bool, *, told: bool = False, heard: Heard | None = None
) -> Settled:
    """What a check says at a case: false where it or the claim is.

    Where `holds` has no answer the check may pass, at larger cases say; why is put to what was `heard`, or "" where it
    has one. Raises `Undecided` where the check is false and the claim is not seen to be: what is false there is
    something else.
    """
    heard = Heard() if heard is None else heard
    given = case.apart()  # what the check changes of it, it changes for itself
    with hearing(claim, printed, given) as asked:
        finding = answered(check.function, claim, given, told=told)
    heard.note(given, by_check=True)
    if check.variant or not _says_itself(claim):
        heard.add(case)
        return finding
    if finding.holds:
        asked.demand_none_false()
    itself_at = case.apart()
    try:
        itself = answered(claim.holds, itself_at, told=told)
        heard.note(itself_at)
    except LostAnswer:
        raise
    except Exception as error:  # noqa: BLE001 (whatever it is, it says nothing of the claim)
        why = f"{type(error).__name__}: {_one_line(error)}"
        heard.silent.append("" if asked.inside else why)
        heard.add(*(asked.inside or [case]))
        if finding.holds:
            return finding
        raise Undecided(f"the check finds {finding.words} there, but `holds` has no answer there ({why})") from None
    heard.silent.append("")
    heard.add(case)
    if finding.holds or not itself.holds:
        return finding if finding.holds == itself.holds else itself
    raise Undecided(f"the check finds {finding.words} there, but the claim itself holds")


def _told(what: str, cases: Sequence[Case]) -> str:
    """How many cases, and of which the first and the last are."""
    if len(cases) < 2:
        return f"1 {what}, ({cases[0]})" if cases else ""
    return f"{len(cases)} {what}s, from ({cases[0]}) to ({cases[-1]})"


def _says_itself(claim: Claim) -> bool:
    """Whether a claim in words says what it asserts at an instance."""
    return type(claim).holds not in (Claim.holds, Assertion.holds)


def _demand_that_it_reads(check: Check, claim: Claim, heard: Heard) -> None:
    """Raise `ClaimError` when a check that passes reads nothing of its cases, or a value of the file in their place."""
    if check.variant or not heard.names:
        return
    if not heard.by_check:
        raise ClaimError("it reads nothing of its cases")
    unread = heard.names - heard.read
    for function in (check.function, type(claim).holds):
        for name in sorted(unread & globals_read(function)):
            if isinstance(function.__globals__.get(name), _VALUES):
                raise ClaimError(f"nothing reads {name} of its cases, but {name} of the file is read: write x.{name}")


_VALUES: Final = (int, Fraction, str, LogForm, Distribution, Reward, tuple, list)
"""What a case may hold, and a file as well under the same name."""


def _run_witness(check: Check, claim: Claim, blank: CheckResult, printed: bool) -> CheckResult:
    with one_call(), made_here() as made:
        found = check.function(claim)
        given = found if isinstance(found, Refutation) else Refutation(found)
        steps = tuple(yielded(given.because))
        fails = None if given.fails is None else settle(given.fails)
    _demand_none_left(made, steps)
    if type(given.case) is not Case:  # one of the author's own could show another case than it is
        raise ClaimError("a witness must be a Case or a Refutation")
    if broken := claim.broken_hypothesis(given.case, printed):
        return attrs.evolve(blank, status=FAILED, case=given.case, reason=f"({given.case}) does not satisfy: {broken}")
    if given is found and _says_itself(claim):
        said = answered(claim.holds, given.case)
        if said.holds:
            return attrs.evolve(blank, status=FAILED, case=given.case, reason=f"holds at ({given.case}): {said.words}")
    if steps and given.fails is not None:
        raise ClaimError("a refutation says why by what fails, or by steps (because), and not by both")
    note = f"; {given.note}" if given.note else ""
    if steps:
        shown = _run_proof(attrs.evolve(check, function=lambda _: steps), claim, blank, printed)
        return attrs.evolve(shown, case=given.case, reason=f"at ({given.case}): {shown.reason}{note}")
    finding = fails or answered(claim.holds, given.case)
    if finding.holds:
        return attrs.evolve(blank, status=FAILED, case=given.case, reason=f"holds at ({given.case}): {finding.words}")
    reason = f"false at ({given.case}): {finding.words}{note}"
    return attrs.evolve(blank, status=PASSED, case=given.case, reason=reason, comparisons=finding.comparisons)


_RUN: dict[str, Callable[[Check, Claim, CheckResult, bool], CheckResult]] = {
    "proof": _run_proof,
    "decision": _run_decision,
    "instances": _run_instances,
    "search": _run_search,
    "witness": _run_witness,
}


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
