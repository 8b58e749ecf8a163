"""`exactalign sweep`: the comparison over grids, on several cores, into a file that can be resumed."""

from collections.abc import Sequence
from concurrent.futures import Executor
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.options import AllOption, JobsOption, ModelOptions, SizeOptions, digits_option
from exactalign.cli.output import check_target, emit
from exactalign.cli.program import note
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command
from exactalign.exceptions import ParameterError, TooLarge
from exactalign.runs.workers import executor_of

if TYPE_CHECKING:
    from exactalign.runs.sweep_files import SweepFormat
    from exactalign.runs.sweeps import SweepTask

_TYPES_UP_TO = 12
_ALONE = 50  # rows for which starting other processes does not pay


class RowFormat(StrEnum):
    """How rows are written: CSV with decimals, or JSON lines with bounds."""

    CSV = "csv"
    JSON = "json"


def sweep(
    *,
    length: Annotated[str, typer.Option("--length", metavar="LIST", help="Lengths M: 10,20,40 or 10:100:10.")],
    n: Annotated[
        str,
        typer.Option(
            "--n", metavar="LIST", help="N: floor, ceil, real (of exp(M·δ)) or whole numbers; 1,2,4 or 1:16:1."
        ),
    ] = "floor",
    kl: Annotated[
        str | None,
        typer.Option(
            "--kl",
            metavar="LIST",
            help='KL divergences δ per symbol: "1/10, log 2" or 0:0.5:0.05. [default: log(N)/M]',
            show_default=False,
        ),
    ] = None,
    alpha: Annotated[
        str | None, typer.Option("--alpha", metavar="LIST", help="Instead of --kl: tilts at these α ≥ 0.")
    ] = None,
    every: AllOption = False,
    types: Annotated[
        bool | None,
        typer.Option(
            "--types/--no-types",
            help=f"Columns for the expected count of every outcome. [default: up to {_TYPES_UP_TO} outcomes]",
            show_default=False,
        ),
    ] = None,
    jobs: JobsOption = None,
    form: Annotated[
        RowFormat | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="How to print the rows: csv, correctly rounded decimals, or json, exact values and bounds on lines of "
            "their own. [default: csv, or what the suffix of --output says]",
            show_default=False,
        ),
    ] = None,
    digits: Annotated[str | None, digits_option("15")] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Append rows to FILE as they come; the same command continues it."
        ),
    ] = None,
    model: ModelOptions,
    size: SizeOptions,
) -> None:
    """Compare best-of-N with the aligned policy (see compare) for every combination of M, δ or α, and N.

    Lists have commas; FROM:TO:STEP counts up to TO, TO included. Rows go to FILE one by one as they are done. An
    interrupted sweep is continued by the same command and loses no row; other parameters are refused there.
    Quantities are for whole sequences. When some rows could not be computed, column error says why, and the exit status
    is 2.

    JSON lines, keys: sweep, task, length, kl, alpha, n_rule, n, case, levels, total_variation, error. Beside them, and
    once for each policy (beginning best_of_n_ and aligned_): kl_to_reference, kl_to_other, reward, reward_variance,
    reward_quantile_1/20, reward_quantile_1/2, reward_quantile_19/20, and count_ with the name of every outcome. Numbers
    are {"exact", "lower", "upper"} or {"lower", "upper"}.

    \b
    Examples:
      exactalign sweep --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 10:100:10 --kl 11/100 -o rows.csv
      exactalign sweep --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 20 --n 1,2,4,8,16 --format json
      exactalign sweep --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 20,50 --kl 0:0.5:0.05 --n floor,ceil -o rows.jsonl
    """
    from exactalign.cli.reading import ALPHA, KL, SAMPLE_SIZE, read_digits, read_jobs, read_list, whole
    from exactalign.runs.sweep_files import chosen_sweep_format
    from exactalign.runs.sweeps import grid

    given = model.read()
    lengths = read_list(length, "--length", whole(1))
    draws = read_list(n, "--n", SAMPLE_SIZE)
    divergences = None if kl is None else read_list(kl, "--kl", KL)
    tilts = None if alpha is None else read_list(alpha, "--alpha", ALPHA)
    if divergences is not None and tilts is not None:
        raise ParameterError("--kl and --alpha are both given: sweep over one of them")
    if divergences is None and tilts is None and any(isinstance(value, str) for value in draws):
        raise ParameterError("--n floor, ceil and real mean N = exp(M·δ): give δ with --kl, or α with --alpha")
    read_jobs(jobs, 1, 1)
    shown_digits = read_digits(digits)
    memory = size.read()
    check_target(output)
    chosen: SweepFormat = chosen_sweep_format(output or "") if form is None else form.value
    tasks = grid(
        given.reference,
        given.reward,
        lengths=lengths,
        n=draws,
        kl=divergences,
        alpha=tilts,
        digits=shown_digits or 15,
        decimals=chosen == "csv",
        every=every,
        types=len(given.labels) <= _TYPES_UP_TO if types is None else types,
        memory=memory,
    )
    with executor_of(read_jobs(jobs, len(tasks), _ALONE)) as executor:
        plain = output is None or output == "-" or (Path(output).exists() and not Path(output).is_file())
        failed = _stream(tasks, chosen, executor, output) if plain else _resumable(tasks, chosen, executor, str(output))
    if failed:
        raise TooLarge(f"{failed} of {len(tasks)} rows could not be computed: the column error says why")


def _stream(tasks: "Sequence[SweepTask]", kind: "SweepFormat", executor: Executor | None, output: str | None) -> int:
    """Write rows in their order to stdout (or a pipe); nothing can be resumed there."""
    from exactalign.runs.sweep_files import RowWriter
    from exactalign.runs.sweeps import sweep as run

    writer = RowWriter(tasks, kind)
    failed, due = 0, 0
    ready: dict[int, bytes] = {}
    PROGRESS.begin("rows", len(tasks))
    if writer.header:
        emit(writer.header.decode(), output)
    for position, row in run(tasks, executor):
        ready[position] = writer.line(position, row)
        failed += row["error"] is not None
        while due in ready:
            emit(ready.pop(due).decode(), output)
            due += 1
        PROGRESS.advance()
    return failed


def _resumable(tasks: "Sequence[SweepTask]", kind: "SweepFormat", executor: Executor | None, output: str) -> int:
    from exactalign.runs.sweep_files import write_sweep

    there = 0

    def started(resumed: int) -> None:
        nonlocal there
        there = resumed
        PROGRESS.advance(resumed)
        if resumed:
            note(f"{output} has {resumed} of {len(tasks)} rows already: continuing")

    def added(_number: int, row: dict[str, Any]) -> None:
        nonlocal there
        there += row["error"] is None
        PROGRESS.advance()

    PROGRESS.begin("rows", len(tasks))
    try:
        result = write_sweep(tasks, output, executor, format=kind, on_start=started, on_row=added)
    except KeyboardInterrupt:
        has = f"{output} has {there} of {len(tasks)} rows"
        raise KeyboardInterrupt(f"{has}, and the same command continues there") from None
    return result.failed


app = command("sweep", sweep)
