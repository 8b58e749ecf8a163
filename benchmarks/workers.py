"""Many machines: what a task costs the process that hands it out, with a call for each and with calls of many."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar

from benchmarks.models import PAPER_P, PAPER_REWARD
from benchmarks.record import Goal, Row, Section, Size, timed
from exactalign.audit import PromptSamples, audit_prompt
from exactalign.runs.batches import spread
from exactalign.runs.sweeps import SweepTask, grid, run_task

T = TypeVar("T")
_IDLE = {"tiny": 0.05, "quick": 1.0, "full": 1.0}
"""Seconds in which nothing is handed out."""
_COUNTS = {"tiny": 12, "quick": 200, "full": 2000}
_WORKERS = {"tiny": 1, "quick": 2, "full": 2}
"""Where only the answers are looked at, one loads the modules."""


def run(size: Size) -> Section:
    """Rows of a sweep and prompts of an audit on two local workers of Dask, and on the standard library's pool."""
    section = Section(
        "workers",
        "Many machines",
        "Time of the process that hands out the tasks, for each task: rows of a sweep at m = 2 and prompts of an "
        "audit, on two local workers, Dask's scheduler in this process included. *One call a task* is "
        "`executor.submit` for each. The results are the same. The first row is one comparison, whole.",
    )
    count = _COUNTS[size]
    tasks = grid(PAPER_P, PAPER_REWARD, lengths=[10], kl=[Fraction(k, 1000) for k in range(100, 120)], decimals=True)
    once = min(timed(partial(run_task, task), 3)[0] for task in tasks)
    section.rows.append(Row("a row of a sweep, m = 10: 66 levels, in decimals", once, goal=Goal(seconds=0.004)))
    for name, started in (("Dask", _dask), ("processes", _processes)):
        with started(_WORKERS[size]) as executor:
            idle, _ = _spent(lambda: time.sleep(_IDLE[size]))
            section.facts.append(f"{name}: {1000 * idle / _IDLE[size]:.0f} ms of every second go when nothing is done.")
            for what, function, tasks in (
                ("rows of a sweep", run_task, _rows(count)),
                ("prompts of an audit", audited, _prompts(count)),
            ):
                list(spread(function, tasks[:8], executor))  # the workers import what they need
                alone, single = _spent(lambda: _one_by_one(function, tasks, executor))  # noqa: B023
                together, found = _spent(lambda: sorted(spread(function, tasks, executor)))  # noqa: B023
                section.agree([row for _, row in found] == single, f"{name}: other {what}")
                goal = Goal(seconds=0.001)
                case = f"{name}: {count} {what}"
                section.rows.append(Row(case, together / count, "one call a task", alone / count, goal))
    return section


def audited(item: PromptSamples) -> list[Any]:
    """The rows of one prompt as an audit sends them."""
    return [row.known(6) for row in audit_prompt(item, [2, 4, 8])]


def _rows(count: int) -> list[SweepTask]:
    return grid(
        PAPER_P, PAPER_REWARD, lengths=[2], kl=[Fraction(k, 2 * count) for k in range(1, count + 1)], decimals=True
    )


def _prompts(count: int) -> list[PromptSamples]:
    return [
        PromptSamples.of(str(k), [k % 7, 8, 9, k % 11], probabilities=["0.1", "0.2", "0.3", "0.4"])
        for k in range(count)
    ]


def _one_by_one(function: Callable[[T], Any], tasks: list[T], executor: Executor) -> list[Any]:
    calls = {executor.submit(function, task): place for place, task in enumerate(tasks)}
    found = {calls[call]: call.result() for call in as_completed(calls)}
    return [found[place] for place in range(len(tasks))]


def _spent(work: Callable[[], T]) -> tuple[float, T]:
    """Time of this process alone: its children do the work that is handed out."""
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


@contextmanager
def _dask(count: int) -> Iterator[Executor]:
    from distributed import Client, LocalCluster  # half a second, for this one section

    with (
        LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
        client.get_executor() as executor,
    ):
        yield executor


@contextmanager
def _processes(count: int) -> Iterator[Executor]:
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as executor:
        yield executor
