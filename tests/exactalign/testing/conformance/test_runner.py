"""How a check is run: which cases are tried and in what order, which is shown, and what its row says."""

import inspect
import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest

from exactalign.exceptions import ParameterError, Undecided
from exactalign.testing.conformance import Status, check, reference, runner
from exactalign.testing.conformance.calling import Subject
from exactalign.testing.conformance.cases import Call, Parameter, Role
from exactalign.testing.conformance.causes import Trial
from exactalign.testing.conformance.checks import Check, Judge, Kind
from exactalign.testing.conformance.domains import Domain
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.findings import Deviation
from exactalign.testing.conformance.formats import FORMATS, Format
from exactalign.testing.conformance.runner import Run
from exactalign.testing.conformance.time_limits import TookTooLong

PARAMETERS = (Parameter("x", Role.REALS), Parameter("n", Role.WHOLE))
WRONG = Deviation("answer", "exact", "error")


def case(size: int, n: int = 1) -> Call:
    return Call(((Fraction(0),) * size, n))


def drawn(draws: Draws, _: Format) -> Call:
    return case(draws.whole(1, 6), draws.whole(1, 50))


def wide(draws: Draws, _: Format) -> Call:
    return case(1, draws.whole(1, 10**9))


class Recorded:
    """A judge that finds fault with some cases, and remembers all that it was asked about."""

    def __init__(self, fails: Callable[[Call], bool] = lambda _: False) -> None:
        self.fails = fails
        self.cases: list[Call] = []

    def __call__(self, subject: Subject, one: Call) -> Deviation | None:
        self.cases.append(one)
        return WRONG if self.fails(one) else None


def made(
    judge: Judge, corners: Sequence[Call] = (case(1),), draw: Any = None, *, domain: str | None = None,
    examples: int = 5, seed: int = 0, function: Any = lambda x, n: 0, any_n: bool = False, name: str = "law",
    parameters: tuple[Parameter, ...] = PARAMETERS, **reasons: Any,
) -> tuple[Run, Check]:  # fmt: skip
    one = Check(name, "what holds", lambda _: list(corners), draw, judge, any_n=any_n)
    kind = Kind("toy", parameters, "what it returns", (one,))
    meant = Domain.read(domain, parameters)
    subject = Subject(function, "f", parameters, FORMATS["float64"], list, 1, domain=meant)
    excused, skipped = reasons.get("excused", {}), reasons.get("skipped", {})
    return Run(subject, kind, meant, examples, seed, excused, skipped, {}), one


# --- which cases are tried -----------------------------------------------------------------------


def test_corners_come_first_the_smallest_of_them_before_others() -> None:
    judge = Recorded()
    run, one = made(judge, [case(3), case(1, 20), case(2), case(1, 3)], drawn, examples=4)
    row = run.row(one)
    assert judge.cases[:4] == [case(1, 3), case(1, 20), case(2), case(3)]
    assert (row.status, row.tried, len(judge.cases)) == (Status.PASSED, 8, 8)
    assert (row.subject, row.check, row.law, row.reason, row.counterexample) == ("f", "law", "what holds", "", None)
    assert run.trials == [Trial("law", tried, False) for tried in judge.cases]


def test_as_many_are_drawn_as_are_asked_for_also_where_the_domain_leaves_most_out() -> None:
    for domain in (None, "n <= 300000000"):
        judge = Recorded()
        run, one = made(judge, draw=wide, domain=domain, examples=20)
        assert run.row(one).tried == len(judge.cases) == 21
        assert (max(tried.whole(1) for tried in judge.cases) > 300_000_000) is (domain is None)


def test_ten_times_as_many_draws_are_made_at_most() -> None:
    made_so_far = []

    def counted(draws: Draws, form: Format) -> Call:
        made_so_far.append(1)
        return drawn(draws, form)

    run, one = made(Recorded(), draw=counted, domain="n >= 99", examples=7)
    row = run.row(one)
    assert len(made_so_far) == 70
    assert (row.status, row.tried) == (Status.SKIPPED, 0)
    assert row.reason == "no case of it is in the domain: n >= 99"
    run, one = made(Recorded(), draw=counted, domain="n <= 1", examples=7)
    assert run.row(one).tried >= 1  # the corner


def test_the_seed_and_the_name_of_the_check_decide_what_is_drawn() -> None:
    def cases(**options: Any) -> list[Call]:
        judge = Recorded()
        run, one = made(judge, draw=drawn, examples=9, **options)
        run.row(one)
        return judge.cases

    assert cases() == cases(seed=0)
    assert len({tuple(cases(**options)) for options in ({}, {"seed": 1}, {"seed": 2}, {"name": "other"})}) == 4


# --- which case is shown -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("corners", "fails", "shown", "any_n"),
    [
        ((case(5), case(6)), lambda c: c.size >= 5, case(5), False),  # the first of all
        ((case(1), case(2)), lambda c: c.size >= 2, case(2), False),  # no more than two outcomes
        ((case(1), case(4)), lambda c: c.size >= 4, case(4), True),  # whose n is lowered instead
    ],
)
def test_a_failing_corner_that_is_small_is_shown_at_once(corners: Any, fails: Any, shown: Call, any_n: bool) -> None:
    judge = Recorded(fails)
    run, one = made(judge, corners, drawn, any_n=any_n)
    row = run.row(one)
    assert row.counterexample is not None
    assert row.counterexample.case == shown
    assert len(judge.cases) == row.tried <= 2


def test_beside_a_corner_of_three_outcomes_a_smaller_case_is_drawn() -> None:
    corners = [case(1), case(3, 40)]
    for fails, shown in (
        (lambda c: c.size >= 3, case(3, 1)),  # smaller as written
        (lambda c: c.size >= 3 and c.whole(1) >= 10, case(3, 10)),  # as large: what was drawn
        (lambda c: c == corners[1] or c.size >= 4, corners[1]),
        (lambda c: c == corners[1], corners[1]),  # none of those drawn
    ):
        run, one = made(Recorded(fails), corners, drawn, examples=60)
        row = run.row(one)
        assert row.status is Status.FAILED
        assert row.counterexample is not None
        assert row.counterexample.case == shown
        assert (row.counterexample.answer, row.counterexample.exact) == ("answer", "exact")
        assert (row.counterexample.error, row.counterexample.call) == (
            "error",
            f"f([{', '.join(['0.0'] * shown.size)}], {shown.whole(1)})",
        )


def test_the_fewest_draws_that_fail_are_looked_for_by_halving() -> None:
    judge = Recorded(lambda c: c.whole(1) >= 37)
    run, one = made(judge, [case(3, 1000)], drawn, any_n=True)
    row = run.row(one)
    assert row.counterexample is not None
    assert row.counterexample.case == case(3, 37)
    assert len(judge.cases) == row.tried == 11
    assert {tried.size for tried in judge.cases} == {3}
    run, one = made(Recorded(lambda c: c.whole(1) >= 1), [case(3, 1000)], any_n=True)
    found = run.row(one).counterexample
    assert found is not None
    assert found.case == case(3, 1)
    run, one = made(Recorded(lambda c: c.whole(1) >= 37), [case(3, 1000)], any_n=True, domain="n >= 50")
    found = run.row(one).counterexample
    assert found is not None
    assert found.case == case(3, 50)


def test_nothing_is_halved_once_a_call_was_stopped() -> None:
    judge = Recorded(lambda c: c.whole(1) >= 37)
    run, one = made(judge, [case(3, 1000)], any_n=True)
    run.subject.stopped = 1
    assert run.row(one).tried == 1


# --- making a case smaller -----------------------------------------------------------------------


def test_what_is_drawn_is_made_smaller_and_no_case_is_judged_twice() -> None:
    judge = Recorded(lambda c: c.size >= 2 and c.whole(1) >= 7)
    run, one = made(judge, draw=drawn, examples=60)
    row = run.row(one)
    assert row.counterexample is not None
    assert row.counterexample.case == case(2, 7)
    _, *tried, last = judge.cases
    assert last == case(2, 7)  # judged again for what is wrong with it
    assert len(tried) == len(set(tried))
    assert row.tried == len(judge.cases)


def test_the_cases_tried_to_make_one_smaller_are_bounded_for_one_and_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def tried(smaller: int) -> tuple[int, int]:
        judge = Recorded(lambda c: c.whole(1) > 2)
        run, one = made(judge, draw=wide, examples=1)
        run.smaller = smaller
        row = run.row(one)
        assert row.counterexample is not None
        return len(judge.cases) - 3, run.smaller  # beside the corner, what was drawn, and what is shown

    count, left = tried(400)
    assert 20 < count == 400 - left <= runner.SMALLER == 120
    assert tried(7) == (7, 0)
    assert tried(0) == (0, 0)
    monkeypatch.setattr(runner, "SMALLER", 5)
    assert tried(400) == (5, 395)


def test_nothing_is_made_smaller_once_a_call_was_stopped_or_outside_of_the_domain() -> None:
    judge = Recorded(lambda c: c.whole(1) > 2)
    run, one = made(judge, draw=drawn, domain="n >= 5", examples=60)
    found = run.row(one).counterexample
    assert found is not None
    assert found.case == case(1, 5)
    judge = Recorded(lambda c: c.whole(1) > 2)
    run, one = made(judge, draw=drawn, examples=60)
    run.subject.stopped = 1
    run.row(one)
    assert judge.cases[-1] == judge.cases[-2]


def test_a_failure_that_does_not_repeat_is_told_as_one() -> None:
    asked: list[Call] = []

    def judge(subject: Subject, one: Call) -> Deviation | None:
        asked.append(one)
        return WRONG if len(asked) == 2 else None

    run, one = made(judge, draw=drawn)
    found = run.row(one).counterexample
    assert found is not None
    assert (found.answer, found.exact) == ("different answers to the same call", "one answer")
    assert found.error == "the failure does not repeat: is the answer random?"


# --- what a row says -----------------------------------------------------------------------------


def test_what_was_expected_to_fail() -> None:
    run, one = made(Recorded(lambda _: True), excused={"law": "known"})
    row = run.row(one)
    assert (row.status, row.reason, row.tried) == (Status.EXPECTED_FAILURE, "known", 1)
    assert row.counterexample is not None
    run, one = made(Recorded(), excused={"law": "known"})
    row = run.row(one)
    assert (row.status, row.reason, row.tried) == (Status.UNEXPECTED_PASS, "expected to fail: known", 1)


def test_what_is_skipped_is_not_called() -> None:
    judge = Recorded()
    run, one = made(judge, skipped={"law": "slow"}, function=None)
    row = run.row(one)
    assert (row.status, row.reason, row.tried, judge.cases) == (Status.SKIPPED, "slow", 0, [])


def test_what_raised_is_an_error() -> None:
    error = ValueError()
    run, one = made(lambda *_: attrs.evolve(WRONG, raised=error))
    row = run.row(one)
    assert row.status is Status.ERROR
    assert row.counterexample is not None
    assert row.counterexample.raised is error
    assert run.trials == [Trial("law", case(1), True, error)]


def test_what_is_undecided_is_an_error_with_its_reason() -> None:
    def judge(subject: Subject, one: Call) -> Deviation | None:
        if one.size == 2:
            raise Undecided("who knows")
        return None

    run, one = made(judge, [case(1), case(2), case(3)])
    row = run.row(one)
    assert (row.status, row.reason, row.tried) == (Status.ERROR, "undecided: who knows", 2)


def test_after_two_stopped_calls_the_row_says_so() -> None:
    run, one = made(Recorded())
    run.subject.stopped = 1
    assert run.row(one).status is Status.PASSED
    run.subject.stopped = 2
    assert run.row(one).reason == "not run: 2 calls took too long already"
    run.subject.stopped = 3
    row = run.row(one)
    assert (row.status, row.reason, row.tried) == (Status.ERROR, "not run: 3 calls took too long already", 0)
    (cause,) = run.causes([row, attrs.evolve(row, check="other")])
    assert cause.text == "2 checks: not run: 3 calls took too long already"
    assert cause.checks == ("law", "other")
    assert run.causes([row]) == ()


# --- functions that answer nothing ---------------------------------------------------------------


def raises_at(*calls: int, error: BaseException | None = None) -> Callable[..., float]:
    """A function that raises at some of its calls."""
    made_so_far: list[int] = []

    def function(*_: Any) -> float:
        made_so_far.append(1)
        if len(made_so_far) in calls:
            raise error or ZeroDivisionError("oh")
        return 0.0

    return function


def test_three_plain_cases_decide_whether_anything_is_answered() -> None:
    corners = [case(1), case(2), case(3), case(4)]
    judge = Recorded()
    run, one = made(judge, corners, function=raises_at(1, 2, 3))
    row = run.row(one)
    assert (row.status, row.tried, judge.cases, row.reason) == (Status.ERROR, 1, [], "")
    assert row.counterexample is not None
    assert row.counterexample.call == "f([0.0], 1)"
    assert row.counterexample.answer.startswith("raised ZeroDivisionError: oh (line ")
    assert (row.counterexample.exact, row.counterexample.error) == ("an answer", "no plain case is answered")
    assert isinstance(row.counterexample.raised, ZeroDivisionError)
    assert run.trials == [Trial("law", case(1), True, row.counterexample.raised)]
    assert run.row(one).counterexample is row.counterexample  # asked once
    for answered in ((1, 2), (2, 3)):
        run, one = made(judge, corners, function=raises_at(*answered))
        assert run.row(one).status is Status.PASSED


def test_plain_cases_are_those_of_the_domain() -> None:
    run, one = made(Recorded(), [case(1, 1), case(2, 5)], function=raises_at(1), domain="n >= 2")
    found = run.row(one).counterexample
    assert found is not None
    assert found.case == case(2, 5)
    run, one = made(Recorded(), [case(1, 1)], drawn, function=raises_at(1), domain="n >= 2")
    assert run.row(one).status is Status.PASSED  # none of them is a plain case


@pytest.mark.parametrize(
    ("roles", "batch", "error", "hint"),
    [
        ((Role.REAL, Role.WHOLE), False, None, ": it was given numbers, with a batch axis it is given arrays"),
        ((Role.REAL, Role.WHOLE), False, TookTooLong("slow"), ""),
        ((Role.REAL, Role.WHOLE), True, None, ""),
        ((Role.REALS, Role.WHOLE), False, None, ""),
    ],
)
def test_a_hint_where_numbers_were_given(roles: Any, batch: bool, error: Any, hint: str) -> None:
    parameters = tuple(Parameter(name, role) for name, role in zip("xn", roles, strict=True))
    corner = Call((Fraction(1), 1)) if roles[0] is Role.REAL else case(1)
    run, one = made(Recorded(), [corner], function=raises_at(1, error=error), parameters=parameters)
    run.subject.batch = batch
    found = run.row(one).counterexample
    assert found is not None
    assert found.error == f"no plain case is answered{hint}"


def test_a_picker_that_finds_nothing_says_so_itself() -> None:
    run, one = made(Recorded(), function=lambda x, n: 7)
    run.subject.pick = "kl"
    row = run.row(one)
    assert row.counterexample is not None
    assert row.status is Status.ERROR
    assert row.counterexample.answer == "7"
    assert row.counterexample.error.startswith("pick='kl' finds nothing in 7 (")


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "tilt", "of": "pool"}, "tilt has no option 'of': it has parameter"),
        ({"kind": "kl", "of": "pool"}, "kl has no option 'of': it has none of its own"),
        ({"seconds": 0}, "seconds is 0"),
        ({"seed": -1}, "seed is -1"),
        ({"slack": 0}, "slack is 0"),
        ({"examples": 0}, "examples is 0"),
        ({"skip": {"ties": 3}}, "skip gives no reason for ties: a reason is required"),
        ({"expected_failures": {"ties": "\n"}}, "expected_failures gives no reason for ties: a reason is required"),
        ({"kind": "kl-divergence", "skip": {"tie": "x"}}, "skip names 'tie': the checks of kl-divergence are formula,"),
        (
            {"skip": {"ties": "a", "shift": "b"}, "expected_failures": {"ties": "c", "shift": "d"}},
            "shift is both skipped and expected to fail: choose one",
        ),
    ],
)  # fmt: skip
def test_refusals(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        Run.of(lambda *_: 0, **({"kind": "pmf"} | options))
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("option", ["seconds", "slack", "examples"])
def test_one_is_enough(option: str) -> None:
    given: dict[str, Any] = {option: 1}
    run = Run.of(lambda *_: 0, "pmf", **given)
    assert {"seconds": run.subject.seconds, "slack": run.subject.slack, "examples": run.examples}[option] == 1
    assert Run.of(lambda *_: 0, "pmf", seed=0).seed == 0


def test_what_was_asked_for_is_stated() -> None:
    run = Run.of(reference.tilt, "tilt", parameter="beta", examples=4, seed=5, slack=6, batch=True, log_out=True)
    assert run.stated == {
        "examples": 4, "seed": 5, "slack": 6, "parameter": "beta", "batch": "yes", "log_out": "yes",
    }  # fmt: skip
    assert (run.subject.name, run.subject.batch, run.subject.log_out) == ("tilt", True, True)
    assert Run.of(reference.tilt, "tilt", log_in=True).stated["log_in"] == "yes"

    class Callable_:
        def __call__(self, *_: Any) -> int:
            return 0

    assert Run.of(Callable_(), "pmf").subject.name == "Callable_"
    assert Run.of(Callable_(), "pmf", name="mine").subject.name == "mine"


def test_every_row_is_heard_of_once_it_is_there() -> None:
    heard: list[str] = []
    report = check(reference.k1, "kl-estimate", examples=1, on_row=lambda row: heard.append(row.check))
    assert heard == [row.check for row in report.rows]


def test_notes_are_of_what_happened() -> None:
    def loud(log_q: float, log_p: float) -> float:
        print("abc", end="")  # noqa: T201
        return log_q - log_p

    report = check(loud, "kl-estimate", examples=1, slack=2)
    told, multiplied = report.notes
    calls = int(told.split()[3]) // 3
    assert told == f"the function printed {3 * calls} characters, which are not shown"
    assert multiplied == "every error bound was multiplied by 2"
    assert calls > 8
    assert check(reference.k1, "kl-estimate", examples=1).notes == ()


def test_what_is_done_where_nothing_is_said() -> None:
    run = Run.of(reference.best_of_n, "pmf")
    assert (run.examples, run.seed, run.smaller) == (60, 0, 400)
    assert (run.subject.slack, run.subject.seconds, run.subject.form) == (1, 10, FORMATS["float64"])
    assert (run.subject.batch, run.subject.log_out, run.subject.pick, str(run.domain)) == (False, False, None, "")
    assert run.subject.array([1.0]) == [1.0]
    assert run.stated == {"examples": 60, "seed": 0, "slack": 1}
    defaults = [inspect.signature(function).parameters for function in (check, Run.of)]
    assert {name: x.default for name, x in defaults[1].items()}.items() <= {
        name: x.default for name, x in defaults[0].items()
    }.items()


def test_every_option_reaches_the_run() -> None:
    seen: list[Any] = []

    def function(p: Any, r: Any, n: int) -> Any:
        seen.append(p)
        return {
            "x": [
                [math.log(y) if y else -math.inf for y in reference.best_of_n([math.exp(z) for z in a], b, n)]
                for a, b in zip(p, r, strict=True)
            ]
        }

    report = check(
        function, "pmf", dtype="float32", array="tuple", batch=True, log_in=True, log_out=True, pick="x",
        domain="n <= 4", examples=3, seed=2, slack=7, seconds=5, name="mine", skip={"ties": "a"},
        expected_failures={"shift": "b"},
    )  # fmt: skip
    assert report.heading == "mine as pmf (batch=yes, log_in=yes, log_out=yes) in float32, where n <= 4"
    assert (report.settings["examples"], report.settings["seed"], report.settings["slack"]) == (3, 2, 7)
    assert (report["ties"].reason, report["shift"].reason) == ("a", "expected to fail: b")
    assert all(isinstance(p, tuple) and isinstance(p[0], tuple) and max(p[0]) <= 0 for p in seen)
