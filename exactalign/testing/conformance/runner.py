"""Running checks: corners first, then drawn cases; whatever fails is made smaller."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from exactalign.exceptions import ParameterError, Undecided
from exactalign.numbers.reading import whole_number
from exactalign.testing.conformance.adapters import adapter
from exactalign.testing.conformance.answers import Returned, Unreadable
from exactalign.testing.conformance.calling import MOST_STOPPED, ArrayName, Subject, array_maker
from exactalign.testing.conformance.cases import Call, Role
from exactalign.testing.conformance.causes import Cause, Trial, causes
from exactalign.testing.conformance.checks import Check, Kind
from exactalign.testing.conformance.domains import Domain
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.findings import Deviation, no_answer
from exactalign.testing.conformance.formats import format_named
from exactalign.testing.conformance.registry import kind_named
from exactalign.testing.conformance.report import Counterexample, Row, Status, SuiteReport
from exactalign.testing.conformance.shrinking import Choices, shrink
from exactalign.testing.conformance.time_limits import TookTooLong
from exactalign.text.articles import with_article

EXAMPLES = 60
"""Cases drawn for each check, beside its corners."""

SMALLER = 120
"""Cases tried to make one failing case smaller, at most."""

ALL_SMALLER = 400
"""The same for all checks of one run together."""

_PLAIN = 3
"""Plain cases that decide whether a function answers anything."""

_TRIES = 10
"""So many draws for each case that is wanted: a domain may leave most of them out."""


def check(
    function: Callable[..., Any],
    kind: str,
    *,
    dtype: str = "float64",
    array: ArrayName | Callable[[Any], Any] = "list",
    batch: bool = False,
    log_in: bool = False,
    log_out: bool = False,
    pick: Any = None,
    domain: str | Sequence[str] | None = None,
    examples: int = EXAMPLES,
    seed: int = 0,
    slack: int = 1,
    seconds: int = 10,
    name: str | None = None,
    expected_failures: Mapping[str, str] | None = None,
    skip: Mapping[str, str] | None = None,
    on_row: Callable[[Row], object] = lambda _: None,
    **options: Any,
) -> SuiteReport:
    """Run every check of a kind against a function, and return the report.

    `dtype` is the format in which inputs are given and answers judged (`float64`, `float32`), `array` what vectors are
    passed as: `list`, `tuple`, `numpy`, `torch`, or a function of a list. With `batch` every vector has a first axis of
    models; with `log_in` probabilities are passed as their logarithms, with `log_out` the answer holds logarithms.
    `pick` takes the answer out of a tuple (a place), a mapping or an object (a name), or is a function. `domain` says
    what the function is meant for: `"distinct rewards"`, `"p > 0"`, `"n <= 64"`. `slack` multiplies every error bound.
    A call may take `seconds` of CPU time, the first one more. `expected_failures` and `skip` map check names to
    reasons. `on_row` hears of every check that is done. Further options belong to the kind.

    Raises `ParameterError` for an unknown kind, check or option, for a missing reason, and for a function that cannot
    be called as the kind is. What the function itself raises or prints never leaves the run.

    >>> from exactalign.testing.conformance import reference
    >>> check(reference.best_of_n, "pmf", examples=1).ok
    True
    """
    run = Run.of(
        function,
        kind,
        dtype=dtype,
        array=array,
        batch=batch,
        log_in=log_in,
        log_out=log_out,
        pick=pick,
        domain=domain,
        examples=examples,
        seed=seed,
        slack=slack,
        seconds=seconds,
        name=name,
        expected_failures=expected_failures,
        skip=skip,
        **options,
    )
    rows = []
    for one in run.kind.checks:
        rows.append(run.row(one))
        on_row(rows[-1])
    return run.report(rows)


class Run:
    """One function as one kind, and what was tried with it so far."""

    def __init__(
        self, subject: Subject, kind: Kind, domain: Domain, examples: int, seed: int,
        excused: Mapping[str, str], skipped: Mapping[str, str], stated: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self.subject = subject
        self.kind = kind
        self.domain = domain
        self.examples = examples
        self.seed = seed
        self.excused = excused
        self.skipped = skipped
        self.stated = stated
        self.trials: list[Trial] = []
        self.rows: list[Row] = []
        self.smaller = ALL_SMALLER
        self._useless: Counterexample | None = None
        self._plain_tried = False

    @classmethod
    def of(
        cls,
        function: Any,
        kind: str,
        *,
        dtype: str = "float64",
        array: Any = "list",
        batch: bool = False,
        log_in: bool = False,
        log_out: bool = False,
        pick: Any = None,
        domain: str | Sequence[str] | None = None,
        examples: int = EXAMPLES,
        seed: int = 0,
        slack: int = 1,
        seconds: int = 10,
        name: str | None = None,
        expected_failures: Mapping[str, str] | None = None,
        skip: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Run:
        """Return the run of a function with all that says how it is called, checked; see `check`."""
        base = kind_named(kind)
        if not callable(function):
            raise ParameterError(f"a function is needed, not {with_article(type(function).__name__)}")
        for option in options:
            if option not in base.options:
                known = f"it has {', '.join(base.options)}" if base.options else "it has none of its own"
                raise ParameterError(f"{base.name} has no option {option!r}: {known}")
        chosen = base.chosen(options, batch=batch, logs=log_out)
        _allowed(chosen, batch=batch, log_in=log_in, log_out=log_out)
        form = format_named(dtype).with_logs(inputs=log_in, outputs=log_out)
        meant = Domain.read(domain, chosen.parameters)
        label = name or str(getattr(function, "__name__", type(function).__name__))
        subject = Subject(
            function, label, chosen.parameters, form, array_maker(array, form), whole_number(seconds, "seconds", 1),
            whole_number(slack, "slack", 1), batch=batch, log_out=log_out, pick=pick, options=dict(options),
            domain=meant,
        )  # fmt: skip
        _callable_as(function, label, chosen)
        excused = reasons_for(expected_failures, "expected_failures", chosen)
        skipped = reasons_for(skip, "skip", chosen)
        if both := sorted(excused.keys() & skipped.keys()):
            raise ParameterError(f"{both[0]} is both skipped and expected to fail: choose one")
        drawn, start = whole_number(examples, "examples", 1), whole_number(seed, "seed", 0)
        stated = {"examples": drawn, "seed": start, "slack": slack, **options}
        stated |= {word: "yes" for word, on in (("batch", batch), ("log_in", log_in), ("log_out", log_out)) if on}
        return cls(subject, chosen, meant, drawn, start, excused, skipped, stated)

    def report(self, rows: Sequence[Row]) -> SuiteReport:
        """Return the report of rows that were run."""
        subject, notes = self.subject, []
        if subject.printed:
            notes.append(f"the function printed {subject.printed} characters, which are not shown")
        if subject.slack != 1:
            notes.append(f"every error bound was multiplied by {subject.slack}")
        return SuiteReport(
            subject.name, self.kind.name, subject.form.name, len(self.kind.checks), tuple(rows), tuple(notes),
            dict(self.stated), str(self.domain), self.causes(rows),
        )  # fmt: skip

    def causes(self, rows: Sequence[Row]) -> tuple[Cause, ...]:
        """Return what the failures among rows have in common."""
        bad = [row for row in rows if row.status in (Status.FAILED, Status.ERROR)]
        failed = [row.check for row in bad if row.counterexample is not None]
        told = Counter(row.reason for row in bad if row.counterexample is None)
        same = [
            Cause(tuple(row.check for row in bad if row.reason == reason), f"{count} checks: {reason}")
            for reason, count in told.items()
            if count > 1
        ]
        return (*same, *causes(self.kind, failed, self.trials))

    def row(self, one: Check) -> Row:
        """Run one check, and return its row."""
        expected, name = self.excused.get(one.name), self.subject.name
        if one.name in self.skipped:
            return Row(name, one.name, Status.SKIPPED, one.law, self.skipped[one.name])
        if self.subject.stopped >= MOST_STOPPED:
            reason = f"not run: {self.subject.stopped} calls took too long already"
            return Row(name, one.name, Status.ERROR, one.law, reason)
        if useless := self.useless():
            self.trials.append(Trial(one.name, useless.case, True, useless.raised))
            return Row(name, one.name, Status.ERROR, one.law, "", 1, useless)
        search = _Search(self, one)
        try:
            failing = search.run()
        except Undecided as problem:
            return Row(name, one.name, Status.ERROR, one.law, f"undecided: {problem}", search.tried)
        if not search.tried:
            return Row(name, one.name, Status.SKIPPED, one.law, f"no case of it is in the domain: {self.domain}")
        if failing is None:
            status = Status.PASSED if expected is None else Status.UNEXPECTED_PASS
            reason = "" if expected is None else f"expected to fail: {expected}"
            return Row(name, one.name, status, one.law, reason, search.tried)
        case, finding = failing
        shown = Counterexample(
            case, self.subject.text(case), finding.answer, finding.exact, finding.error, finding.raised
        )
        if expected is not None:
            return Row(name, one.name, Status.EXPECTED_FAILURE, one.law, expected, search.tried, shown)
        status = Status.FAILED if finding.raised is None else Status.ERROR
        return Row(name, one.name, status, one.law, "", search.tried, shown)

    def useless(self) -> Counterexample | None:
        """Return a plain case, if the function raises on all of them: then no refusal of its counts as one either."""
        if not self._plain_tried:
            self._plain_tried = True
            plain = [case for case in self.kind.checks[0].corners(self.subject.form) if case in self.domain]
            answers = [self.subject.call(case) for case in plain[:_PLAIN]]
            if answers and all(answer.raised is not None for answer in answers):
                first = answers[0]
                found = no_answer(first, "an answer")
                error = found.error
                if not isinstance(first.raised, Unreadable):
                    error = f"no plain case is answered{self._hint(first)}"
                text = self.subject.text(plain[0])
                self._useless = Counterexample(plain[0], text, found.answer, found.exact, error, first.raised)
        return self._useless

    def _hint(self, answer: Returned) -> str:
        """What may help when nothing is answered."""
        numbers_only = all(parameter.role in (Role.REAL, Role.WHOLE) for parameter in self.subject.parameters)
        if self.subject.batch or not numbers_only or isinstance(answer.raised, TookTooLong):
            return ""
        return ": it was given numbers, with a batch axis it is given arrays"


def _allowed(kind: Kind, *, batch: bool, log_in: bool, log_out: bool) -> None:
    if log_in and all(parameter.role is not Role.PROBABILITIES for parameter in kind.parameters):
        raise ParameterError(f"log_in: {kind.name} takes no probabilities, it takes {kind.signature}")
    if log_out and not kind.gives_probabilities:
        raise ParameterError(f"log_out: the answer of {kind.name} is no list of probabilities")
    if batch and (kind.oracle is None or not any(parameter.batched for parameter in kind.parameters)):
        raise ParameterError(f"batch: {kind.name} is not tested with a batch axis")


def _callable_as(function: Callable[..., Any], label: str, kind: Kind) -> None:
    """Raise `ParameterError`, with the adapter that would help, for a function that cannot take the arguments."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return  # a builtin: calling it will tell
    try:
        signature.bind(*kind.parameters)
    except TypeError:
        names = [parameter.name for parameter in kind.parameters]
        raise ParameterError(
            f"{label}{signature} cannot be called as {kind.name} is, with {kind.signature}: give "
            f"{adapter(label, signature, names)}"
        ) from None


def reasons_for(given: Mapping[str, str] | None, what: str, kind: Kind) -> dict[str, str]:
    """Return {check: reason}; raise `ParameterError` for a check that the kind has not."""
    names = [one.name for one in kind.checks]
    found = dict(given or {})
    for name, reason in found.items():
        if name not in names:
            raise ParameterError(f"{what} names {name!r}: the checks of {kind.name} are {', '.join(names)}")
        if not isinstance(reason, str) or not reason.strip():
            raise ParameterError(f"{what} gives no reason for {name}: a reason is required")
    return found


class _Search:
    """The search for the smallest case that a check fails on."""

    def __init__(self, run: Run, one: Check) -> None:
        self.run_ = run
        self.check = one
        self.tried = 0
        self._seen: dict[Call, bool] = {}

    def judge(self, case: Call) -> Deviation | None:
        """Judge one case, and record it."""
        self.tried += 1
        found = self.check.judge(self.run_.subject, case)
        self.run_.trials.append(
            Trial(self.check.name, case, found is not None, None if found is None else found.raised)
        )
        return found

    def _fails(self, case: Call) -> bool:
        """Judge a case once: shrinking comes back to the same rounded arguments often."""
        if case not in self._seen:
            self._seen[case] = self.judge(case) is not None
        return self._seen[case]

    def run(self) -> tuple[Call, Deviation] | None:
        """Return the smallest failing case found, with what is wrong there."""
        made = self.check.corners(self.run_.subject.form)
        corners = sorted((case for case in made if case in self.run_.domain), key=lambda case: case.measure)
        corner = self._first_failing(corners)
        if corner is not None and self.check.any_n:
            corner = self._with_fewest_draws(*corner)
        if corner is not None and (corner[0] == corners[0] or corner[0].size <= 2 or self.check.any_n):
            return corner  # small already: the search could hardly find a smaller one
        drawn = self._drawn()
        if drawn is None:
            return corner
        return drawn if corner is None or drawn[0].measure <= corner[0].measure else corner

    def _first_failing(self, corners: Sequence[Call]) -> tuple[Call, Deviation] | None:
        for case in corners:
            finding = self.judge(case)
            if finding is not None:
                return case, finding
        return None

    def _with_fewest_draws(self, case: Call, finding: Deviation) -> tuple[Call, Deviation]:
        """Lower the last argument by bisection; the case that is returned does fail."""
        works, fails = 0, case.whole(-1)
        while fails - works > 1 and not self.run_.subject.stopped:
            middle = (works + fails) // 2
            lowered = Call((*case.arguments[:-1], middle))
            problem = self.judge(lowered) if lowered in self.run_.domain else None
            if problem is None:
                works = middle
            else:
                fails, case, finding = middle, lowered, problem
        return case, finding

    def _drawn(self) -> tuple[Call, Deviation] | None:
        draw, run = self.check.draw, self.run_
        if draw is None:
            return None
        random = Random(f"{run.seed} {self.check.name}")  # noqa: S311 (a repeatable search, no secret)
        drawn = 0
        for _ in range(run.examples * _TRIES):
            draws = Draws(random)
            case = draw(draws, run.subject.form)
            if case not in run.domain:
                continue
            if self._fails(case):
                return self._smallest(case, draws.made)
            drawn += 1
            if drawn == run.examples:
                break
        return None

    def _smallest(self, case: Call, choices: Sequence[int]) -> tuple[Call, Deviation]:
        run, draw = self.run_, self.check.draw
        assert draw is not None
        best, left = case, min(SMALLER, run.smaller)

        def fails(candidate: Choices) -> Choices | None:
            nonlocal best, left
            draws = Draws(None, candidate)
            case = draw(draws, run.subject.form)
            if case not in self._seen:
                if not left or run.subject.stopped or case not in run.domain:
                    return None
                left, run.smaller = left - 1, run.smaller - 1
            if not self._fails(case):
                return None
            best = case
            return tuple(draws.made)

        shrink(choices, fails)
        finding = self.judge(best)
        return best, finding if finding is not None else _flaky()


def _flaky() -> Deviation:
    return Deviation(
        "different answers to the same call", "one answer", "the failure does not repeat: is the answer random?"
    )
