"""Tasks in few calls: every result once, whatever the executor does; a worker that dies is one error of ours."""

import functools
import json
import multiprocessing
import os
import platform
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exactalign.audit import AuditRow, PromptSamples, audit
from exactalign.exceptions import ParameterError, WorkersFailed
from exactalign.runs import batches, sweep_files
from exactalign.runs.batches import spread
from exactalign.runs.sweep_files import write_sweep
from exactalign.runs.sweeps import Row, SweepTask, grid, run_task
from exactalign.runs.workers import executor_of
from exactalign.tables.cells import to_json_value
from tests.exactalign.known_models import P, R


class AtOnce(Executor):
    """Does a call when it is submitted, and keeps how many tasks each had."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        self.sizes.append(len(args[1]))
        future: Future[Any] = Future()
        future.set_result(function(*args, **kwargs))
        return future


def negative(number: int) -> int:
    if number < 0:
        raise ParameterError(f"{number} is negative")
    return -number


@given(
    st.lists(st.integers(0, 9), max_size=60),
    st.integers(1, 70),
    st.sampled_from([0.0, 0.25, 1e9]),
    st.sampled_from([None, 1, 5, 100]),
)
@example(list(range(10)), 60, 0.0, 5)
def test_every_task_is_done_once(tasks: list[int], pending: int, seconds: float, size: int | None) -> None:
    """Also when every call has several tasks and is stopped after its first, and the others are handed out again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "_SECONDS", seconds)
        if size is not None:
            patch.setattr(batches._Pace, "learn", lambda pace, _answer: setattr(pace, "tasks", size))
        executor = AtOnce()
        found = list(spread(negative, iter(tasks), executor, max_pending=pending))
    assert sorted(found) == [(position, -number) for position, number in enumerate(tasks)]
    assert max(executor.sizes, default=0) <= pending


def test_calls_grow_until_their_time_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four for the one worker that is seen, each answer doubling the next, and a thousand tasks in all at most."""
    monkeypatch.setattr(batches, "_SECONDS", 1e9)
    executor = AtOnce()
    assert len(list(spread(negative, range(3_000), executor))) == 3_000
    assert executor.sizes[:12] == [1] * 4 + [16] * 4 + [256, 256, 256, 232]
    assert len(executor.sizes) < 20


def test_a_call_stops_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(8, 1000))
    monkeypatch.setattr(batches.time, "thread_time", lambda: next(ticks) / 8)
    here = (platform.node(), os.getpid(), threading.get_ident())
    assert batches._work(negative, list(range(10))) == batches._Answer(here, 0.25, [0, -1], None)


def test_the_pace_is_that_of_the_last_answer() -> None:
    """As many tasks as fill a quarter of a second by it, at most twice as many as before, one at least."""
    pace = batches._Pace()
    assert (pace.tasks, pace.calls) == (1, 4)
    found = []
    for seconds, count in ((0.0, 1), (0.0, 2), (0.0, 4), (1.0, 40), (0.125, 1), (0.25, 2), (9.0, 0), (9.0, 1)):
        pace.learn(batches._Answer(("here", 1, 2), seconds, [0] * count, None))
        found.append(pace.tasks)
    assert found == [2, 4, 8, 10, 2, 2, 2, 1]
    assert pace.calls == 4
    pace.learn(batches._Answer(("here", 1, 3), 1.0, [], None))
    assert pace.calls == 8


def test_results_that_are_there_together_come_in_order() -> None:
    assert list(spread(negative, [9, 8, 7, 6], AtOnce())) == [(0, -9), (1, -8), (2, -7), (3, -6)]


class Failing(AtOnce):
    """Gives no answer to the call that has a certain task."""

    def __init__(self, task: int, error: Exception) -> None:
        super().__init__()
        self.task, self.error = task, error

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        found = super().submit(function, *args, **kwargs)
        if self.task in args[1]:
            found = Future()
            found.set_exception(self.error)
        return found


@pytest.mark.parametrize(("error", "words"), [(OSError("gone"), "OSError: gone"), (OSError(), "OSError")])
def test_an_answer_that_is_missing_is_told_after_those_that_are_there(error: Exception, words: str) -> None:
    calls = spread(negative, range(4), Failing(1, error))
    assert [next(calls) for _ in range(3)] == [(0, 0), (2, -2), (3, -3)]
    with pytest.raises(WorkersFailed) as caught:
        next(calls)
    told = f"the executor gives no answer, as when a worker has died, for lack of memory say ({words})"
    assert str(caught.value) == told
    assert caught.value.__cause__ is error


def test_an_error_of_our_own_pool_is_left_as_it_is() -> None:
    error = WorkersFailed("a worker process has died")
    with pytest.raises(WorkersFailed) as caught:
        list(spread(negative, range(4), Failing(1, error)))
    assert caught.value is error


@pytest.mark.parametrize("place", [0, 1, 17, 39])
def test_an_exception_comes_after_the_results_before_it(place: int) -> None:
    tasks = list(range(40))
    tasks[place] = -1
    calls = spread(negative, tasks, AtOnce())
    assert [next(calls) for _ in range(place)] == [(position, -position) for position in range(place)]
    with pytest.raises(ParameterError, match="-1 is negative"):
        next(calls)


def test_an_exception_that_cannot_be_sent_is_told_in_words() -> None:
    class Local(Exception):
        pass

    def fail(_: int) -> int:
        raise Local("here")

    with pytest.raises(RuntimeError, match="Local: here"):
        list(spread(fail, [1], AtOnce()))


def test_the_window_is_at_least_one() -> None:
    with pytest.raises(ParameterError, match="max_pending is 0: give at least 1"):
        list(spread(negative, [1], AtOnce(), max_pending=0))


def test_what_has_not_begun_is_cancelled() -> None:
    gate = threading.Event()

    def waits(_: int) -> int:
        gate.wait(30)
        return 0

    with ThreadPoolExecutor(1) as pool:
        calls = spread(lambda n: waits(n) if n else n, range(4), pool)
        assert next(calls) == (0, 0)
        calls.close()
        gate.set()
    assert pool._work_queue.qsize() <= 1  # what ends the thread


def test_an_executor_that_is_shut_is_one_error() -> None:
    with ThreadPoolExecutor(1) as pool:
        pass
    with pytest.raises(WorkersFailed, match=r"the executor gives no answer.*cannot schedule new futures"):
        list(spread(negative, [1], pool))


# Real processes.


def small() -> list[SweepTask]:
    return grid(P, R, lengths=[2, 3, 4], kl=["11/100", "log 5"], n=["floor", 3], digits=8)


def dies_at_the_last(task: SweepTask) -> Row:
    """A task that kills its process where N = 3 and the length is 4: the machine has no memory left."""
    if (task.length, task.n) == (4, "3"):
        os.kill(os.getpid(), signal.SIGKILL)
    return run_task(task)


def dies(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def ours() -> Iterator[Executor]:
    with executor_of(2) as pool:
        assert pool is not None
        yield pool


@contextmanager
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@contextmanager
def dask() -> Iterator[Executor]:
    distributed = pytest.importorskip("distributed")
    settings = {"distributed.scheduler.allowed-failures": 0, "distributed.comm.timeouts.connect": "60s"}
    with ExitStack() as stack:
        stack.enter_context(pytest.importorskip("dask").config.set(settings))
        cluster = stack.enter_context(
            distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
        )
        client = stack.enter_context(distributed.Client(cluster))
        yield stack.enter_context(client.get_executor())


EXECUTORS = {"ours": ours, "processes": processes, "dask": dask}


def samples() -> list[PromptSamples]:
    listed = [
        PromptSamples.of(f"rational {k}", [k, 1, "0.2"], probabilities=["1/5", "3/10", "1/2"], golden=[1, k, 3])
        for k in range(3, 9)
    ]
    return [*listed, PromptSamples.of("logarithms", [0.25, 1, 1, 2], logprobs=[-2.5, -1.25, -0.75, -1.5])]


def as_text(rows: list[AuditRow]) -> str:
    names = [name.name for name in AuditRow.__attrs_attrs__]
    return json.dumps([[to_json_value(getattr(row, name), 15) for name in names] for row in rows])


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", EXECUTORS)
def test_bytes_are_the_same_whatever_runs_the_tasks(name: str, tmp_path: Path) -> None:
    """Rows of a sweep with decimals and with bounds, and an audit; then a worker dies, and the sweep is taken up."""
    tasks, rows = small(), samples()
    alone = {kind: tmp_path / f"alone.{kind}" for kind in ("csv", "jsonl")}
    for path in alone.values():
        write_sweep(tasks, path)
    plain = as_text(audit(rows, [2, 5], normalize=True, digits=15))
    with EXECUTORS[name]() as executor:
        for kind, path in alone.items():
            write_sweep(tasks, tmp_path / f"spread.{kind}", executor, max_pending=7)
            assert (tmp_path / f"spread.{kind}").read_bytes() == path.read_bytes()
        assert as_text(audit(rows, [2, 5], normalize=True, executor=executor)) == plain


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", EXECUTORS)
def test_a_worker_that_dies_is_one_error_and_the_sweep_goes_on(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = small()
    alone, path = tmp_path / "alone.csv", tmp_path / "rows.csv"
    write_sweep(tasks, alone)
    monkeypatch.setattr(sweep_files, "run_task", dies_at_the_last)
    monkeypatch.setattr(batches, "_SECONDS", 0.0)  # here only: what is done before the death is known to this process
    with pytest.raises(WorkersFailed) as caught, EXECUTORS[name]() as executor:
        write_sweep(tasks, path, executor)
    monkeypatch.undo()
    there = path.read_bytes().count(b"\n") - 1 if path.exists() else 0
    assert f"rows.csv has {there} of 12 rows, and the same sweep goes on there" in str(caught.value)
    assert there < 12
    assert write_sweep(tasks, path).resumed == there
    assert path.read_bytes() == alone.read_bytes()


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", ["ours", "processes"])
def test_an_audit_says_that_nothing_is_kept(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exactalign.audit.spreading._sent_rows", functools.partial(dies))
    monkeypatch.setattr("exactalign.audit.spreading.partial", lambda function, **_: function)
    with (
        pytest.raises(WorkersFailed, match="0 of 7 prompts were done, and nothing is kept"),
        EXECUTORS[name]() as executor,
    ):
        audit(samples(), [2], normalize=True, executor=executor)


@given(st.integers(0, 12), st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_a_queue_gives_what_came_back_first_and_never_more_than_asked(
    length: int, turns: list[tuple[int, int]]
) -> None:
    tasks = [(number, f"task {number}") for number in range(length)]
    queue, left = batches._Queue(iter(tasks)), list(tasks)
    for count, back in turns:
        taken, left = left[:count], left[count:]
        assert queue.take(count) == taken
        returned = taken[max(len(taken) - back, 0) :]
        queue.put_back(returned)
        left = returned + left
