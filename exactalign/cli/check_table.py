"""`exactalign check-table`: somebody's printed table against the exact best-of-N policy, cell by cell."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli import colours
from exactalign.cli.options import (
    By,
    FormatOption,
    LengthOption,
    ModelOptions,
    NOption,
    OutputOption,
    SizeOptions,
)
from exactalign.cli.output import Format, check_target, chosen_format, emit, unix_lines
from exactalign.cli.signatures import command
from exactalign.exceptions import InputError, ParameterError

if TYPE_CHECKING:
    from exactalign.tables.check import Report


class PrintedFormat(StrEnum):
    """How the table to be checked is written."""

    CSV = "csv"
    MARKDOWN = "markdown"
    LATEX = "latex"


def check_table(
    *,
    table: Annotated[str, typer.Argument(metavar="FILE", help="The printed table; - is standard input.")],
    n: NOption,
    length: LengthOption = None,
    by: Annotated[
        By | None,
        typer.Option(
            "--by",
            help="What the rows of the table are. [default: outcomes, or sequences of the given length]",
            show_default=False,
        ),
    ] = None,
    printed_format: Annotated[
        PrintedFormat | None,
        typer.Option(
            "--from",
            help="How the table is written. [default: by the suffix or the content]",
            show_default=False,
        ),
    ] = None,
    digits: Annotated[
        str | None,
        typer.Option(
            "--digits",
            metavar="INTEGER",
            help="The table claims so many significant digits (zeros at the end left out).",
        ),
    ] = None,
    places: Annotated[
        str | None,
        typer.Option(
            "--places", metavar="INTEGER", help="The table claims so many decimal places (zeros at the end left out)."
        ),
    ] = None,
    form: FormatOption = None,
    output: OutputOption = None,
    model: ModelOptions,
    size: SizeOptions,
) -> None:
    """Check a printed table of best-of-N probabilities: a verdict on every cell, decided exactly.

    A cell is exact, correctly rounded, truncated instead of rounded, within its stated error (0.078 ± 0.001,
    0.078(1)), wrong (with the right value) or unreadable. CSV, Markdown and LaTeX tabulars are read: a list
    of outcomes and probabilities, or for sequences of length 2 a square with "y_1 = 0" along its sides.

    Exit status 1: a cell is wrong or unreadable, or whether it is could not be decided.

    JSON keys: ok, counts, cells, notes. counts has the number of cells of every verdict; cells lists {"row", "column",
    "printed", "verdict", "right", "detail"}, right being the correctly rounded value of a cell that is not.

    \b
    Examples:
      exactalign check-table table.tex --p 1/5,3/10,1/2 --reward "log 6, 0, log 2" --length 2 --n 2
      exactalign check-table - --input model.csv --n 4 --format json < table.csv
    """
    from exactalign.cli.answers import Answer
    from exactalign.cli.reading import read, read_digits, read_places, whole
    from exactalign.cli.sources import source_name
    from exactalign.tables.check import check_printed, expected_for

    if table == "-" and model.file == "-":
        raise InputError("the table and the model are both to be read from standard input: give one as a file")
    given = model.read()
    draws = read(n, "--n", whole(1))
    symbols = None if length is None else read(length, "--length", whole(0))
    claimed, decimal_places = read_digits(digits), read_places(places)
    if claimed is not None and decimal_places is not None:
        raise ParameterError("--digits and --places are both given: give one of them")
    memory = size.read()
    check_target(output)
    chosen = chosen_format(form, output, Format.TABLE)
    printed = _read(table, printed_format)
    answer = Answer.of(given, symbols, draws, memory)
    kind = by or (By.OUTCOME if answer.length == 1 else By.SEQUENCE)
    expected: Any
    try:
        if kind is By.SEQUENCE or (kind is By.OUTCOME and answer.length == 1):
            expected = expected_for(printed, answer.lookup(), given.labels, answer.length)
        else:
            expected = answer.table(kind)
        report = check_printed(printed, expected, digits=claimed, places=decimal_places)
    except InputError as error:
        raise InputError(f"{source_name(table)}: {error}") from None
    emit(_report_text(report, chosen), output, paint=_paint if chosen is Format.TABLE else None)
    raise typer.Exit(0 if report.ok else 1)


def _paint(text: str) -> str:
    return colours.words("^(?P<word>all right|WRONG):")(colours.column("verdict")(text))


def _read(table: str, printed_format: PrintedFormat | None) -> Any:
    from exactalign.cli.sources import read_text
    from exactalign.tables.check import read_printed, read_printed_file

    wanted = None if printed_format is None else printed_format.value
    if table != "-":
        return read_printed_file(table, wanted)
    try:
        return read_printed(read_text("-"), wanted)
    except InputError as error:
        raise InputError(f"standard input: {error}") from None


def _report_text(report: "Report", form: Format) -> str:
    if form is Format.JSON:
        import json

        content = {
            "ok": report.ok,
            "counts": {verdict.value: count for verdict, count in report.counts.items()},
            "cells": [
                {
                    "row": cell.row_label,
                    "column": cell.column_label,
                    "printed": cell.text,
                    "verdict": cell.verdict.value,
                    "right": cell.right or None,
                    "detail": cell.detail or None,
                }
                for cell in report.cells
            ],
            "notes": list(report.notes),
        }
        return json.dumps(content, ensure_ascii=False, indent=2)
    table = report.table()
    if form is Format.CSV:
        return unix_lines(table.render("csv"))
    text = table.render(form.value)
    if form in (Format.TABLE, Format.MARKDOWN):
        text += f"\n\n{'all right' if report.ok else 'WRONG'}: {report}"
    return text


app = command("check-table", check_table)
