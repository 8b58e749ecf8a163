"""`exactalign check-table`: somebody's printed table against exact values, cell by cell."""

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from exactalign.cli import colours
from exactalign.cli.options import FormatOption, LengthOption, ModelOptions, OutputOption, SizeOptions
from exactalign.cli.output import Format, check_target, chosen_format, emit, is_standard, unix_lines
from exactalign.cli.signatures import command
from exactalign.exceptions import InputError, ParameterError

if TYPE_CHECKING:
    from exactalign.cli.table_values import ModelValues
    from exactalign.tables.check import CheckedCell, CheckedTable, Reading
    from exactalign.tables.headings import Quantity
    from exactalign.tables.reader import PrintedTable
    from exactalign.tables.table import Table


class PrintedFormat(StrEnum):
    """How the table to be checked is written."""

    CSV = "csv"
    MARKDOWN = "markdown"
    LATEX = "latex"
    HTML = "html"
    JSON = "json"
    TEXT = "text"


class Rows(StrEnum):
    """What the rows of a printed table are."""

    N = "n"
    OUTCOME = "outcome"
    SEQUENCE = "sequence"
    TYPE = "type"
    LEVEL = "level"


def check_table(
    *,
    table: Annotated[str, typer.Argument(metavar="FILE", help="The printed table; - is standard input.")],
    n: Annotated[
        str | None,
        typer.Option(
            "--n",
            metavar="LIST",
            help="N of the policy, where the table does not say it; for a table by N, the numbers that it must have.",
        ),
    ] = None,
    length: LengthOption = None,
    by: Annotated[
        Rows | None,
        typer.Option("--by", help="What the rows of the table are. [default: what it says]"),
    ] = None,
    rows: Annotated[
        str | None,
        typer.Option(
            "--rows", metavar="NAME", help="The column that names the rows. [default: what it says, or the first]"
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="NAME=QUANTITY",
            help='What a column holds, for instance "p=policy" or "gain=improvement"; NAME alone is the policy. '
            "May be given for several columns.",
        ),
    ] = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="What the printed table lacks counts as a failure.")
    ] = False,
    printed_format: Annotated[
        PrintedFormat | None,
        typer.Option(
            "--from",
            help="How the table is written. [default: by the suffix or the content]",
        ),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option(
            "--table", metavar="INTEGER", help="Which table of the file, counted from 1, when it holds several."
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
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Print the cells that fail and nothing else; nothing when all is right.")
    ] = False,
    form: FormatOption = None,
    output: OutputOption = None,
    model: ModelOptions,
    size: SizeOptions,
) -> None:
    """Check a printed table about best-of-N: a verdict on every cell, decided exactly.

    A cell is exact, correctly rounded, cut and marked so (0.66…), truncated instead of rounded, within its stated
    error or interval (0.078 ± 0.001, 0.078(1), [0.07, 0.09]), a bound that holds (<0.001), wrong (with the right
    value), unreadable, or ambiguous: read in one way it is right, in another wrong. Percentages, units, thousands,
    marks of footnotes and bold or coloured cells are read in LaTeX, Markdown, CSV, HTML, JSON and aligned text.

    A table lists outcomes with probabilities and rewards (a column p or pi_ref is the reference, one named
    best-of-N or probability the policy), shows sequences of length 2 as a square with "y_1 = 0" along its sides, or
    has a row for each N with KL, its bound, win rate, expected reward or improvement; rows and columns may be
    exchanged, a column m holds lengths of sequences, and a caption may name the quantity. Without a model a table by
    N is checked against the closed forms for a reward without ties: a number below one can be right for some
    model, which is undecided.

    Quantities of --column: policy, reference, reward, KL, KL bound, gap, sqrt KL, reverse KL, chi squared, total
    variation, squared Hellinger, win rate, win rate bound, expected reward, improvement.

    Exit status 1: a cell is wrong, cut without a mark, empty, ambiguous or unreadable, or whether it is right could not
    be decided; with --complete also when a row or a column is missing.

    JSON keys: ok, summary, counts, cells, missing, notes. counts has the number of cells of every verdict; cells
    lists {"row", "column", "printed", "verdict", "right", "detail"}, right being the correctly rounded value of a
    cell that is not; missing what the table lacks.

    \b
    Examples:
      exactalign check-table table.tex --p 1/5,3/10,1/2 --reward "log 6, 0, log 2" --length 2 --n 2
      exactalign check-table - --input model.csv --n 4 --format json < table.csv
    """
    from exactalign.cli.reading import read, read_digits, read_list, read_places, whole
    from exactalign.cli.sources import source_name
    from exactalign.tables.check import check_printed

    if table == "-" and model.file == "-":
        raise InputError("the table and the model are both to be read from standard input: give one as a file")
    draws = () if n is None else tuple(read_list(n, "--n", whole(1)))
    claimed, decimal_places = read_digits(digits), read_places(places)
    if claimed is not None and decimal_places is not None:
        raise ParameterError("--digits and --places are both given: give one of them")
    which = None if number is None else read(number, "--table", whole(1))
    columns = _columns(column or [])
    values = None
    if model.are_given:
        from exactalign.cli.table_values import ModelValues

        symbols = None if length is None else read(length, "--length", whole(0))
        values = ModelValues(model.read(), symbols, size.read())
    elif length is not None or by not in (None, Rows.N):
        raise InputError("no model is given: use --p with --reward or --q; without one only tables by N are checked")
    check_target(output, read=[table, model.file])
    chosen = chosen_format(form, output, Format.TABLE)
    printed = _read(table, printed_format, which)
    try:
        expected = _expected(printed, values, draws, by, rows, columns)
        report = check_printed(printed, expected, digits=claimed, places=decimal_places, complete=complete)
    except InputError as error:
        raise InputError(f"{source_name(table)}: {error}") from None
    _answer(report, table, chosen, output, quiet=quiet)
    raise typer.Exit(0 if report.ok else 1)


def _columns(given: Iterable[str]) -> "dict[str, Quantity]":
    """Read NAME=QUANTITY; what stands after the last "=" and is no quantity belongs to the name."""
    from exactalign.tables.headings import Quantity

    known = {quantity.value.casefold(): quantity for quantity in Quantity}
    found = {}
    for text in given:
        name, equals, quantity = text.rpartition("=")
        is_said = equals and quantity.strip().casefold() in known
        found[(name if is_said else text).strip()] = known[quantity.strip().casefold()] if is_said else Quantity.POLICY
    return found


def _expected(
    printed: "PrintedTable",
    values: "ModelValues | None",
    draws: tuple[int, ...],
    by: Rows | None,
    rows: str | None,
    columns: "dict[str, Quantity]",
) -> "Reading | Table":
    import attrs

    from exactalign.cli.table_values import ClosedForms
    from exactalign.tables.outcomes import expected_for

    told = "n" if by is Rows.N else None if by is None else "outcome"
    if values is None:
        found = expected_for(printed, ClosedForms(), n=draws, rows=rows, columns=columns, by=told)
        said = f"{found.description}; there is no model: right is what a reward without ties gives"
        return attrs.evolve(found, description=said)
    if len(draws) == 1:
        answer = values.answer(draws[0])  # refused at once when it is too large
        if by in (Rows.TYPE, Rows.LEVEL) or (by is Rows.OUTCOME and answer.length != 1):
            from exactalign.cli.options import By

            assert by is not None
            return answer.table(By(by.value))
    elif by not in (None, Rows.N, Rows.OUTCOME):
        raise ParameterError(f"--by {by.value} needs one N: give --n")
    length = 1 if values.length is None else values.length
    return expected_for(printed, values, values.model.labels, length, n=draws, rows=rows, columns=columns, by=told)


def _answer(report: "CheckedTable", table: str, chosen: Format, output: str | None, *, quiet: bool) -> None:
    text = _report_text(report, chosen)
    if not is_standard(output):
        emit(text, output)
        if not report.ok and not quiet:
            from exactalign.cli.sources import source_name

            typer.echo(f"exactalign: {source_name(table)}: {report.summary}", err=True)
    elif not quiet:
        emit(text, output, paint=_paint if chosen is Format.TABLE else None)
    elif not report.ok:
        emit(_report_text(report, chosen, only=report.failed), output, paint=_paint if chosen is Format.TABLE else None)


def _paint(text: str) -> str:
    return colours.words("^(?P<word>all right|all that was checked is right|WRONG):")(colours.column("verdict")(text))


def _read(table: str, printed_format: PrintedFormat | None, number: int | None) -> "PrintedTable":
    from exactalign.cli.sources import read_text
    from exactalign.tables.reader import read_printed, read_printed_file

    wanted = None if printed_format is None else printed_format.value
    if table != "-":
        return read_printed_file(table, wanted, number=number)
    try:
        return read_printed(read_text("-"), wanted, number=number)
    except InputError as error:
        raise InputError(f"standard input: {error}") from None


def _report_text(report: "CheckedTable", form: Format, only: "Iterable[CheckedCell] | None" = None) -> str:
    cells = report.cells if only is None else tuple(only)
    if form is Format.JSON:
        content = {
            "ok": report.ok,
            "summary": report.summary,
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
                for cell in cells
            ],
            "missing": report.missing,
            "notes": report.notes,
        }
        return json.dumps(content, ensure_ascii=False, indent=2)
    table = report.table(cells)
    if form is Format.CSV:
        return unix_lines(table.render("csv"))
    text = table.render(form.value)
    if form in (Format.TABLE, Format.MARKDOWN):
        text += f"\n\n{report.summary}"
    return text


app = command("check-table", check_table)
