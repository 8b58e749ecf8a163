"""The parts of a pool, each without a process of its own: what starts, what is sent, what ends."""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import pickle
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from exactalign.exceptions import WorkersFailed
from exactalign.runs import workers
from exactalign.runs.workers import Workers, can_be_copied, executor_of, portable


def blocked() -> bool:
    """Whether Ctrl-C waits here."""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


class Process:
    """What is asked of a process, and whether Ctrl-C could have reached it as it started."""

    def __init__(self, target: Any, args: tuple[Any, ...], daemon: bool) -> None:
        self.target, self.args, self.daemon = target, args, daemon
        self.said: list[object] = []

    def start(self) -> None:
        self.said.append(("started", blocked(), self.args[0].closed))

    def kill(self) -> None:
        self.said.append("killed")

    def join(self) -> None:
        self.said.append("joined")


class Started(Workers):
    """A pool of processes that are none."""

    @property
    def processes(self) -> list[Any]:
        return self._processes

    @property
    def threads(self) -> list[threading.Thread]:
        return self._threads


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How the processes of a pool were to start; none does."""
    found: list[str] = []

    def context(name: str) -> Any:
        found.append(name)
        return SimpleNamespace(Pipe=multiprocessing.Pipe, Process=Process)

    monkeypatch.setattr(workers, "get_context", context)
    monkeypatch.setattr(workers.resource_tracker, "ensure_running", lambda: found.append("tracker"))
    return found


@pytest.mark.parametrize("copied", [True, False])
def test_processes_are_started_out_of_reach_of_an_interruption(
    copied: bool, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "can_be_copied", lambda: copied)
    pool = Started(2)
    assert asked == (["fork"] if copied else ["spawn", "tracker"])
    assert not blocked()
    assert len(pool.processes) == len(pool.threads) == 2
    assert all(thread.daemon for thread in pool.threads)
    for process in pool.processes:
        assert process.daemon is True
        assert process.said == [("started", True, False)]
        theirs, *ends = process.args
        assert theirs.closed  # here: the process has it
        if copied:
            assert process.target is workers._work_as_copy
            assert len(ends[0]) == 2  # of every worker, those to come too
        else:
            assert process.target is workers._work
            assert ends == []
    pool.shutdown()
    assert [process.said[1:] for process in pool.processes] == [["joined"], ["joined"]]
    assert not any(thread.is_alive() for thread in pool.threads)


def test_a_pool_that_is_stopped_kills_and_then_waits(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "can_be_copied", lambda: True)
    for stop in (Started.stop, lambda pool: pool.shutdown(wait=False, cancel_futures=True)):
        pool = Started(1)
        stop(pool)
        assert pool.processes[0].said[1:3] == ["killed", "joined"]
        late = pool.submit(abs, -1)
        assert not pool.threads[0].is_alive()
        assert not late.done()
    pool = Started(1)
    pool.shutdown(wait=False)
    assert pool.processes[0].said[1:] == []
    pool.threads[0].join(10)
    assert not pool.threads[0].is_alive()


class Pipe:
    """The end of a pipe on which there is one answer."""

    def __init__(self, answer: object, closing: Exception | None = None) -> None:
        self.answer, self.closing = answer, closing
        self.sent: list[object] = []

    def send_bytes(self, content: bytes) -> None:
        self.sent.append(pickle.loads(content))

    def recv_bytes(self) -> bytes:
        if isinstance(self.answer, Exception):
            raise self.answer
        return pickle.dumps(self.answer)

    def close(self) -> None:
        self.sent.append("closed")
        if self.closing is not None:
            raise self.closing


def served(pipe: Pipe, *calls: tuple[Any, ...], stopped: bool = False, cancelled: bool = False) -> list[Future[Any]]:
    """The futures of calls after a thread has handed them out over a pipe."""
    pool = Workers(0)
    futures = [pool.submit(*call, base=7) for call in calls]
    if stopped:
        pool.stop()
    if cancelled:
        assert all(future.cancel() for future in futures)
    pool._tasks.put(None)
    pool._serve(pipe)  # type: ignore[arg-type]
    return futures


def test_a_call_goes_over_the_pipe_and_its_answer_comes_back() -> None:
    pipe = Pipe((True, 6), closing=OSError())  # what is gone already need not be closed
    first, second = served(pipe, (int, "6"), (int, "9"))
    assert (first.result(0), second.result(0)) == (6, 6)
    assert pipe.sent == [[int, ("6",), {"base": 7}], [int, ("9",), {"base": 7}], "closed"]
    (failed,) = served(Pipe((False, ZeroDivisionError("so"))), (int, "6"))
    assert repr(failed.exception(0)) == "ZeroDivisionError('so')"


@pytest.mark.parametrize("gone", [EOFError(), OSError()])
def test_a_worker_that_is_gone(gone: Exception) -> None:
    (future,) = served(Pipe(gone), (int, "6"))
    error = future.exception(0)
    assert isinstance(error, WorkersFailed)
    assert str(error) == "a worker process has died, most likely for lack of memory"


def test_what_cannot_be_sent_is_told_where_the_answer_is_asked_for() -> None:
    pipe = Pipe((True, 6))
    failed, fine = served(pipe, (threading.Lock().acquire,), (int, "6"))
    assert isinstance(failed.exception(0), TypeError)
    assert fine.result(0) == 6


@pytest.mark.parametrize("how", ["stopped", "cancelled"])
def test_what_is_cancelled_is_not_sent(how: str) -> None:
    pipe = Pipe((True, 6))
    (future,) = served(pipe, (int, "6"), **{how: True})  # type: ignore[arg-type]
    assert pipe.sent == ["closed"]
    assert future.cancelled() is (how == "cancelled")
    assert not future.running()


@pytest.fixture
def signals() -> Iterator[None]:
    """What the life of a worker changes is put back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Unpickled(Exception):
    """An error that cannot be sent."""

    def __reduce__(self) -> Any:
        raise TypeError


def fails() -> None:
    raise Unpickled("here")


@pytest.mark.parametrize("as_copy", [False, True])
def test_the_life_of_a_worker(as_copy: bool, signals: None, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(1))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    mine, theirs = multiprocessing.Pipe()
    ends = multiprocessing.Pipe()
    for call in ((math.comb, (4, 2), {}), (int, ("12",), {"base": 3}), (open, ("/no/such/file",), {}), (fails, (), {})):
        mine.send_bytes(pickle.dumps(call))
    mine.send_bytes(b"no call")
    with socket.socket(fileno=os.dup(mine.fileno())) as end:
        end.shutdown(socket.SHUT_WR)  # no more tasks come, answers can
    if as_copy:
        workers._work_as_copy(theirs, ends)
    else:
        workers._work(theirs)
    theirs.close()
    answers = [pickle.loads(mine.recv_bytes()) for _ in range(5)]
    assert answers[:2] == [(True, 6), (True, 5)]
    assert [fine for fine, _ in answers[2:]] == [False] * 3
    assert isinstance(answers[2][1], FileNotFoundError)
    assert repr(answers[3][1]) == "RuntimeError('Unpickled: here')"
    assert isinstance(answers[4][1], pickle.UnpicklingError)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    for number in (signal.SIGTERM, signal.SIGHUP):
        assert (signal.getsignal(number) is signal.SIG_DFL) is as_copy
    assert frozen == [1] * as_copy
    assert [end.closed for end in ends] == [as_copy] * 2
    for end in (mine, *ends):
        end.close()


def test_an_error_that_can_be_sent_is_itself() -> None:
    error = ValueError("x", 3)
    assert portable(error) is error
    assert repr(portable(Unpickled("y"))) == "RuntimeError('Unpickled: y')"


class Pool:
    """A pool that keeps how it ended."""

    def __init__(self, processes: int) -> None:
        said.append(processes)

    def stop(self) -> None:
        said.append("stopped")

    def shutdown(self) -> None:
        said.append("shut")


said: list[object] = []


@contextmanager
def resting() -> Iterator[None]:
    said.append("rest")
    yield
    said.append("on")


def test_how_a_pool_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "Workers", Pool)
    cause = KeyError()

    def used(error: BaseException | None) -> None:
        said.clear()
        with executor_of(2, resting) as pool:
            assert isinstance(pool, Pool)
            assert said == ["rest", 2, "on"]
            if error is not None:
                raise error from cause

    used(None)
    assert said[3:] == ["shut"]
    with pytest.raises(WorkersFailed) as caught:
        used(WorkersFailed("gone"))
    assert str(caught.value) == "gone; fewer processes (--jobs) need less memory"
    assert caught.value.__cause__ is cause
    assert said[3:] == ["stopped"]
    for error in (KeyboardInterrupt(), ZeroDivisionError()):
        with pytest.raises(type(error)):
            used(error)
        assert said[3:] == ["stopped"]
    said.clear()
    for processes in (1, 0):
        with executor_of(processes, resting) as pool:
            assert pool is None
    assert said == []


def test_what_may_be_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread, by both counts, and the precisions of a process that has just started, or nothing loaded at all."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(workers.os, "listdir", lambda place: ["1"] if place == "/proc/self/task" else [])
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(workers.decimal, "getcontext", lambda: SimpleNamespace(prec=28))
    contexts = (("flint", "ctx"), ("mpmath", "mp"))
    for name, context in contexts:  # what an earlier test has left says nothing here
        monkeypatch.setitem(sys.modules, name, SimpleNamespace(**{context: SimpleNamespace(prec=53)}))
    assert can_be_copied() is True
    for name, context in contexts:
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, name, SimpleNamespace(**{context: SimpleNamespace(prec=54)}))
            assert can_be_copied() is False
            patch.setitem(sys.modules, name, SimpleNamespace(**{context: SimpleNamespace(prec=53)}))
            assert can_be_copied() is True
            patch.delitem(sys.modules, name)
            assert can_be_copied() is True
    with monkeypatch.context() as patch:
        patch.setattr(workers.decimal, "getcontext", lambda: SimpleNamespace(prec=29))
        assert can_be_copied() is False
    for listed, active in ((["1", "2"], 1), (["1"], 2), (["1", "2"], 2)):
        with monkeypatch.context() as patch:
            patch.setattr(workers.os, "listdir", lambda _, found=listed: found)
            patch.setattr(threading, "active_count", lambda found=active: found)
            assert can_be_copied() is False

    def hidden(_: str) -> list[str]:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(workers.os, "listdir", hidden)
        assert can_be_copied() is False
    monkeypatch.setattr(sys, "platform", "darwin")
    assert can_be_copied() is False


def test_where_signals_cannot_be_blocked_processes_start_all_the_same(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "can_be_copied", lambda: False)
    with workers._blocked():
        assert blocked()
    assert not blocked()
    monkeypatch.delattr(workers.signal, "pthread_sigmask")
    monkeypatch.setattr(Process, "start", lambda process: process.said.append("started"))
    pool = Started(1)
    assert pool.processes[0].said == ["started"]
    pool.shutdown()
