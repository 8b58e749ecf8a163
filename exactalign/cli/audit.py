"""`exactalign audit`: what best-of-N does to one's own samples, beside the optimal policy of the same KL."""

from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from exactalign.cli.options import JobsOption, OutputOptions, digits_option
from exactalign.cli.output import Format
from exactalign.cli.program import say
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import Told, command
from exactalign.exceptions import InputError
from exactalign.runs.workers import executor_of

if TYPE_CHECKING:
    from exactalign.audit import SampleFile
    from exactalign.cli.printing import Printer

_DIGITS = 6
_JSON_DIGITS = 15
_ALONE = 50  # prompts for which starting other processes does not pay
_SIZES = "2,4,8"
_INCOMPLETE = 1

Settings = tuple[list[int], bool, bool, int]
"""N, whether to normalise, whether to be exact, and digits."""


def audit(
    *,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="CSV, JSON lines or Parquet; - is standard input (CSV or JSON lines)."),
    ],
    n: Annotated[str | None, typer.Option("--n", metavar="LIST", help="N: 2,4,8 or 1..16.  [default: 2,4,8]")] = None,
    normalize: Annotated[
        bool, typer.Option("--normalize", help="Divide the probabilities of every prompt by their sum.")
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option("--columns", metavar="LIST", help='Other names of columns: "prompt=question, reward=score".'),
    ] = None,
    draws: Annotated[
        bool, typer.Option("--draws", help="Rows are independent draws, also when probabilities are listed.")
    ] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out rows that cannot be read, and say which.")
    ] = False,
    prompts: Annotated[
        bool, typer.Option("--prompts/--no-prompts", help="Rows for single prompts, or those for all prompts only.")
    ] = True,
    exact: Annotated[
        bool, typer.Option("--exact", help="KL, win rates and rewards as log forms and fractions; can be very long.")
    ] = False,
    jobs: JobsOption = None,
    output: Annotated[OutputOptions, Told({"digits": digits_option("6; JSON, or with --exact: 15")})],
) -> None:
    """Compare best-of-N on your own samples with the optimal policy of the same KL, prompt by prompt and overall.

    FILE has a row for each output of each prompt: columns prompt, output (optional), probability or logprob,
    reward, and golden_reward if there is one; or, in JSON, a line for each prompt with lists (outputs, rewards, …).
    Decimals mean what is written, binary floats their exact binary value, true and false are 1 and 0.
    Probabilities that do not sum to 1 are reported, and their prompt is left out, unless
    --normalize divides them by their sum. α is that of the tilt p·exp(α·reward) with the KL of best-of-N; its
    reward less that of best-of-N is left on the table. For all prompts together: means, and one α for all.

    Without probabilities the rows of a prompt are independent draws: best-of-N is estimated, unbiased and by the
    plug-in, each with its standard error. There N must be below the number of draws.

    Exit status 1: some prompt could not be audited, or some number is missing. 2: rows cannot be read.

    JSON keys: notes, prompts, overall. prompts and overall list objects with a key for every column of the CSV;
    numbers are strings, or {"exact", "lower", "upper"}, or {"lower", "upper"}.

    \b
    Examples:
      exactalign audit samples.csv
      exactalign audit samples.csv --n 2,16,64 --normalize --no-prompts
      exactalign audit samples.csv --draws --n 2
      exactalign audit samples.csv --columns "reward=golden_reward" --normalize --format json -o report.json
    """
    from exactalign.audit.files import MAX_LISTED
    from exactalign.cli.audit_tables import left_out
    from exactalign.cli.reading import read_jobs

    sizes = None if n is None else _sizes(n)
    read_jobs(jobs, 1, 1)
    printer = output.open(read=file)
    found = _read(file, columns, draws, skip_bad)
    skipped = left_out(found, MAX_LISTED)
    if skipped:
        say("exactalign", skipped)
    notes = [skipped] if skipped else []
    if found.draws:
        if normalize:
            raise InputError(f"--normalize is about probabilities: the rows of {file} are draws")
        _draws(found, sizes, printer if exact else attrs.evolve(printer, default=_DIGITS), notes, prompts)
    else:
        settings = (sizes or _sizes(_SIZES), normalize, exact, _accuracy(printer, exact))
        _samples(found, settings, jobs, printer, notes, prompts)


def _sizes(text: str) -> list[int]:
    from exactalign.audit.report import MAX_N
    from exactalign.cli.reading import read_list, whole

    return read_list(text, "--n", whole(1, MAX_N))


def _accuracy(printer: "Printer", exact: bool) -> int:
    return printer.digits or (_JSON_DIGITS if exact or printer.is_json else _DIGITS)


def _samples(
    file: "SampleFile", settings: Settings, jobs: str | None, printer: "Printer", notes: list[str], prompts: bool
) -> None:
    """Samples with probabilities."""
    from exactalign.audit import known_rows, overall
    from exactalign.cli.audit_tables import COLUMNS, audit_cells, notes_of
    from exactalign.cli.reading import read_jobs

    samples, (sizes, normalize, exact, accuracy) = file.prompts, settings
    processes = read_jobs(jobs, len(samples), _ALONE)
    with executor_of(processes, PROGRESS.still) as executor:
        PROGRESS.begin("prompts", len(samples))
        models, rows = known_rows(
            samples, sizes, accuracy, normalize=normalize, exact=exact, executor=executor, on_prompt=PROGRESS.advance
        )
    PROGRESS.begin("all prompts together", len(sizes))
    everything = [row.known(accuracy).opened() for row in overall(models, rows, sizes, PROGRESS.advance)]
    listed = audit_cells(rows if prompts else [row for row in rows if row.problem])
    notes = [*notes_of(models, normalize), *notes]
    rounded = printer if exact else attrs.evolve(printer, default=_DIGITS)
    _print(rounded, COLUMNS, listed, audit_cells(everything), notes, len(models))


def _draws(file: "SampleFile", sizes: list[int] | None, printer: "Printer", notes: list[str], prompts: bool) -> None:
    """Draws without probabilities; the default N are those that every prompt can answer."""
    from exactalign.audit import ALL, draws_rows, draws_together
    from exactalign.cli.audit_tables import DRAWS_COLUMNS, draws_cells, draws_notes

    if sizes is None:
        least = min(len(item.rewards) for item in file.draws)
        sizes = [size for size in _sizes(_SIZES) if size < least]
        if not sizes:
            raise InputError(
                f"a prompt has only {least} draws: give --n with N below the number of draws, or more draws"
            )
    PROGRESS.begin("prompts", len(file.draws))
    rows = []
    for item in file.draws:
        rows += draws_rows(item, sizes)
        PROGRESS.advance()
    together = draws_cells(draws_together(rows, sizes, ALL))
    listed = draws_cells(rows if prompts else [row for row in rows if row.problem])
    notes = [*draws_notes(file), *notes]
    _print(printer, DRAWS_COLUMNS, listed, together, notes, len(file.draws))


def _print(
    printer: "Printer",
    columns: dict[str, str],
    single: list[dict[str, Any]],
    together: list[dict[str, Any]],
    notes: list[str],
    count: int,
) -> None:
    """Show the rows; exit status 1 when some number is missing."""
    from exactalign.cli.audit_tables import refusal, table

    if printer.is_json:
        names = ["total" if column == "excess" else column for column in columns]
        parts = [[{column: row[column] for column in names} for row in rows] for rows in (single, together)]
        printer.json({"notes": notes, "prompts": parts[0], "overall": parts[1]})
    else:
        printer.table(table([*single, *together], columns, notes, whole=printer.form is Format.CSV))
    refused = refusal([*single, *together], count)
    if refused:
        say("exactalign", refused)
        raise typer.Exit(_INCOMPLETE)


def _read(file: str, columns: str | None, draws: bool, skip_bad: bool) -> "SampleFile":
    from exactalign.audit import parse_samples, read_samples
    from exactalign.cli.sources import read_text, source_name

    renamed = {}
    for part in columns.split(",") if columns else ():
        ours, _, theirs = part.partition("=")
        if not (ours.strip() and theirs.strip()):
            raise InputError(f'--columns has {part.strip()!r}: write it as "reward=score"')
        renamed[ours.strip()] = theirs.strip()
    if file == "-":
        return parse_samples(read_text(file), source_name(file), renamed, draws=draws, skip_bad=skip_bad)
    return read_samples(file, renamed, draws=draws, skip_bad=skip_bad)


app = command("audit", audit)
