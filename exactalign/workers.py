"""Processes that work side by side and leave Ctrl-C to the process that started them.

What the commands with `--jobs` share. On an interruption no worker prints a word, and none stays behind.
"""

import multiprocessing
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess

from exactalign.exceptions import ExactBudgetExceeded
from exactalign.interrupts import postponed

_STOP_SECONDS = 2.0


@contextmanager
def executor_of(processes: int) -> Iterator[Executor | None]:
    """A pool of processes, ended at once on an interruption; None for a single process, which is this one.

    Raises `ExactBudgetExceeded` when a worker dies, which it does for lack of memory.
    """
    if processes == 1:
        yield None
        return
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # its start would end the blocking of signals in `postponed`
    pool = ProcessPoolExecutor(processes, mp_context=_Context(), initializer=_leave_interrupts)
    before = set(multiprocessing.active_children())
    try:
        yield pool
    except BaseException as error:
        with postponed():
            workers = set(multiprocessing.active_children()) - before
            for worker in workers:
                worker.terminate()
            pool.shutdown(wait=True, cancel_futures=True)
            for worker in workers:
                worker.join(_STOP_SECONDS)
        if isinstance(error, BrokenExecutor):
            raise ExactBudgetExceeded(
                "a worker process has died, most likely for lack of memory; rows so far are kept: use fewer --jobs"
            ) from None
        raise
    pool.shutdown()


class _Worker(SpawnProcess):
    """A process that Ctrl-C never reaches, not even while it starts: it inherits that the signal is blocked."""

    def start(self) -> None:
        with postponed():
            super().start()


class _Context(SpawnContext):
    Process = _Worker


def _leave_interrupts() -> None:
    """In a worker, where signals cannot be blocked from outside."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
