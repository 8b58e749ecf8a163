"""What a benchmark records, and how it takes time: the minimum of repeated runs in time of the processor."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable
from dataclasses import dataclass, field
from time import process_time
from typing import Any, Literal, TypeVar

Size = Literal["tiny", "quick", "full"]
T = TypeVar("T")


class Disagreement(AssertionError):
    """Two answers that must be equal are not: no time is reported."""


@dataclass(frozen=True)
class Goal:
    """A target: at least `faster` times as fast as the alternative, or at most `seconds` in all."""

    faster: float | None = None
    seconds: float | None = None

    def __str__(self) -> str:
        if self.seconds is not None:
            return f"< {self.seconds:g} s"
        assert self.faster is not None
        if self.faster == 1:
            return "not slower"
        return f"≥ {self.faster:g}× faster" if self.faster >= 1 else f"≤ {1 / self.faster:g}× its time"


@dataclass(frozen=True)
class Row:
    """One comparison: a case, our time, the alternative and its time (None when it has none: see `note`)."""

    case: str
    ours: float
    alternative: str = ""
    theirs: float | None = None
    goal: Goal | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The alternative's time over ours: above 1, exactalign is faster."""
        return None if self.theirs is None else self.theirs / self.ours

    @property
    def met(self) -> bool | None:
        """Whether the goal is met, None without a goal or without a time to hold against it."""
        if self.goal is None:
            return None
        if self.goal.seconds is not None:
            return self.ours < self.goal.seconds
        return None if self.ratio is None else self.ratio >= self.goal.faster


@dataclass(frozen=True)
class Growth:
    """How one cost grows: rows of (parameter, size of the problem, seconds)."""

    title: str
    parameter: str
    unit: str
    points: list[tuple[int, int, float]]


@dataclass
class Section:
    """The outcome of one benchmark: its rows, its growth tables and the number of agreements checked."""

    name: str
    title: str
    text: str
    rows: list[Row] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    checks: int = 0

    def agree(self, holds: bool, what: str) -> None:
        """Count an agreement; raise `Disagreement` when there is none."""
        if not holds:
            raise Disagreement(f"{self.name}: {what}")
        self.checks += 1

    def skip(self, case: str, ours: float, alternative: str, reason: str) -> None:
        """Record that an alternative gave no answer."""
        self.rows.append(Row(case, ours, alternative, note=reason))


def timed(function: Callable[[], T], repeat: int = 3, at_most: float = 10.0) -> tuple[float, T]:
    """Return the shortest of `repeat` times (fewer once `at_most` seconds are spent), and the last answer."""
    best, spent = float("inf"), 0.0
    gc.collect()
    for _ in range(repeat):
        elapsed, answer = _once(function)
        best, spent = min(best, elapsed), spent + elapsed
        if spent > at_most:
            break
    return best, answer


def _once(function: Callable[[], T]) -> tuple[float, T]:
    start = _spent()
    answer = function()
    return _spent() - start, answer


def _spent() -> float:
    """Seconds of the processor, those of child processes that ended included: other work on the machine is not ours."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def raced(
    functions: dict[str, Callable[[], Any]], repeat: int = 3, at_most: float = 20.0
) -> tuple[dict[str, float], dict[str, Any]]:
    """Time several functions in turns, so that a busy machine slows them all alike; the shortest times, and answers."""
    times: dict[str, float] = {}
    answers: dict[str, Any] = {}
    spent = dict.fromkeys(functions, 0.0)
    gc.collect()
    for _ in range(repeat):
        for name, function in functions.items():
            if spent[name] > at_most:
                continue
            elapsed, answers[name] = _once(function)
            spent[name] += elapsed
            times[name] = min(times.get(name, float("inf")), elapsed)
    return times, answers


def brief(function: Callable[[], Any], repeat: int) -> Callable[[], Any]:
    """Return a function that does a very short piece of work `repeat` times (divide its time accordingly)."""

    def loop() -> Any:
        for _ in range(repeat - 1):
            function()
        return function()

    return loop
