"""Work on several cores, with a progress bar on stderr: what `sweep` and `audit` share."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from exactalign.cli.inputs import whole_number
from exactalign.exceptions import ExactBudgetExceeded, ParameterError

_BAR_AFTER = 1.0
_MAX_JOBS = 1024


@contextmanager
def executor_of(processes: int) -> Iterator[Executor | None]:
    """A pool of processes, ended at once on an interruption; None for a single process, which is this one."""
    if processes == 1:
        yield None
        return
    import multiprocessing
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_leave_interrupts)
    before = set(multiprocessing.active_children())
    try:
        yield pool
    except BaseException as error:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        pool.shutdown(wait=True, cancel_futures=True)
        if isinstance(error, BrokenExecutor):
            raise ExactBudgetExceeded(
                "a worker process has died, most likely for lack of memory; rows so far are kept: use fewer --jobs"
            ) from None
        raise
    pool.shutdown()


def read_jobs(text: str) -> int:
    """Return a number of processes that was typed."""
    processes = whole_number(text, "--jobs", 1)
    if processes > _MAX_JOBS:
        raise ParameterError(f"--jobs is {processes}: give at most {_MAX_JOBS}")
    return processes


def _leave_interrupts() -> None:
    """In a worker: Ctrl-C goes to the whole process group, and is the main process's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Progress:
    """A bar on stderr, if that is a terminal and the work takes longer than a second."""

    def __init__(self, total: int, what: str = "rows") -> None:
        self._total = total
        self._what = what
        self._done = 0
        self._lock = threading.Lock()
        self._bar: Any = None
        self._stopped = not sys.stderr.isatty() or os.environ.get("TERM") == "dumb"
        self._timer = threading.Timer(_BAR_AFTER, self._show)
        self._timer.daemon = True

    def __enter__(self) -> "Progress":
        if not self._stopped:
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def advance(self, count: int = 1) -> None:
        with self._lock:
            self._done += count
            if self._bar is not None:
                self._bar.update(0, completed=self._done)

    def stop(self) -> None:
        self._timer.cancel()
        with self._lock:
            self._stopped = True
            if self._bar is not None:
                self._bar.stop()
                self._bar = None

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn

        with self._lock:
            if self._stopped:
                return
            self._bar = Progress(
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.add_task(self._what, total=self._total, completed=self._done)
            self._bar.start()


