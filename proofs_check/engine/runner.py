"""Runs claims and says how each one stands: its own verdict, and its status with everything it rests on."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import as_completed
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from functools import lru_cache
from typing import Any, Final

import attrs

from exactalign.exceptions import ExactAlignError
from exactalign.runs.workers import executor_of
from exactalign.text.displayed import Displayed
from exactalign.text.rows import Formula, Rows
from proofs_check.engine.asserting import results_of
from proofs_check.engine.conditions import found_witnesses, settled
from proofs_check.engine.contained import contained
from proofs_check.engine.examining import examine
from proofs_check.engine.gathering import run_check
from proofs_check.engine.registry import SHIPPED, Library, Paper, load_paper
from proofs_check.engine.trials import OUTCOMES, Bite, SanityLine, left_alone, try_sanity, try_teeth
from proofs_check.engine.untouched import changes, snapshot
from proofs_check.engine.variants import bites_of
from proofs_check.engine.verdicts import PROOFS, decide
from proofs_check.exceptions import ClaimError
from proofs_check.formula.fits import misfit
from proofs_check.language.assertions import Assertion
from proofs_check.language.cases import told
from proofs_check.language.claims import ITSELF, NEVER_A_PASS, Claim
from proofs_check.language.evidence import FAILED, UNDECIDED, Check, CheckResult
from proofs_check.language.theorems import theorem_named
from proofs_check.language.validation import validate

_MADE: Final = 50_000
"""How many more objects are made than freed before circles among them are looked for."""


@attrs.frozen(repr=False)
class Report(Displayed):
    """Everything that running a claim showed, as plain data."""

    id: str
    paper: str
    place: str
    title: str
    verdict: str
    expected: str
    reason: str
    scope: str
    statement: str
    latex: str
    witness: dict[str, Any] | None
    corrected: dict[str, Any] | None
    evidence: list[dict[str, Any]]
    teeth: list[dict[str, Any]]
    sanity: list[dict[str, Any]]
    problems: list[str]
    checks: dict[str, int]
    seconds: float
    weight: str = ""
    term: str = ""
    status: str = ""
    given: list[str] = attrs.field(factory=list)

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the expected one and nothing is wrong with the checks."""
        return self.verdict == self.expected and not self.problems

    @property
    def effective(self) -> str:
        """The verdict on the statement that others may rest on: the corrected one of an amended claim."""
        return str(self.corrected["verdict"]) if self.verdict == "amended" and self.corrected else self.verdict

    def _shown(self) -> Rows:
        from proofs_check.formula.mathematics import mathml  # shown in notebooks only

        corrected = self.corrected or {}
        parts = (
            ("verdict", self.status or self.verdict),
            ("statement", self.statement),
            ("as a term", self.term if self.term != self.statement else ""),
            ("", Formula(mathml(self.latex), self.latex) if self.latex else None),
            ("witness", self.witness and self.witness["words"]),
            ("corrected", corrected and f"{corrected['statement']} [{corrected['verdict']}]"),
            ("", Formula(mathml(corrected["latex"]), corrected["latex"]) if corrected.get("latex") else None),
            ("scope", self.scope),
            ("checks", f"{self.checks['ran']} of {self.checks['declared']} ran"),
            ("wrong variants", variants_told(self.teeth)),
            *(("problem", problem) for problem in self.problems),
        )  # fmt: skip
        rows = [(name, said) for name, said in parts if said]
        return Rows(("", self.place), rows, len(rows), f"{self.id}: {self.title}", characters=2000)

    def __repr__(self) -> str:
        said = "as expected" if self.as_expected else f"expected {self.expected}, {len(self.problems)} problems"
        return f"<Report {self.id}: {self.status or self.verdict}; {said}>"

    def to_json(self) -> dict[str, object]:
        """Return the report as one JSON object."""
        return {
            "id": self.id, "verdict": self.verdict, "expected": self.expected, "as_expected": self.as_expected,
            "scope": self.scope, "statement": self.statement, "witness": self.witness, "corrected": self.corrected,
            "evidence": self.evidence, "teeth": self.teeth, "seconds": round(self.seconds, 3), "paper": self.paper,
            "place": self.place, "title": self.title, "latex": self.latex, "reason": self.reason, "weight": self.weight,
            "term": self.term,
            "status": self.status, "given": self.given, "sanity": self.sanity, "checks": self.checks,
            "problems": self.problems,
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        """Return the report that `to_json` wrote (its time to the millisecond)."""
        return cls(**{entry.name: data[entry.name] for entry in attrs.fields(cls)})


def variants_told(teeth: Sequence[dict[str, Any]]) -> str:
    """How many wrong variants there are, and what became of them.

    >>> variants_told([{"outcome": "refuted"}, {"outcome": "open"}, {"outcome": "refuted"}])
    '3 wrong variants: 2 rejected, by a case or a check; 1 left open'
    """
    found = Counter(bite["outcome"] for bite in teeth)
    said = "; ".join(f"{found[word]} {OUTCOMES[word]}" for word in OUTCOMES if found[word])
    return f"{len(teeth)} wrong variant{'s' * (len(teeth) != 1)}{': ' * bool(teeth)}{said}"


def every_step_checked(report: Report) -> bool:
    """Whether a machine checked every step: the proof assistant, or the lines, with no theorem that is only named."""
    passed = {result["kind"] for result in report.evidence if result["status"] == "passed"}
    return "formal" in passed or ("derivation" in passed and not report.given)


def run_claim(cls: type[Claim], paper: str = "", deep: bool = False, twice: bool = False) -> Report:
    """Run the checks, teeth and sanity checks of one claim; `twice`: its checks in words once more after that."""
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
    counts = {"declared": len(cls.declared_checks) + len(from_term), "ran": len(in_words) + len(from_term)}
    decision = decide(results, cls.is_amended(), cls.not_checkable, in_words if asserted else ())
    refuted = decision.verdict.word == "refuted" and not cls.is_amended()
    bitten, tooth_problems = try_teeth(cls, deep) if cls.checks() or not asserted else ([], [])
    sanity, sanity_problems = try_sanity(cls, refuted=refuted) if not asserted else ([], [])
    left = [left_alone(bite) for bite in bitten[len(cls.teeth) :]]  # true, and no wrong variant
    bites, sanity = bitten[: len(cls.teeth)] + bites, sanity + lines + left
    sanity = [SanityLine("condition", f"provided that {text}", True, seen) for text, seen in tried] + sanity
    problems = _proof_problems(cls, results) + tooth_problems + problems + sanity_problems
    problems += _outside(cls, results) if refuted else []
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
        problems[:0] = _unexpected(corrected) if decision.verdict.word == "amended" else []
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

    Where a step needs something that an added hypothesis gives, more is left open on the statement as printed. Whether
    an argument in words uses it is for its readers to see.
    """
    amended, checks = cls.is_amended(), {check.name: check for check in cls.checks()}
    if amended:
        false = any(r.kind == "witness" and r.passed for r in results)
    else:
        false = any(r.kind not in (*PROOFS, "witness") and r.status == FAILED for r in results)

    def idle(result: CheckResult) -> bool:
        if not (false and result.kind == "proof" and result.passed):
            return False
        if not amended:
            return True
        if any(step.kind == "argument" for step in result.steps):
            return False
        there = run_check(checks[result.name], cls.under(cls.as_printed)(deep=deep), printed=True)
        return there.passed and [step.open for step in there.steps] == [step.open for step in result.steps]

    said = "it passes on the statement as printed too, which is refuted" if amended else "what it argues for is refuted"
    return [attrs.evolve(r, status=UNDECIDED, reason=f"{said} ({r.reason})") if idle(r) else r for r in results]


def _unexpected(corrected: dict[str, Any]) -> list[str]:
    """That a corrected statement has another verdict than its author expects."""
    found, expected = corrected["verdict"], corrected["expected"]
    told = f"the corrected statement is {found}, expected {expected}: {corrected['reason']}"
    return [told] if found != expected else []


def _outside(cls: type[Claim], results: Sequence[CheckResult]) -> list[str]:
    """Counterexamples that violate a hypothesis as printed: one that is called unused is in force there."""
    found = [(r.name, r.case) for r in results if r.status == FAILED and r.case is not None]
    asked = cls.in_force(printed=True)
    broken = [(name, next((h.text for h in asked if not h.met_there(case)), "")) for name, case in found]
    return [
        f"the counterexample of {name} does not satisfy “{text}”, which is called unused"
        for name, text in broken
        if text
    ]


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


def with_status(report: Report, library: Library, reports: dict[str, Report]) -> Report:
    """The status with all ancestors: the theorems it is given, and what it rests on that does not stand."""
    ancestors = library.ancestors(report.id)
    proof = library.ancestors(report.id, proofs_only=True)
    given = [theorem_named(name).name for name in proof if name.startswith("thm:")]
    status = report.verdict if not report.corrected else f"{report.verdict} (corrected: {report.effective})"
    if given:
        status += f", given {' and '.join([', '.join(given[:-1]), given[-1]] if given[1:] else given)}"
    problems = list(report.problems)
    weak, fallen = [], []
    for name in ancestors:
        if name.startswith("thm:"):
            continue
        other = reports[name].effective
        if other in NEVER_A_PASS or other == "refuted":
            problems.append(f"it rests on {name}, which is {other}")
            fallen += [problems[-1]] * (name in proof)
        if name in proof and _is_weak(reports[name]):
            resting = other == "proved" and any(
                _is_weak(reports[n]) for n in library.ancestors(name, proofs_only=True) if not n.startswith("thm:")
            )
            weak.append(f"{name}{' as corrected' * bool(reports[name].corrected)} ({'argued' if resting else other})")
    if weak:
        status += f", resting on {', '.join(weak)}"
    broken = [p.removeprefix("it rests on ") for p in problems if p.startswith("it rests on ")]
    if broken:
        status += f", but rests on {'; '.join(broken)}"
    evidence = [_cited(result, library) for result in report.evidence]
    report = attrs.evolve(report, status=status, given=given, problems=problems, evidence=evidence)
    if fallen and report.effective in ("proved", "argued"):
        return _no_stronger_than("undecided", fallen[0], report)
    if weak and report.effective == "proved":
        return _no_stronger_than("argued", f"every line is checked, but it rests on {', '.join(weak)}", report)
    return report


def _is_weak(report: Report) -> bool:
    """Whether what cites a claim is argued for that: what it says was changed, or is not proved."""
    return report.corrected is not None or report.effective in ("argued", "certified", "tested")


def _no_stronger_than(word: str, reason: str, report: Report) -> Report:
    """A proof whose lines are checked is argued, where it cites what is not proved; and no proof at all where it cites
    what does not stand."""
    status = report.status.replace(report.effective, word, 1)
    if not report.corrected:
        return attrs.evolve(report, verdict=word, reason=reason, status=status)
    corrected = {**report.corrected, "verdict": word, "reason": reason}
    problems = [problem for problem in report.problems if problem not in _unexpected(report.corrected)]
    if word not in NEVER_A_PASS:
        return attrs.evolve(report, corrected=corrected, status=status, problems=_unexpected(corrected) + problems)
    status = status.replace(report.verdict, word, 1)
    return attrs.evolve(report, verdict=word, reason=reason, corrected=corrected, status=status, problems=problems)


def _cited(result: dict[str, Any], library: Library) -> dict[str, object]:
    """A result of which each step that cites a claim says what is cited: the corrected statement where there is one."""
    if "steps" not in result:
        return result
    steps = []
    for step in result["steps"]:
        name = step.get("rests_on", "")
        if name in library:
            claim = library.claim(name)
            said = f"by {name}, as corrected: {claim.corrected}" if claim.corrected else f"by {name}: {claim.statement}"
            step = {**step, "detail": said}
        steps.append(step)
    return {**result, "steps": steps}
