"""Sweeps: the comparison of best-of-N with the aligned policy over grids of lengths, N, δ or α.

A task is plain data and `run_task` a module-level function, so that any `concurrent.futures.Executor`
(a process pool, Dask's, MPI's) can carry them to other processes and machines. `sweep_files` keeps the rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import closing
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs

from exactalign.exceptions import ExactAlignError, ParameterError, WorkersFailed
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.laws.rewards import Reward
from exactalign.numbers.decimals import decimal_text
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.memory import DEFAULT_MEMORY
from exactalign.numbers.precision import bits_for
from exactalign.numbers.rationals import format_integer, format_rational, rational
from exactalign.policies.sample_sizes import ROUNDINGS
from exactalign.policies.side_by_side import QUANTILES, Omitted, SideBySide, SideQuantity
from exactalign.runs.batches import MAX_PENDING, spread
from exactalign.tables.cells import number_text, to_json_value

MAX_TASKS = 1_000_000
"""Most tasks of one sweep."""

Row = dict[str, Any]

_FORMAT_VERSION = 1
_SIDES = ("best_of_n", "aligned")


@attrs.frozen
class SweepTask:
    """One comparison, as plain data: exact numbers as text, such as `"1/5"` or `"log(6)"`.

    `n` is a whole number or `floor`, `ceil`, `real`; one of `kl` and `alpha` is given, or neither (kl
    is then log(N)/length). With `decimals` the row holds correctly rounded decimals, else exact values and
    bounds. `every` asks for what visits every level (see `SideBySide.quantities`), `types` for expected counts.
    """

    p: tuple[str, ...]
    reward: tuple[str, ...]
    labels: tuple[int | str, ...]
    length: int
    n: str
    kl: str | None = None
    alpha: str | None = None
    digits: int = 15
    decimals: bool = False
    every: bool = False
    types: bool = True
    memory: int = DEFAULT_MEMORY


def grid(
    reference: Distribution,
    reward: Reward,
    *,
    lengths: Iterable[int],
    n: Iterable[int | str] = ("floor",),
    kl: Iterable[Any] | None = None,
    alpha: Iterable[Any] | None = None,
    digits: int = 15,
    decimals: bool = False,
    every: bool = False,
    types: bool = True,
    memory: int = DEFAULT_MEMORY,
) -> list[SweepTask]:
    """Return the tasks of a sweep: every length with every `kl` (or `alpha`) and every N.

    Raises `ParameterError` for a value outside its domain, before anything is computed.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> tasks = grid(p, Reward.parse("log 6, 0, log 2"), lengths=[10, 20], kl=["11/100"], n=["floor", 4])
    >>> [(task.length, task.kl, task.n) for task in tasks]
    [(10, '11/100', 'floor'), (10, '11/100', '4'), (20, '11/100', 'floor'), (20, '11/100', '4')]
    """
    if kl is not None and alpha is not None:
        raise ParameterError("kl and alpha are both given: sweep over one of them")
    bits_for(digits)  # checks the limit
    name, values = ("kl", kl) if kl is not None else ("alpha", alpha)
    settings = [None] if values is None else [_not_negative(value, name) for value in values]
    sizes_n = [_size(value) for value in n]
    if values is None and any(value in ROUNDINGS for value in sizes_n):
        raise ParameterError("N = exp(m·kl) is rounded by floor, ceil or real: give kl or alpha")
    sizes = [_length(value) for value in lengths]
    count = len(sizes) * len(settings) * len(sizes_n)
    if not 1 <= count <= MAX_TASKS:
        raise ParameterError(f"the sweep has {count} rows: give from 1 to {MAX_TASKS}")
    model = _texts(reference, reward)
    return [
        SweepTask(
            *model,
            size,
            draw,
            kl=setting if name == "kl" else None,
            alpha=setting if name == "alpha" else None,
            digits=digits,
            decimals=decimals,
            every=every,
            types=types,
            memory=memory,
        )
        for size in sizes
        for setting in settings
        for draw in sizes_n
    ]


def columns(task: SweepTask) -> tuple[str, ...]:
    """Return the names of the columns of a task's row, which are the same for all tasks of a grid."""
    names = ["length", "kl", "alpha", "n_rule", "n", "case", "levels"]
    names += [f"{side}_{key}" for key in ("kl_to_reference", "kl_to_other") for side in _SIDES]
    names.append("total_variation")
    names += [f"{side}_{key}" for key in ("reward", "reward_variance") for side in _SIDES]
    names += [f"{side}_reward_quantile_{format_rational(goal)}" for goal in QUANTILES for side in _SIDES]
    if task.types:
        names += [f"{side}_count_{_one_line(label)}" for label in task.labels for side in _SIDES]
    return (*names, "error")


def run_task(task: SweepTask) -> Row:
    """Return the row of a task: {column: value}, ready for JSON.

    A refusal (too large, undecided) is a row as well, with the reason in `error` and null elsewhere.
    """
    row: Row = dict.fromkeys(columns(task))
    row.update(length=task.length, kl=task.kl, alpha=task.alpha, n_rule="given", n=task.n)
    if task.n in ROUNDINGS:
        row.update(n_rule=task.n, n=None)
    try:
        row.update(_computed(task))
    except ExactAlignError as error:
        row["error"] = " ".join(str(error).split())
    return row


def sweep(
    tasks: Iterable[SweepTask], executor: Executor | None = None, *, max_pending: int = MAX_PENDING
) -> Generator[tuple[int, Row], None, None]:
    """Yield (position, row) for every task, as they are done; without an executor, in this process and in order.

    At most `max_pending` tasks are handed to the executor at a time, several in a call. Closing the generator, or an
    exception, cancels those that have not begun; the executor is not shut down. Raises `WorkersFailed` when a worker
    has died.

    >>> p = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
    >>> tasks = grid(p, Reward.parse("log 6, 0, log 2"), lengths=[10], kl=["11/100"], decimals=True, digits=6)
    >>> [(position, row["n"], row["best_of_n_kl_to_reference"]) for position, row in sweep(tasks)]
    [(0, '3', '0.430626')]
    """
    try:
        yield from spread(run_task, tasks, executor, max_pending=max_pending)
    except WorkersFailed as error:
        raise WorkersFailed(
            f"{error}; the rows that came before it are done: write_sweep keeps such rows in a file, and goes on there"
        ) from error.__cause__


def fingerprint(tasks: Sequence[SweepTask]) -> str:
    """Return 16 hexadecimal digits that tell a list of tasks from any other (memory aside)."""
    whole = hashlib.sha256(f"exactalign sweep {_FORMAT_VERSION}\n".encode())
    models: dict[tuple[Any, ...], str] = {}
    for task in tasks:
        model = (task.p, task.reward, task.labels)
        if model not in models:
            models[model] = hashlib.sha256(json.dumps(model).encode()).hexdigest()
        rest = (task.length, task.n, task.kl, task.alpha, task.digits, task.decimals, task.every, task.types)
        whole.update(json.dumps((models[model], *rest)).encode())
    return whole.hexdigest()[:16]


def rows(tasks: Iterable[SweepTask], executor: Executor | None = None) -> list[Row]:
    """Return the rows of all tasks, in their order."""
    with closing(sweep(tasks, executor)) as done:
        return [row for _, row in sorted(done, key=lambda pair: pair[0])]


def _computed(task: SweepTask) -> Row:
    source, reward, levels = _law(task.p, task.reward, task.labels, task.length, task.memory)
    n = task.n if task.n in ROUNDINGS else int(rational(task.n))
    comparison = SideBySide(source, reward, n, kl=task.kl, alpha=task.alpha, memory=task.memory, levels=levels)
    row: Row = {
        "kl": _cell(task, comparison.kl),
        "alpha": None if comparison.alpha is None else _cell(task, comparison.alpha),
        "n": format_integer(comparison.n) if isinstance(comparison.n, int) else _cell(task, comparison.n),
        "case": comparison.case,
        "levels": comparison.level_count,
    }
    for quantity in comparison.quantities(every=task.every, types=task.types):
        if quantity.key == "total_variation":
            row["total_variation"] = _cell(task, quantity.best_of_n)
        else:
            name = _column(quantity)
            row[f"best_of_n_{name}"] = _cell(task, quantity.best_of_n)
            row[f"aligned_{name}"] = _cell(task, quantity.aligned)
    return row


def _column(quantity: SideQuantity) -> str:
    return quantity.key if quantity.label is None else f"{quantity.key}_{_one_line(quantity.label)}"


def _cell(task: SweepTask, value: Any) -> object:
    if isinstance(value, (Omitted, Infinity)):
        return str(value)
    if not task.decimals:  # rationals as log forms: every number is an object with bounds
        return to_json_value(LogForm(value) if isinstance(value, Fraction) else value, task.digits)
    if not isinstance(value, Refinable):
        return decimal_text(value, digits=task.digits)
    return number_text(value, digits=task.digits)


@lru_cache(maxsize=1)
def _law(
    p: tuple[str, ...], reward: tuple[str, ...], labels: tuple[int | str, ...], length: int, memory: int
) -> tuple[MemorylessSource, Reward, EnclosedLevelLaw]:
    """The level law, kept for the next task: neighbours in a grid share it."""
    source = MemorylessSource(Distribution.from_probabilities(p, labels), length)
    values = Reward.values([LogForm.parse(value) for value in reward], labels)
    return source, values, EnclosedLevelLaw(source, values, memory=memory)


def _texts(reference: Distribution, reward: Reward) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int | str, ...]]:
    matched = reward.matching(reference)
    p = tuple(format_rational(mass) for mass in reference.probabilities)
    values = tuple(str(matched[outcome]) for outcome in reference.outcomes)
    plain = all(isinstance(outcome, (int, str)) for outcome in reference.outcomes)
    labels = reference.outcomes if plain else tuple(map(str, reference.outcomes))
    return p, values, labels  # type: ignore[return-value]


def _not_negative(value: Any, name: str) -> str:
    form = LogForm.parse(value) if isinstance(value, str) else LogForm.of(value)
    if form < 0:
        raise ParameterError(f"{name} is {form}: it must not be negative")
    return str(form)


def _size(value: Any) -> str:
    if isinstance(value, str) and value in ROUNDINGS:
        return value
    count = rational(value, "n")
    if count.denominator != 1 or count < 1:
        raise ParameterError(f"n is {format_rational(count)}: give floor, ceil, real or a whole number, at least 1")
    return format_rational(count)


def _length(value: Any) -> int:
    length = rational(value, "length")
    if length.denominator != 1 or length < 1:
        raise ParameterError(f"length is {format_rational(length)}: give a whole number, at least 1")
    return int(length)


def _one_line(label: Any) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in str(label)).split())
