"""`exactalign sweep`: the comparison over grids, on several cores, into a file that can be resumed."""

import re
from collections.abc import Sequence
from concurrent.futures import Executor
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.options import AllOption, JobsOption, ModelOptions, SizeOptions, digits_option
from exactalign.cli.output import check_target, chosen_format, emit
from exactalign.cli.program import note
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command
from exactalign.exceptions import ParameterError, TooLarge
from exactalign.runs.workers import executor_of

if TYPE_CHECKING:
    from exactalign.runs.sweep_files import SweepFormat
    from exactalign.runs.sweeps import SweepTask

_TYPES_UP_TO = 12
_DIGITS, _TABLE_DIGITS = 15, 6
_JSON_LINES = (".jsonl", ".ndjson")
_ALONE = 50  # rows for which starting other processes does not pay


class RowFormat(StrEnum):
    """How rows are written: CSV with decimals and JSON lines with bounds come one by one, tables when all are there."""

    CSV = "csv"
    JSON = "json"
    TABLE = "table"
    MARKDOWN = "markdown"
    LATEX = "latex"
    HTML = "html"


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
        ),
    ] = None,
    jobs: JobsOption = None,
    form: Annotated[
        RowFormat | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="How to print the rows: csv, correctly rounded decimals, or json, exact values and bounds on lines of "
            "their own; table, markdown, latex and html when all rows are there. [default: csv, or what the suffix of "
            "--output says]",
        ),
    ] = None,
    digits: Annotated[str | None, digits_option("15; 6 in tables")] = None,
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
    interrupted sweep is continued by the same command and loses no row; other parameters are refused there. A table
    (--format table, markdown, latex or html) is written when all rows are there, without the columns that are empty.
    Quantities are for whole sequences. When some rows could not be computed, column error says why, and the exit status
    is 2.

    JSON lines, keys: sweep, task, length, kl, alpha, n_rule, n, case, levels, total_variation, error. Beside them, and
    once for each policy (beginning best_of_n_ and aligned_): kl_to_reference, kl_to_other, reward, reward_variance,
    reward_quantile_1/20, reward_quantile_1/2, reward_quantile_19/20, and count_ with the name of every outcome. Numbers
    are {"exact", "lower", "upper"} or {"lower", "upper"}.

    \b
    Examples:
      exactalign sweep --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 10:40:10 --kl 11/100 -o rows.csv
      exactalign sweep --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 20 --n 1,2,4,8,16 --format json
      exactalign sweep --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 10,20 --kl 0:0.5:0.05 --n floor,ceil -o rows.jsonl
      exactalign sweep --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 10,20 --kl 11/100 --no-types -o rows.tex
    """
    from exactalign.cli.reading import ALPHA, KL, SAMPLE_SIZE, read_digits, read_jobs, read_list, whole
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
    check_target(output, read=[model.file])
    lines = Path(output or "").suffix.lower() in _JSON_LINES and form is None
    chosen = RowFormat.JSON if lines else chosen_format(form, output, RowFormat.CSV)
    is_table = chosen not in (RowFormat.CSV, RowFormat.JSON)
    tasks = grid(
        given.reference,
        given.reward,
        lengths=lengths,
        n=draws,
        kl=divergences,
        alpha=tilts,
        digits=shown_digits or (_TABLE_DIGITS if is_table else _DIGITS),
        decimals=chosen is not RowFormat.JSON,
        every=every,
        types=len(given.labels) <= _TYPES_UP_TO if types is None else types,
        memory=memory,
    )
    with executor_of(read_jobs(jobs, len(tasks), _ALONE), PROGRESS.still) as executor:
        if is_table:
            failed = _tabulated(tasks, chosen, executor, output)
        else:
            kind: SweepFormat = "json" if chosen is RowFormat.JSON else "csv"
            plain = output is None or output == "-" or (Path(output).exists() and not Path(output).is_file())
            failed = _stream(tasks, kind, executor, output) if plain else _resumable(tasks, kind, executor, str(output))
    if failed:
        raise TooLarge(f"{failed} of {len(tasks)} rows could not be computed: the column error says why")


def _tabulated(tasks: "Sequence[SweepTask]", form: RowFormat, executor: Executor | None, output: str | None) -> int:
    """Write all rows as one table, when they are all there; columns that say nothing are left out."""
    from exactalign.runs.sweeps import columns
    from exactalign.runs.sweeps import sweep as run
    from exactalign.tables.table import Table

    PROGRESS.begin("rows", len(tasks))
    found: dict[int, dict[str, Any]] = {}
    for position, row in run(tasks, executor):
        found[position] = row
        PROGRESS.advance()
    rows = [found[position] for position in sorted(found)]
    names = [name for name in columns(tasks[0]) if any(row[name] is not None for row in rows)]
    table = Table(
        [name.replace("_", " ") for name in names], [[_cell(name, row[name]) for name in names] for row in rows]
    )
    emit(table.render(form.value, digits=tasks[0].digits), output)
    return sum(row["error"] is not None for row in rows)


def _cell(name: str, value: Any) -> object:
    """A cell of a row as a table has it: a rounded decimal is a number again, a count or a setting a label."""
    if not isinstance(value, str) or name in ("n_rule", "case", "error"):
        return value
    if re.fullmatch(r"-?\d+", value):
        return int(value)
    return Fraction(value) if re.fullmatch(r"-?\d+\.\d+(?:e[+-]?\d+)?", value) else value


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

    def started(resumed: int) -> None:
        PROGRESS.advance(resumed)
        if resumed:
            note(f"{output} has {resumed} of {len(tasks)} rows already: continuing")

    def added(_number: int, _row: dict[str, Any]) -> None:
        PROGRESS.advance()

    PROGRESS.begin("rows", len(tasks))
    return write_sweep(tasks, output, executor, format=kind, on_start=started, on_row=added).failed


app = command("sweep", sweep)
