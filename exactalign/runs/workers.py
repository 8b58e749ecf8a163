"""Processes that work side by side and leave Ctrl-C to the process that started them.

What the commands with `--jobs` share. On an interruption no worker prints a word, none stays behind, and nothing waits
for one: each has a pipe of its own, so that one that is stopped half-way through an answer holds up nobody. (The pool
of the standard library has one pipe for all answers, and can wait for the rest of such an answer for ever.)

On Linux they are copies of this process, with all that it has loaded, as long as it has nothing that a copy must not
have: a second thread, which may hold a lock, or a precision of its own. Elsewhere, and else, they start from nothing.
"""

import decimal
import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from exactalign.exceptions import WorkersFailed
from exactalign.runs.interrupts import postponed

_Task = tuple["Future[Any]", Callable[..., Any], tuple[Any, ...], dict[str, Any]]
_BITS = 53
"""The precision of python-flint and of mpmath in a process that has just started."""


@contextmanager
def executor_of(
    processes: int, starting: Callable[[], AbstractContextManager[object]] = nullcontext
) -> Iterator[Executor | None]:
    """A pool of processes, ended at once on an interruption; None for a single process, which is this one.

    They are started within `starting()`: there the caller can have its own threads rest. Raises `WorkersFailed` when a
    worker dies, which it does for lack of memory.
    """
    if processes <= 1:
        yield None
        return
    with starting():
        pool = Workers(processes)
    try:
        yield pool
    except WorkersFailed as error:
        pool.stop()
        raise WorkersFailed(f"{error}; fewer processes (--jobs) need less memory") from error.__cause__
    except BaseException:
        pool.stop()
        raise
    pool.shutdown()


class Workers(Executor):
    """Processes, each with a thread here that hands it one task after another."""

    def __init__(self, processes: int) -> None:
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._stopped = False
        self._processes = []
        self._threads = []
        copied = can_be_copied()
        context: Any = get_context("fork" if copied else "spawn")
        ends: list[Connection] = []
        with postponed():
            if not copied:
                resource_tracker.ensure_running()  # its start would let signals through again
            with _blocked():
                for _ in range(processes):
                    mine, theirs = context.Pipe()
                    ends.append(mine)
                    work, given = (_work_as_copy, (theirs, ends)) if copied else (_work, (theirs,))
                    process = context.Process(target=work, args=given, daemon=True)
                    process.start()
                    theirs.close()
                    self._processes.append(process)
                    self._threads.append(threading.Thread(target=self._serve, args=(mine,), daemon=True))
                for thread in self._threads:
                    thread.start()

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Put a call into the queue, and return its future."""
        future: Future[Any] = Future()
        self._tasks.put((future, function, args, kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let every task be done, and end."""
        if cancel_futures:
            self.stop()
        for _ in self._threads:
            self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            for process in self._processes:
                process.join()

    def stop(self) -> None:
        """End every process at once, whatever it does."""
        self._stopped = True
        with postponed():
            for process in self._processes:
                process.kill()
            self.shutdown()

    def _serve(self, worker: Connection) -> None:
        while (task := self._tasks.get()) is not None:
            future, *call = task
            if self._stopped or not future.set_running_or_notify_cancel():
                continue
            try:
                worker.send_bytes(pickle.dumps(call))
                fine, answer = pickle.loads(worker.recv_bytes())  # noqa: S301 (of a process that this one started)
            except (EOFError, OSError):
                future.set_exception(WorkersFailed("a worker process has died, most likely for lack of memory"))
            except Exception as error:  # noqa: BLE001 (what cannot be pickled)
                future.set_exception(error)
            else:
                future.set_result(answer) if fine else future.set_exception(answer)
        with suppress(OSError):
            worker.close()


def can_be_copied() -> bool:
    """Whether a copy of this process can do its work: on Linux, without other threads, at the usual precisions."""
    if sys.platform != "linux":
        return False
    try:
        threads = len(os.listdir("/proc/self/task"))  # those that Python does not know, too
    except OSError:
        return False
    usual = decimal.getcontext().prec == decimal.DefaultContext.prec
    for name, context in (("flint", "ctx"), ("mpmath", "mp")):  # looked at where they are loaded: a help needs neither
        usual = usual and (name not in sys.modules or getattr(sys.modules[name], context).prec == _BITS)
    return threads == threading.active_count() == 1 and usual


def _work_as_copy(tasks: Connection, ends: Sequence[Connection]) -> None:
    """The life of a worker that is a copy: it hears when the process that started it is gone, and answers to signals
    as a new one does."""
    for end in ends:  # a pipe ends when nobody holds its other end
        end.close()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    gc.freeze()  # what was there before is not looked through again
    _work(tasks)


def _work(tasks: Connection) -> None:
    """The whole life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where signals cannot be blocked from outside
    with suppress(EOFError, OSError):  # the one who gave the tasks is gone
        while True:
            packed = tasks.recv_bytes()
            try:
                function, args, kwargs = pickle.loads(packed)  # noqa: S301 (from the process that started this one)
                answer = pickle.dumps((True, function(*args, **kwargs)))
            except Exception as error:  # noqa: BLE001 (it is raised again where the answer is asked for)
                answer = pickle.dumps((False, portable(error)))
            tasks.send_bytes(answer)


def portable(error: Exception) -> Exception:
    """Return an error as it can be sent to another process: itself, or its words where it cannot be."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (what this line has packed)
    except Exception:  # noqa: BLE001 (whatever a class of errors does when it is packed)
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


@contextmanager
def _blocked() -> Iterator[None]:
    """Start processes and threads that Ctrl-C never reaches: they inherit that the signal is blocked."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
