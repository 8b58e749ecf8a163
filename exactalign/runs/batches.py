"""Many tasks handed to an executor in few calls.

Every call costs the process that makes it: a fraction of a millisecond with processes, several with Dask. So a call
carries as many tasks as fill a quarter of a second by what earlier ones took. A worker stops when that time is up, and
the tasks that it has not begun are handed out again: a guess that was wrong delays nothing by more than one task.
What comes back depends on none of this.
"""

from __future__ import annotations

import os
import platform
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from typing import Generic, NoReturn, TypeVar

import attrs

from exactalign.exceptions import ParameterError, WorkersFailed
from exactalign.runs.workers import portable

MAX_PENDING = 1_000
"""Most tasks that wait in an executor at a time, unless the caller says otherwise."""

_SECONDS = 0.25  # of the processor: on a busy machine a clock would make calls small
_CALLS_A_WORKER = 4  # one that it does, and more that wait for it

T = TypeVar("T")
R = TypeVar("R")


def spread(
    function: Callable[[T], R], tasks: Iterable[T], executor: Executor | None, *, max_pending: int = MAX_PENDING
) -> Generator[tuple[int, R], None, None]:
    """Yield (position, function(task)) as they are done; without an executor, in this process and in order.

    `function` and tasks must be such that they can be sent. At most `max_pending` tasks are handed over at a time.
    Closing the generator, or an exception, cancels those that have not begun; the executor is not shut down. An
    exception of the function is raised here. When the executor gives no answer, as when a worker has died, what came
    before is yielded, and then `WorkersFailed` is raised.

    >>> list(spread(abs, [-1, 2], None))
    [(0, 1), (1, 2)]
    """
    if executor is None:
        for position, task in enumerate(tasks):
            yield position, function(task)
        return
    if max_pending < 1:
        raise ParameterError(f"max_pending is {max_pending}: give at least 1")
    queue = _Queue(enumerate(tasks))
    pace = _Pace()
    calls: dict[Future[_Answer[R]], list[tuple[int, T]]] = {}
    try:
        while True:
            while len(calls) < pace.calls:
                batch = queue.take(min(pace.tasks, max_pending - sum(map(len, calls.values()))))
                if not batch:
                    break
                calls[_handed(executor, function, batch)] = batch
            if not calls:
                return
            finished, _ = wait(calls, return_when=FIRST_COMPLETED)
            failed: Exception | None = None
            for future in sorted(finished, key=lambda call: calls[call][0][0]):
                batch = calls.pop(future)
                try:
                    answer = future.result()
                except Exception as error:  # noqa: BLE001 (what the function raises is part of the answer)
                    failed = error
                    continue
                pace.learn(answer)
                queue.put_back(batch[len(answer.results) :])
                for (position, _task), result in zip(batch, answer.results, strict=False):
                    yield position, result
                if answer.error is not None:
                    raise answer.error
            if failed is not None:
                _fail(failed)
    finally:
        for future in calls:
            future.cancel()


@attrs.frozen
class _Answer(Generic[R]):
    """What a call brings back: the results of its first tasks, or an exception after them."""

    worker: tuple[str, int, int]
    seconds: float
    results: list[R]
    error: Exception | None


def _work(function: Callable[[T], R], tasks: list[T]) -> _Answer[R]:
    """Do tasks until the time is up, the first one in any case (on a worker)."""
    results: list[R] = []
    failed = None
    start = time.thread_time()
    elapsed = 0.0
    for task in tasks:
        try:
            results.append(function(task))
        except Exception as error:  # noqa: BLE001 (it is raised where the results are asked for)
            failed = portable(error)
            break
        elapsed = time.thread_time() - start
        if elapsed >= _SECONDS:
            break
    return _Answer((platform.node(), os.getpid(), threading.get_ident()), elapsed, results, failed)


class _Queue(Generic[T]):
    """Tasks in their order; those that come back are first."""

    def __init__(self, tasks: Iterator[tuple[int, T]]) -> None:
        self._tasks = tasks
        self._back: deque[tuple[int, T]] = deque()

    def take(self, count: int) -> list[tuple[int, T]]:
        found = [self._back.popleft() for _ in range(min(count, len(self._back)))]
        return found + list(islice(self._tasks, max(0, count - len(found))))

    def put_back(self, tasks: list[tuple[int, T]]) -> None:
        self._back.extendleft(reversed(tasks))


class _Pace:
    """How many calls are made at a time, and how many tasks go into each: both grow from what is seen."""

    def __init__(self) -> None:
        self.tasks = 1
        self._workers: set[tuple[str, int, int]] = set()

    @property
    def calls(self) -> int:
        return _CALLS_A_WORKER * max(1, len(self._workers))

    def learn(self, answer: _Answer[R]) -> None:
        self._workers.add(answer.worker)
        if answer.results:
            fitting = int(_SECONDS * len(answer.results) / max(answer.seconds, 1e-9))
            self.tasks = max(1, min(2 * self.tasks, fitting))


def _handed(executor: Executor, function: Callable[[T], R], batch: list[tuple[int, T]]) -> Future[_Answer[R]]:
    try:
        return executor.submit(_work, function, [task for _, task in batch])
    except Exception as error:  # noqa: BLE001 (every executor has errors of its own)
        _fail(error)


def _fail(error: Exception) -> NoReturn:
    if isinstance(error, WorkersFailed):  # of a pool of ours
        raise error
    told = f"{type(error).__name__}: {error}".removesuffix(": ")
    raise WorkersFailed(
        f"the executor gives no answer, as when a worker has died, for lack of memory say ({told})"
    ) from error
