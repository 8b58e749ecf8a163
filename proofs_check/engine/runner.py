"""Runs claims and says how each one stands: its own verdict, and its status with everything it rests on."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import as_completed
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from functools import lru_cache
from typing import Any, Final

import attrs

from exactalign.exceptions import ExactAlignError
from exactalign.runs.workers import executor_of
from proofs_check.engine.asserting import results_of
from proofs_check.engine.conditions import found_witnesses, settled
from proofs_check.engine.contained import contained
from proofs_check.engine.examining import examine
from proofs_check.engine.gathering import run_check
from proofs_check.engine.registry import SHIPPED, Library, Paper, load_paper
from proofs_check.engine.reports import Report
from proofs_check.engine.statuses import unexpected, with_status
from proofs_check.engine.trials import Bite, SanityLine, left_alone, try_sanity, try_teeth
from proofs_check.engine.untouched import changes, snapshot
from proofs_check.engine.variants import bites_of
from proofs_check.engine.verdicts import PROOFS, decide
from proofs_check.exceptions import ClaimError
from proofs_check.formula.fits import misfit
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import told
from proofs_check.language.claims import FALSE_AS_PRINTED, ITSELF, NEVER_A_PASS, Claim
from proofs_check.language.evidence import ERROR, FAILED, UNDECIDED, Check, CheckResult
from proofs_check.language.records import reaching
from proofs_check.language.slips import never_made
from proofs_check.language.validation import validate

_MADE: Final = 50_000
"""How many more objects are made than freed before circles among them are looked for."""


def run_claim(cls: type[Claim], paper: str = "", deep: bool = False, twice: bool = False) -> Report:
    """Run the checks, teeth and sanity checks of one claim; `twice`: its checks in words once more after that."""
    with reaching() as reached:
        report = _run_claim(cls, paper, deep, twice)
    if report.verdict in (*FALSE_AS_PRINTED, *NEVER_A_PASS) and report.corrected is None:
        return report  # what is refuted, or not decided, is not looked at to its end
    return attrs.evolve(report, problems=report.problems + never_made(cls, reached))


def _run_claim(cls: type[Claim], paper: str, deep: bool, twice: bool) -> Report:
    """What `run_claim` reports, apart from what is never reached."""
    start = time.perf_counter()
    from_term: list[CheckResult] = []
    bites: list[Bite] = []
    lines: list[SanityLine] = []
    problems: list[str] = []
    if issubclass(cls, Assertion):  # first: what is done in words could change what is judged
        examined = examine(cls, deep)
        from_term = results_of(cls, examined)
        bites, lines, problems = bites_of(cls, examined)
        from_term += [CheckResult("search", unmet.text, UNDECIDED, unmet.seen) for unmet in lines if not unmet.ok]
    cls, tried = settled(cls, deep)
    in_words = found = [_run_on_claim(cls, check, deep) for check in cls.checks()]
    if asserted := issubclass(cls, Assertion):
        in_words = [_by_its_term(cls, result) for result in found]
    results = [*in_words, *(from_term if asserted else found_witnesses(cls, deep))]
    results = results if asserted else _without_idle_proofs(cls, results, deep)
    results = results if cls.is_amended() else [_inside(cls, result) for result in results]
    counts = {"declared": len(cls.declared_checks) + len(from_term), "ran": len(in_words) + len(from_term)}
    decision = decide(results, cls.is_amended(), cls.not_checkable, in_words if asserted else ())
    refuted = decision.verdict.word == "refuted" and not cls.is_amended()
    bitten, tooth_problems = try_teeth(cls, deep) if cls.checks() or not asserted else ([], [])
    sanity, sanity_problems = try_sanity(cls, refuted=refuted) if not asserted else ([], [])
    left = [left_alone(bite) for bite in bitten[len(cls.teeth) :]]  # true, and no wrong variant
    bites, sanity = bitten[: len(cls.teeth)] + bites, sanity + lines + left
    sanity = [SanityLine("condition", f"provided that {text}", ok, seen) for text, seen, ok in tried] + sanity
    sanity_problems += [seen for _, seen, ok in tried if not ok]
    own = decision.corrected[0] if decision.corrected is not None else decision.verdict.word
    problems = _proof_problems(cls, results) + _never_asked(results, own) + tooth_problems + problems + sanity_problems
    problems += _otherwise(cls, found, deep) if twice else []
    if counts["declared"] != counts["ran"]:
        problems.insert(0, f"{counts['declared']} checks are declared but {counts['ran']} ran")
    corrected: dict[str, Any] | None = None
    if decision.corrected is not None:
        word, reason = decision.corrected
        corrected = {
            "statement": cls.corrected, "latex": cls.corrected_latex, "verdict": word,
            "expected": cls.corrected_expected, "scope": cls.scope, "reason": reason,
        }  # fmt: skip
        problems[:0] = unexpected(corrected) if decision.verdict.word == "amended" else []
    said = cls.asserts.words if issubclass(cls, Assertion) else ""
    return Report(
        id=cls.id, paper=paper, place=cls.place, title=cls.title, verdict=decision.verdict.word,
        expected=cls.expected, reason=decision.verdict.reason, scope=cls.scope, statement=cls.statement,
        latex=cls.latex, weight=cls.weight, term=said, witness=_witness(results, decision.verdict.word),
        corrected=corrected,
        evidence=[result.to_json() for result in results], teeth=[bite.to_json() for bite in bites],
        sanity=[line.to_json() for line in sanity], problems=problems, checks=counts,
        seconds=time.perf_counter() - start,
    )  # fmt: skip


_BY_CASES: Final = {"certified": ("instances", "decision"), "tested": ("search",)}
"""The kinds of checks by which a verdict is given that rests on cases."""


def _never_asked(results: Sequence[CheckResult], verdict: str) -> list[str]:
    """That no case which passed, of those that give the verdict, was compared with what the claim itself says there."""
    kinds = _BY_CASES.get(verdict, ("instances", "search"))
    tried = [result for result in results if result.kind in kinds and result.passed]
    if not tried or not all(result.silent for result in tried):
        return []
    return [f"`holds` has no answer at any case that is tried: {tried[0].silent}"]


def _by_its_term(cls: type[Assertion], result: CheckResult) -> CheckResult:
    """What a check in words refutes of a term: that counts where the term itself is false at the case."""
    if result.status != FAILED or result.kind in PROOFS:
        return result
    statement, false = cls.term.anew(), False
    if result.case is not None and not misfit(statement, case := dict(result.case)):
        with suppress(ExactAlignError):
            false = statement.holds(case) is False
    if false:
        return result
    return attrs.evolve(result, status=UNDECIDED, reason=f"{result.reason}; but the term is not seen to be false there")


def _without_idle_proofs(cls: type[Claim], results: Sequence[CheckResult], deep: bool) -> list[CheckResult]:
    """The results, of which a proof that passes on what is refuted as well counts as nothing.

    So does one that ends there in an error: of a claim a step reads more than that it cannot be read.

    Where a step needs something that an added hypothesis gives, more is left open on the statement as printed. Whether
    an argument in words uses it is for its readers to see.
    """
    amended, checks = cls.is_amended(), {check.name: check for check in cls.checks()}
    if amended:
        false = any(r.kind == "witness" and r.passed for r in results)
    else:
        false = any(r.kind not in (*PROOFS, "witness") and r.status == FAILED for r in results)

    def idle(result: CheckResult) -> str:
        if not (false and result.kind == "proof" and result.passed):
            return ""
        if not amended:
            return "what it argues for is refuted"
        if any(step.kind == "argument" for step in result.steps):
            return ""
        there = run_check(checks[result.name], cls.under(cls.as_printed)(deep=deep), printed=True)
        if there.status == ERROR:
            return f"it ends in an error on the statement as printed, {there.reason}"
        same = there.passed and [step.open for step in there.steps] == [step.open for step in result.steps]
        return "it passes on the statement as printed too, which is refuted" if same else ""

    told = [(result, idle(result)) for result in results]
    return [attrs.evolve(r, status=UNDECIDED, reason=f"{said} ({r.reason})") if said else r for r, said in told]


def _inside(cls: type[Claim], result: CheckResult) -> CheckResult:
    """A counterexample refutes where it satisfies the hypotheses as printed: one that is called unused is in force
    there, and shown to be used."""
    if result.status != FAILED or result.case is None or result.kind in (*PROOFS, "witness"):
        return result
    try:
        broken = next((h.text for h in cls.in_force(printed=True) if not h.met_there(result.case)), "")
    except ClaimError as error:
        return attrs.evolve(result, status=UNDECIDED, reason=f"{result.reason}; but {error}")
    if not broken:
        return result
    reason = f"{result.reason}; but that does not satisfy “{broken}”, which is called unused"
    return attrs.evolve(result, status=UNDECIDED, reason=reason)


def _otherwise(cls: type[Claim], results: Sequence[CheckResult], deep: bool) -> list[str]:
    """Checks in words that do not answer as they did: what they say depends on something else than the claim."""
    again = [_run_on_claim(cls, check, deep) for check in cls.checks()]
    return [
        f"the check {new.name} answers differently when it is run again: {old.status}, then {new.status}"
        for old, new in zip(results, again, strict=False)
        if (old.status, told(old.case)) != (new.status, told(new.case))
    ]


def _run_on_claim(cls: type[Claim], check: Check, deep: bool) -> CheckResult:
    """Run a check on what it speaks about: witnesses on the statement as printed, others on the claim."""
    if check.kind == "witness":
        return run_check(check, cls.under(cls.as_printed)(deep=deep), printed=True)
    return run_check(check, cls.under(ITSELF)(deep=deep))


def _witness(results: Sequence[CheckResult], verdict: str) -> dict[str, object] | None:
    if verdict not in ("refuted", "amended"):
        return None
    found = [r for r in results if r.kind == "witness" and r.passed and r.case is not None]
    refuting = (r for r in results if r.kind not in ("witness", "derivation", "proof") and r.status == "failed")
    found = found or list(refuting)  # that a proof fails refutes nothing
    if not found:
        return None
    first = found[0]
    return {"case": first.case.to_json() if first.case is not None else {}, "words": first.reason, "by": first.name}


def _proof_problems(cls: type[Claim], results: Sequence[CheckResult]) -> list[str]:
    """What a proof rests on must be said beside the claim, and its written arguments must have been tried."""
    steps = [step for result in results for step in result.steps]
    named = {step.rests_on for step in steps if step.rests_on}
    trying = {result.name for result in results if result.kind in ("search", "instances", "decision")}
    problems = [f"a step uses {name}, which proof_uses does not list" for name in sorted(named - set(cls.proof_uses))]
    if not any(result.status == "error" for result in results):
        problems += [f"proof_uses lists {n}, which no step uses" for n in cls.proof_uses if n not in named]
    for step in steps:
        problems += [
            f"an argument says that it is tested by {name!r}, which is no check with instances of this claim"
            for name in step.tested_by
            if name not in trying
        ]
    return problems


def run(
    library: Library,
    claims: Iterable[type[Claim]],
    *,
    deep: bool = False,
    jobs: int = 1,
    progress: Callable[[Report], None] = lambda _: None,
    starting: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> list[Report]:
    """Run claims and everything they rest on; return the reports of the claims, with their status.

    `progress` is called with each report as it is finished; other processes are started within `starting()`.
    """
    wanted = list(claims)
    runs = needed(library, wanted)
    reports: dict[str, Report] = {}
    with closing(_reports(library, runs, deep, jobs, starting)) as found:
        for report in found:
            _demand_the_same(library.claim(report.id), report)
            reports[report.id] = report
            progress(report)
    if len(reports) != len(runs):
        raise ClaimError(f"{len(runs)} claims should have run, but {len(reports)} did")
    return [with_status(reports[claim.id], library, reports) for claim in wanted]


def _demand_the_same(claim: type[Claim], report: Report) -> None:
    """Raise `ClaimError` when another process has read another claim from the file."""
    here, there = (claim.title, claim.statement, claim.expected), (report.title, report.statement, report.expected)
    if here != there or (issubclass(claim, Assertion) and claim.asserts.words != report.term):
        raise ClaimError(f"{claim.id} is another claim each time that its file is loaded")


def needed(library: Library, claims: Iterable[type[Claim]]) -> list[type[Claim]]:
    """Return claims with all claims that they rest on: what `run` runs."""
    found = {claim.id: claim for claim in claims}
    for claim in list(found.values()):
        library.printed_ancestors(claim.id)  # names that do not exist, and circles, are refused before anything runs
        cited_in_view(library, claim)
        for name in library.ancestors(claim.id):
            if not name.startswith("thm:"):
                found.setdefault(name, library.claim(name))
    return list(found.values())


def cited_in_view(library: Library, claim: type[Claim]) -> None:
    """Raise `ClaimError` when a line cites a class that only bears the id of a claim, or is not run with it."""
    for line in claim.lines if issubclass(claim, Assertion) else ():
        if line.claim in library.paper_of(claim.id).imported:
            raise ClaimError(f"{claim.id} cites {line.claim.id}, imported from another file, which is not run with it")
        if line.claim is not None and (line.claim.id not in library or library.claim(line.claim.id) is not line.claim):
            raise ClaimError(f"{claim.id} cites a class {line.claim.__name__} that is not the claim {line.claim.id}")


def _reports(
    library: Library,
    claims: list[type[Claim]],
    deep: bool,
    jobs: int,
    starting: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> Generator[Report, None, None]:
    tasks = [(library.paper_of(claim.id), claim) for claim in claims]
    processes = max(1, min(jobs, len(tasks)))
    with executor_of(processes, starting) as executor:
        if executor is None:
            for paper, claim in tasks:
                yield _watched(paper, claim, deep)
            return
        # Checks in words take longest: left to the end, one process would wait for another.
        tasks.sort(key=lambda task: not task[1].checks())
        waiting = [executor.submit(_run_by_name, paper.origin, claim.id, deep) for paper, claim in tasks]
        for done in as_completed(waiting):
            yield done.result()


def _run_by_name(origin: str, identifier: str, deep: bool) -> Report:
    """Run a claim in a worker, which looks for circles of objects rarely for good: also between two claims."""
    gc.set_threshold(_MADE, *gc.get_threshold()[1:])
    paper = _loaded(origin)
    claim = next(claim for claim in paper if claim.id == identifier)
    return _watched(paper, claim, deep)


def _watched(paper: Paper, claim: type[Claim], deep: bool) -> Report:
    """Run a claim; one of a user's file must leave the program as it is."""
    if paper.origin in SHIPPED:
        with _few_collections():
            return run_claim(claim, paper.id, deep)
    before = snapshot(paper.claims)
    try:
        with contained():
            _demand_as_written(claim)  # what ran before it may have changed it
            report = run_claim(claim, paper.id, deep, twice=True)
            _demand_as_written(claim)
    finally:
        changed = changes(before)
    if changed:
        raise ClaimError(f"{paper.origin}: running {claim.id} changes {changed[0]}, by which claims are judged")
    return report


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for circles of objects less often: nearly all that a claim makes is freed without that."""
    before = gc.get_threshold()
    gc.set_threshold(_MADE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _demand_as_written(claim: type[Claim]) -> None:
    """Raise `ClaimError` when a claim is not what its terms say, made anew, or nothing that is a claim any more."""
    validate(claim)
    for said in (claim.asserts, claim.term) if issubclass(claim, Assertion) else ():
        if said.anew().words != said.words:
            raise ClaimError(f"claim {claim.id}: what is kept of “{said.words}” is not what its terms say")


@lru_cache(maxsize=16)
def _loaded(origin: str) -> Paper:
    return load_paper(origin)
