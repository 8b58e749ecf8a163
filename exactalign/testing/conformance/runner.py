"""Running checks: corners first, then a Hypothesis search, which shrinks whatever fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import find, settings
from hypothesis.errors import Flaky, NoSuchExample

from exactalign.exceptions import ParameterError, Undecided
from exactalign.numbers.reading import whole_number
from exactalign.testing.conformance.answers import ArrayName, Subject, array_maker
from exactalign.testing.conformance.cases import Call
from exactalign.testing.conformance.checks import Check, Kind
from exactalign.testing.conformance.findings import Deviation
from exactalign.testing.conformance.formats import format_named
from exactalign.testing.conformance.kinds.best_of_n import KL, PMF, WIN_RATE
from exactalign.testing.conformance.kinds.order_statistic import ORDER_STATISTIC
from exactalign.testing.conformance.kinds.sampler import SAMPLER
from exactalign.testing.conformance.kinds.solver import ALPHA_SOLVER
from exactalign.testing.conformance.kinds.tilt import KL_DIVERGENCE, TILT
from exactalign.testing.conformance.report import Counterexample, Row, Status, SuiteReport

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (PMF, SAMPLER, KL, WIN_RATE, ORDER_STATISTIC, ALPHA_SOLVER, TILT, KL_DIVERGENCE)
}
"""Every kind of function that can be checked, by name."""

EXAMPLES = 60
"""Cases drawn for each check, beside its corners."""


def kind_named(name: Any) -> Kind:
    """Return a kind by its name; raise `ParameterError` for others."""
    if name not in KINDS:
        raise ParameterError(f"kind is {name!r}: the kinds are {', '.join(KINDS)}")
    return KINDS[name]


def check(
    function: Callable[..., Any],
    kind: str,
    *,
    dtype: str = "float64",
    array: ArrayName | Callable[[list[float]], Any] = "list",
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

    `dtype` is the format in which inputs are given and answers judged (`float64`, `float32`), `array` what
    vectors are passed as: `list`, `tuple`, `numpy`, `torch`, or a function of a list of floats. `slack`
    multiplies every error bound. `expected_failures` and `skip` map check names to reasons. `on_row` hears of every
    check that is done. Further options belong to the kind: `parameter` and `rtol` (alpha-solver), `false_alarm`
    (sampler).

    Raises `ParameterError` for an unknown kind, check or option, and for a missing reason. What the function
    itself raises or prints never leaves the run.

    >>> from exactalign.testing.conformance import reference
    >>> check(reference.best_of_n, "pmf", examples=1).ok
    True
    """
    chosen = kind_named(kind)
    subject = subject_of(function, chosen, name, dtype, array, slack, seconds, options)
    drawn = whole_number(examples, "examples", 1)
    excused = reasons_for(expected_failures, "expected_failures", chosen)
    skipped = reasons_for(skip, "skip", chosen)
    if both := sorted(excused.keys() & skipped.keys()):
        raise ParameterError(f"{both[0]} is both skipped and expected to fail: choose one")
    rows = []
    for one in chosen.checks:
        expected, left_out = excused.get(one.name), skipped.get(one.name)
        rows.append(run_check(subject, one, examples=drawn, seed=seed, expected=expected, skip=left_out))
        on_row(rows[-1])
    notes = []
    if subject.printed:
        notes.append(f"the function printed {subject.printed} characters, which are not shown")
    if slack != 1:
        notes.append(f"every error bound was multiplied by {slack}")
    stated = {"examples": drawn, "seed": seed, "slack": slack, **options}
    return SuiteReport(subject.name, kind, dtype, len(chosen.checks), tuple(rows), tuple(notes), stated)


def subject_of(
    function: Any, kind: Kind, name: str | None, dtype: str, array: Any, slack: int, seconds: int, options: Any
) -> Subject:
    """Return a function with all that says how it is called, checked."""
    if not callable(function):
        raise ParameterError(f"a function is needed, not a {type(function).__name__}")
    for option in options:
        if option not in kind.options:
            known = f"it has {', '.join(kind.options)}" if kind.options else "it has none of its own"
            raise ParameterError(f"{kind.name} has no option {option!r}: {known}")
    form = format_named(dtype)
    label = name or str(getattr(function, "__name__", type(function).__name__))
    allowed = whole_number(seconds, "seconds", 1)
    return Subject(
        function, label, form, array_maker(array, form), allowed, whole_number(slack, "slack", 1), dict(options)
    )


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


def run_check(
    subject: Subject, one: Check, *, examples: int, seed: int, expected: str | None = None, skip: str | None = None
) -> Row:
    """Run one check, and return its row."""
    if skip is not None:
        return Row(subject.name, one.name, Status.SKIPPED, one.law, skip)
    search = _Search(subject, one)
    try:
        failing = search.run(examples, Random(seed))  # noqa: S311 (a repeatable search, no secret)
    except Undecided as problem:
        return Row(subject.name, one.name, Status.ERROR, one.law, f"undecided: {problem}", search.tried)
    if failing is None:
        status = Status.PASSED if expected is None else Status.UNEXPECTED_PASS
        reason = "" if expected is None else f"expected to fail: {expected}"
        return Row(subject.name, one.name, status, one.law, reason, search.tried)
    case, finding = failing
    shown = Counterexample(case, case.text(subject.name), finding.answer, finding.exact, finding.error)
    if expected is not None:
        return Row(subject.name, one.name, Status.EXPECTED_FAILURE, one.law, expected, search.tried, shown)
    status = Status.ERROR if finding.raised else Status.FAILED
    return Row(subject.name, one.name, status, one.law, "", search.tried, shown)


class _Search:
    """The search for the smallest case that a check fails on."""

    def __init__(self, subject: Subject, one: Check) -> None:
        self.subject = subject
        self.check = one
        self.tried = 0
        self._seen: dict[Call, bool] = {}

    def judge(self, case: Call) -> Deviation | None:
        """Judge one case, and count it."""
        self.tried += 1
        return self.check.judge(self.subject, case)

    def _fails(self, case: Call) -> bool:
        """Judge a case once: shrinking comes back to the same rounded arguments often."""
        if case not in self._seen:
            self._seen[case] = self.judge(case) is not None
        return self._seen[case]

    def run(self, examples: int, random: Random) -> tuple[Call, Deviation] | None:
        """Return the smallest failing case found, with what is wrong there."""
        corners = sorted(self.check.corners(self.subject.form), key=_size)
        corner = self._first_failing(corners)
        if corner is not None and self.check.any_n:
            corner = self._with_fewest_draws(*corner)
        if corner is not None and (corner[0] == corners[0] or corner[0].size <= 2 or self.check.any_n):
            return corner  # small already: the search could hardly find a smaller one
        drawn = self._drawn(examples, random)
        if drawn is None:
            return corner
        return drawn if corner is None or _size(drawn[0]) <= _size(corner[0]) else corner

    def _first_failing(self, corners: Sequence[Call]) -> tuple[Call, Deviation] | None:
        for case in corners:
            finding = self.judge(case)
            if finding is not None:
                return case, finding
        return None

    def _with_fewest_draws(self, case: Call, finding: Deviation) -> tuple[Call, Deviation]:
        """Lower the last argument by bisection; the case that is returned does fail."""
        works, fails = 0, case.arguments[-1]
        assert isinstance(fails, int)
        while fails - works > 1:
            middle = (works + fails) // 2
            lowered = Call((*case.arguments[:-1], middle))
            problem = self.judge(lowered)
            if problem is None:
                works = middle
            else:
                fails, case, finding = middle, lowered, problem
        return case, finding

    def _drawn(self, examples: int, random: Random) -> tuple[Call, Deviation] | None:
        if self.check.strategy is None:
            return None
        quiet = settings(max_examples=examples, database=None, deadline=None)
        try:
            case = find(
                self.check.strategy(self.subject.form),
                self._fails,
                settings=quiet,
                random=random,
            )
        except NoSuchExample:
            return None
        except Flaky:
            return self._flaky()
        finding = self.judge(case)
        return (case, finding) if finding is not None else self._flaky(case)

    def _flaky(self, case: Call | None = None) -> tuple[Call, Deviation]:
        shown = case if case is not None else self.check.corners(self.subject.form)[0]
        return shown, Deviation(
            "different answers to the same call", "one answer", "the failure does not repeat: is the answer random?"
        )


def _size(case: Call) -> tuple[int, int]:
    """Fewer outcomes first, then shorter as written."""
    return case.size, len(case.text(""))
