"""The audit of many prompts, in this process or on others: the rows are the same, bit for bit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from contextlib import closing
from functools import partial

from exactalign.audit.prompts import PromptModel
from exactalign.audit.report import AuditRow, audit_prompt, overall, rows_of
from exactalign.audit.samples import PromptSamples
from exactalign.exceptions import WorkersFailed
from exactalign.numbers.arguments import checked
from exactalign.numbers.precision import bits_for
from exactalign.runs.batches import spread

SENT_DIGITS = 15
"""Digits of the bounds that come from other processes, when the caller does not say how many."""


@checked
def audit(
    samples: Iterable[PromptSamples],
    n: Sequence[int],
    *,
    normalize: bool = False,
    exact: bool = False,
    digits: int | None = None,
    executor: Executor | None = None,
) -> list[AuditRow]:
    """Return the rows of all prompts, those for all prompts together at the end.

    With `digits`, enclosed numbers are bounds of so many digits; so they are (of 15) when an `executor` does the work,
    and it does not matter which. Without either they can be refined further. Raises `WorkersFailed` when a worker has
    died: nothing has been kept then.

    >>> samples = [PromptSamples.of(str(k), [k, 1, 2], probabilities=["1/5", "3/10", "1/2"]) for k in (3, 4)]
    >>> [(row.prompt, row.win_rate.enclose(10).agrees(10)) for row in audit(samples, [2])]
    [('3', True), ('4', True), ('all prompts', True)]
    """
    if digits is None and executor is None:
        models = [PromptModel(item, normalize=normalize) for item in samples]
        rows = [row for model in models for row in rows_of(model, n, exact=exact)]
    else:
        models, rows = known_rows(
            list(samples),
            n,
            SENT_DIGITS if digits is None else digits,
            normalize=normalize,
            exact=exact,
            executor=executor,
        )
    return [*rows, *overall(models, rows, n)]


@checked
def known_rows(
    samples: Sequence[PromptSamples],
    n: Sequence[int],
    digits: int,
    *,
    normalize: bool = False,
    exact: bool = False,
    executor: Executor | None = None,
    on_prompt: Callable[[], object] = lambda: None,
) -> tuple[list[PromptModel], list[AuditRow]]:
    """Return the models of all prompts, and their rows with bounds of `digits` digits, in the order of the prompts.

    `on_prompt` hears of every prompt that is done.
    """
    bits_for(digits)  # checks the limit
    models = [PromptModel(item, normalize=normalize) for item in samples]
    found: dict[int, list[AuditRow]] = {}
    if executor is None:
        for position, model in enumerate(models):
            found[position] = [row.known(digits) for row in rows_of(model, n, exact=exact)]
            on_prompt()
    else:
        work = partial(_sent_rows, n=n, normalize=normalize, exact=exact, digits=digits)
        try:
            with closing(spread(work, samples, executor)) as done:
                for position, rows in done:
                    found[position] = rows
                    on_prompt()
        except WorkersFailed as error:
            count = f"{len(found)} of {len(models)} prompts were done"
            raise WorkersFailed(f"{error}; {count}, and nothing is kept: audit again with fewer workers") from error
    return models, [row.opened() for position in sorted(found) for row in found[position]]


def _sent_rows(item: PromptSamples, *, n: Sequence[int], normalize: bool, exact: bool, digits: int) -> list[AuditRow]:
    """The rows of one prompt as plain data (on a worker)."""
    return [row.known(digits) for row in audit_prompt(item, n, normalize=normalize, exact=exact)]
