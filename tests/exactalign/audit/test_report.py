"""The rows of an audit: what is exact and what is rounded, all prompts together, and the work of others."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from flint import arb, fmpq

from exactalign import EnclosedReal, LogForm, log
from exactalign.audit import (
    AuditRow,
    PromptModel,
    PromptSamples,
    audit,
    audit_prompt,
    known_rows,
    overall,
    rows_of,
)
from exactalign.audit.report import MAX_N
from exactalign.exceptions import ParameterError, WorkersFailed
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.precision import working_precision

THREE = PromptSamples.of("?", [3, 1, 2], probabilities=["1/5", "3/10", "1/2"], golden=[0, 5, "1/2"])
OTHER = PromptSamples.of("!", [0, 4, 9], probabilities=["1/2", "1/3", "1/6"], golden=[1, 2, 3])
CONSTANT = PromptSamples.of("=", [7, 7], probabilities=["1/2", "1/2"], golden=[1, 2])
BROKEN = PromptSamples.of("x", [1], probabilities=["1/2"], golden=[0])
TILT = PromptSamples.of(
    "t", [0, 1, 2], probabilities=["1/7", "1/7", "5/7"], golden=[1, 5, 2]
)  # with α = log 3 at N = 2

ENCLOSED = ("kl", "win_rate", "reference_reward", "reward", "alpha", "tilt_reward", "left_on_table", "kl_to_tilt")
GOLDEN = ("reference_golden", "golden", "tilt_golden")
OF_THE_TILT = ("alpha", "tilt_reward", "left_on_table", "kl_to_tilt", "tilt_golden")


def exactly(value: Any) -> tuple[type, Any]:
    return type(value), value


def meets(value: Any, exact: Any, digits: int = 30) -> bool:
    low, high = EnclosedReal.of(value).enclose(digits)
    other = EnclosedReal.of(exact).enclose(digits + 5)
    return bool(low <= other.upper and other.lower <= high)


@pytest.mark.parametrize("digits", [1, 6, 20])
def test_bounds_have_the_digits_that_are_asked_for(digits: int) -> None:
    """So many at least, 6 in any case, and enough over for one addition and one rounding; they hold the number."""
    (row,) = audit_prompt(THREE, [4])
    known = row.known(digits)
    for name in (*ENCLOSED, *GOLDEN):
        bounds, value = getattr(known, name), getattr(row, name)
        assert isinstance(bounds, Enclosure)
        more = 4 if name in OF_THE_TILT else 11  # two signs prove a dozen digits of a tilt, sums have any
        assert bounds.agrees(max(digits, 6) + more)
        assert bounds.width < Fraction(1, 10 ** (max(digits, 6) + more))
        assert meets(value, bounds.midpoint, max(digits, 6))
        low, high = value.enclose(60)
        assert bounds.lower <= low <= high <= bounds.upper
    assert (known.prompt, known.n, known.outputs, known.total, known.kl_bound) == (
        "?",
        4,
        3,
        1,
        log(4) - Fraction(3, 4),
    )
    opened = known.opened()
    for name in (*ENCLOSED, *GOLDEN):
        bounds, ball = getattr(known, name), getattr(opened, name).ball(400)
        with working_precision(500):
            assert ball.contains(fmpq(*bounds.lower.as_integer_ratio()))
            assert ball.contains(fmpq(*bounds.upper.as_integer_ratio()))
        assert ball.rad() < 1.01 * float(bounds.width) / 2


def test_a_total_near_1_is_told_to_the_digits_of_its_excess() -> None:
    """e^−log 2 to 30 digits, twice: what is too much is some 10^−31."""
    half = -log(2).enclose(30).lower
    row = AuditRow("?", 2, 2, PromptModel(PromptSamples.of("?", [1, 2], logprobs=[half, half])).total)
    assert row.excess is not None
    exact = row.excess.enclose(20)
    known = row.known(6)
    assert known.total.lower > 1
    assert known.total.upper - 1 < Fraction(1, 10**29)
    assert Enclosure(known.total.lower - 1, known.total.upper - 1).agrees(10)
    assert known.total.lower - 1 <= exact.upper
    assert exact.lower <= known.total.upper - 1
    assert AuditRow("?", 2, 2, None).excess is None
    assert AuditRow("?", 2, 2, Fraction(3, 4)).excess == Fraction(-1, 4)


def test_what_is_undecided_is_named() -> None:
    def never() -> arb:
        return arb(0, 1)

    row = AuditRow("?", 2, 1, Fraction(1), reward=EnclosedReal.of(2).sqrt(), kl_to_tilt=EnclosedReal(never))
    known = row.known(6)
    assert known.problem.startswith("kl_to_tilt is undecided: ")
    assert known.kl_to_tilt is None
    assert known.reward.agrees(10)


def test_a_prompt_with_a_problem_has_one_row() -> None:
    assert audit_prompt(BROKEN, [1, 2, 3]) == [
        AuditRow("x", None, 1, Fraction(1, 2), problem="the probabilities do not sum to 1")
    ]
    rows = audit_prompt(BROKEN, [1, 2], normalize=True)
    assert [(row.n, row.total, row.problem) for row in rows] == [(1, Fraction(1, 2), ""), (2, Fraction(1, 2), "")]


def test_rows_are_exact_where_that_is_asked_for() -> None:
    for (row,) in (rows_of(PromptModel(THREE), [2]), audit_prompt(THREE, [2])):
        assert {type(row.kl), type(row.win_rate), type(row.reward)} == {EnclosedReal}
    for (row,) in (rows_of(PromptModel(THREE), [2], exact=True), audit_prompt(THREE, [2], exact=True)):
        assert (type(row.kl), type(row.win_rate), type(row.reward)) == (LogForm, Fraction, Fraction)


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("samples", [THREE, TILT, CONSTANT])
def test_a_row_says_what_the_model_says(samples: PromptSamples, exact: bool) -> None:
    model = PromptModel(samples)
    for n, row in zip((1, 2, 3), rows_of(model, [1, 2, 3], exact=exact), strict=True):
        answer, base = model.exact(n), model.exact(1)
        assert (row.prompt, row.n, row.outputs, row.total, row.problem) == (
            samples.prompt,
            n,
            len(samples.masses),
            1,
            "",
        )
        assert row.kl_bound == model.kl_bound(n)
        for name in ("alpha", "tilt_reward", "left_on_table", "kl_to_tilt", "golden", "tilt_golden"):
            if not (exact and name in ("alpha", "tilt_reward") and model.is_tilt(n)):
                assert getattr(row, name) is getattr(model, name)(n) or getattr(row, name) == 0
        assert row.reference_golden is model.golden(1)
        found = (row.kl, row.win_rate, row.reward, row.reference_reward)
        if exact:
            assert found == (answer.kl, answer.win_rate, answer.reward, base.reward)
            assert [type(value) for value in found] == [LogForm, Fraction, Fraction, Fraction]
            if model.is_tilt(n):
                assert row.tilt_reward == answer.reward
                assert isinstance(row.tilt_reward, Fraction)
                assert row.alpha is None if model.is_constant else row.alpha == (0 if n == 1 else log(3))
        else:
            wanted = (model.kl(n), model.win_rate(n), model.reward(n), model.reward(1))
            assert all(a is b or exactly(a) == exactly(b) for a, b in zip(found, wanted, strict=True))


def test_sizes_that_are_refused() -> None:
    for wrong in (0, -1, MAX_N + 1, True, 2.0, "2", None):
        with pytest.raises(ParameterError) as error:
            audit_prompt(THREE, [2, wrong])  # type: ignore[list-item]
        assert str(error.value) == f"n is {wrong!r}: give whole numbers from 1 to 1000000000"
    assert audit_prompt(CONSTANT, [1, MAX_N])[1].n == 10**9


def models_of(*samples: PromptSamples) -> list[PromptModel]:
    return [PromptModel(item) for item in samples]


def together(n: list[int], *samples: PromptSamples) -> list[AuditRow]:
    return audit(samples, n)[-len(n) :]


def test_all_prompts_are_counted_and_told() -> None:
    models = models_of(THREE, OTHER, BROKEN, CONSTANT)
    rows = [row for model in models for row in rows_of(model, [3, 2])]
    done: list[int] = []
    three, two = overall(models, rows, [3, 2], lambda: done.append(len(done)))
    assert done == [0, 1]
    for row, n in ((three, 3), (two, 2)):
        assert (row.prompt, row.n, row.outputs, row.total, row.excess) == ("all prompts", n, 8, None, None)
        assert row.kl_bound == log(n) - Fraction(n - 1, n)
        exact = [PromptModel(item).exact(n) for item in (THREE, OTHER, CONSTANT)]
        assert meets(row.win_rate, sum(answer.win_rate for answer in exact) / 3)
        assert meets(row.reward, sum(answer.reward for answer in exact) / 3)
        assert meets(row.reference_reward, (Fraction(19, 10) + Fraction(17, 6) + 7) / 3)
        assert meets(row.reference_golden, (Fraction(7, 4) + Fraction(5, 3) + Fraction(3, 2)) / 3)
        golden = [EnclosedReal.of(PromptModel(item).golden(n)) for item in (THREE, OTHER, CONSTANT)]
        assert meets(row.golden, EnclosedReal.sum(golden) / 3)
    assert overall(models_of(BROKEN), audit_prompt(BROKEN, [2]), [2]) == []
    assert audit([BROKEN], [2]) == audit_prompt(BROKEN, [2])


def test_the_common_tilt_of_all_prompts() -> None:
    """One α for all: its mean KL is that of best-of-N, and its golden rewards are those of the prompts' tilts."""
    (row,) = together([3], THREE, OTHER, CONSTANT)
    models = models_of(THREE, OTHER, CONSTANT)
    x = EnclosedReal.of(row.alpha).ball(300)
    with working_precision(200):
        sums = [model.tilt_sums(x) for model in models]
        reward = sum((first / zeroth for zeroth, first, _ in sums), arb(3 + 9 + 7))
        golden = sum((score / zeroth for zeroth, _, score in sums), arb(0))
        kl = sum((m.tilt_kl(x) for m in models), arb(0))
    assert meets(row.tilt_reward, EnclosedReal(lambda: reward / 3), 20)
    assert meets(row.tilt_golden, EnclosedReal(lambda: golden / 3), 20)
    assert meets(row.kl, EnclosedReal(lambda: kl / 3), 20)
    assert meets(row.left_on_table, row.tilt_reward - row.reward, 20)
    assert meets(row.kl_to_tilt, row.left_on_table * row.alpha, 20)
    assert row.tilt_golden.enclose(60).agrees(50)
    assert row.tilt_reward.enclose(90).agrees(80)
    (without,) = together([3], THREE, PromptSamples.of("n", [0, 1, 5], probabilities=["1/3"] * 3))
    assert (without.golden, without.tilt_golden, without.reference_golden) == (None, None, None)
    assert without.left_on_table > 0


def test_prompts_that_leave_nothing_on_the_table() -> None:
    zero = (Fraction, Fraction(0))
    for row, alpha in (
        (together([1], THREE, OTHER)[0], zero),
        (together([4], CONSTANT, CONSTANT)[0], (type(None), None)),
        (together([1], CONSTANT, CONSTANT)[0], (type(None), None)),
    ):
        assert exactly(row.alpha) == alpha
        assert exactly(row.left_on_table) == exactly(row.kl_to_tilt) == zero
        assert row.tilt_reward is row.reward
        assert row.tilt_golden is row.golden
    same = together([2], TILT, CONSTANT, TILT)[0]
    assert meets(same.alpha, log(3))
    assert exactly(same.left_on_table) == exactly(same.kl_to_tilt) == zero
    assert same.tilt_reward is same.reward
    assert same.tilt_golden is same.golden
    assert together([3], TILT, CONSTANT, TILT)[0].left_on_table > 0
    single = together([2], CONSTANT, TILT)[0]  # only one of them varies
    assert meets(single.alpha, log(3))
    assert exactly(single.left_on_table) == exactly(single.kl_to_tilt) == zero
    assert meets(single.tilt_reward, (7 + PromptModel(TILT).exact(2).reward) / 2)


def test_one_prompt_is_all_prompts() -> None:
    (model,) = models_of(THREE)
    (row,) = overall([model], rows_of(model, [3], exact=True), [3])
    for name in ("alpha", "tilt_reward", "left_on_table", "kl_to_tilt", "tilt_golden"):
        assert getattr(row, name) is getattr(model, name)(3)
    answer = model.exact(3)
    found = (row.kl, row.win_rate, row.reward, row.reference_reward)
    assert found == (answer.kl, answer.win_rate, answer.reward, model.exact(1).reward)
    assert [type(value) for value in found] == [LogForm, Fraction, Fraction, Fraction]


def test_means_of_exact_rows_are_exact_where_they_are_fractions() -> None:
    models = models_of(THREE, OTHER)
    (row,) = overall(models, [row for model in models for row in rows_of(model, [3], exact=True)], [3])
    exact = [model.exact(3) for model in models]
    assert exactly(row.reward) == (Fraction, (exact[0].reward + exact[1].reward) / 2)
    assert exactly(row.win_rate) == (Fraction, (exact[0].win_rate + exact[1].win_rate) / 2)
    assert isinstance(row.kl, EnclosedReal)
    assert meets(row.kl, (exact[0].kl + exact[1].kl) / 2)


def test_digits_beyond_those_of_the_rows_are_asked_of_the_models() -> None:
    models, rows = known_rows([THREE, OTHER, CONSTANT], [3], 6)
    (row,) = overall(models, rows, [3])
    for name in ("kl", "win_rate", "reward", "reference_reward", "golden", "reference_golden"):
        column = name.removeprefix("reference_")
        values = [EnclosedReal.of(getattr(model, column)(3 if column == name else 1)) for model in models]
        assert getattr(row, name).enclose(60).agrees(60)
        assert meets(getattr(row, name), EnclosedReal.sum(values) / 3, 60)


def test_digits_that_the_rows_have_are_asked_of_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    models, rows = known_rows([THREE, OTHER], [3], 20)
    for name in ("win_rate", "golden"):

        def never(model: PromptModel, n: int) -> Any:
            raise AssertionError("the rows tell")

        monkeypatch.setattr(PromptModel, name, never)
    (row,) = overall(models, rows, [3])
    for name in ("win_rate", "golden", "reference_golden"):
        assert getattr(row, name).enclose(20).agrees(20)
        assert getattr(row, name).ball(128).rad() < 1e-20


SYMMETRIC = PromptSamples.of("s", [-1, 0, 1], probabilities=["1/2", "1/3", "1/6"], golden=[1, 2, 3])


@pytest.mark.parametrize(
    ("n", "items"),
    [
        (2, (THREE,)),
        (100, (THREE,)),
        (5, (SYMMETRIC,)),
        *((n, items) for n in (2, 5) for items in ((OTHER, SYMMETRIC), (THREE, OTHER, CONSTANT))),
    ],
)
def test_six_digits_of_a_tilt_cost_two_signs(n: int, items: tuple[PromptSamples, ...]) -> None:
    """A guess that is good to 45 bits: no interval Newton is begun."""
    (row,) = together([n], *items)
    known = row.known(6)
    assert known.problem == ""
    assert row.alpha._quick is not None
    assert row.alpha._found is None
    assert known.alpha.agrees(10)


def shown(rows: list[AuditRow]) -> list[Any]:
    bounds = [(row.kl, row.alpha) for row in rows]
    told = [[None if value is None else EnclosedReal.of(value).ball(100).str(30) for value in pair] for pair in bounds]
    return [(row.prompt, row.n, row.problem, *pair) for row, pair in zip(rows, told, strict=True)]


def test_rows_of_known_digits_are_those_of_other_processes() -> None:
    samples = [THREE, BROKEN, OTHER]
    heard: list[int] = []
    models, rows = known_rows(samples, [2, 3], 8, on_prompt=lambda: heard.append(len(heard)))
    assert heard == [0, 1, 2]
    assert [(row.prompt, row.n) for row in rows] == [("?", 2), ("?", 3), ("x", None), ("!", 2), ("!", 3)]
    assert [model.samples for model in models] == samples
    here = [row.known(8) for item in samples for row in audit_prompt(item, [2, 3])]

    wanted = shown([row.opened() for row in here])
    assert shown(rows) == wanted
    with ThreadPoolExecutor(1) as threads:
        heard.clear()
        _, there = known_rows(samples, [2, 3], 8, executor=threads, on_prompt=lambda: heard.append(len(heard)))
        assert shown(there) == wanted
        assert heard == [0, 1, 2]
        _, exact = known_rows(samples, [2], 8, executor=threads, normalize=True, exact=True)
        everything = audit(samples, [2, 3], executor=threads)
    assert [(row.prompt, row.n, row.win_rate) for row in exact] == [
        (item.prompt, 2, PromptModel(item, normalize=True).exact(2).win_rate) for item in samples
    ]
    assert shown(audit(samples, [2, 3], digits=15)) == shown(everything)
    free = audit(samples, [2])[0]
    assert free.kl.enclose(50).agrees(50)  # refined at will


def test_fifteen_digits_are_sent_when_nobody_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(AuditRow, "known", lambda row, digits: asked.append(digits) or row)
    with ThreadPoolExecutor(1) as threads:
        audit([CONSTANT], [2], executor=threads)
        audit([CONSTANT], [2], executor=threads, digits=7)
    audit([CONSTANT], [2], digits=8)
    audit([CONSTANT], [2])
    assert asked == [15, 7, 8]


def test_digits_past_the_limit_are_refused_before_any_work() -> None:
    for call in (lambda: known_rows([], [2], 10**7), lambda: audit([], [2], digits=0)):
        with pytest.raises(ParameterError, match="digits is"):
            call()


class Dying(Executor):
    """One that does the first task, and then no more."""

    def __init__(self) -> None:
        self.done = 0

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.done:
            future.set_exception(RuntimeError("gone"))
        else:
            future.set_result(function(*arguments, **named))
        self.done += 1
        return future


def test_workers_that_die_keep_nothing() -> None:
    with pytest.raises(WorkersFailed) as error:
        known_rows([THREE, OTHER, CONSTANT], [2], 8, executor=Dying())
    assert str(error.value) == (
        "the executor gives no answer, as when a worker has died, for lack of memory say (RuntimeError: gone); "
        "1 of 3 prompts were done, and nothing is kept: audit again with fewer workers"
    )


class Late(Executor):
    """One whose first answer comes when it is asked for."""

    def __init__(self) -> None:
        self.first: Callable[[], None] | None = None

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        answer = partial(future.set_result, function(*arguments, **named))
        if self.first is None:
            self.first = answer
        else:
            answer()
        return future


def test_rows_are_in_the_order_of_the_prompts_whoever_is_first() -> None:
    late, heard = Late(), 0

    def on_prompt() -> None:
        nonlocal heard
        heard += 1
        if heard == 1:
            assert late.first is not None
            late.first()

    models, rows = known_rows([THREE, OTHER, CONSTANT], [2], 8, executor=late, on_prompt=on_prompt)
    assert heard == 3
    assert [model.samples.prompt for model in models] == [row.prompt for row in rows] == ["?", "!", "="]
