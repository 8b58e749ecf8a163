"""`exactalign tex`: the numbers of a paper as LaTeX macros, and typed ones checked."""

from typing import TYPE_CHECKING, Annotated

import typer

from exactalign.cli import colours
from exactalign.cli.options import OutputOption, SizeOptions
from exactalign.cli.output import check_target, emit
from exactalign.cli.program import DONE, NO
from exactalign.cli.signatures import command
from exactalign.exceptions import InputError

if TYPE_CHECKING:
    from exactalign.cli.paper_numbers import Found

_PAINT = colours.column("verdict")


def tex(
    *,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A TOML file that names the numbers; - is standard input.")
    ],
    check: Annotated[
        str | None,
        typer.Option("--check", metavar="PAPER.tex", help="Compare the numbers that are typed in a paper with FILE."),
    ] = None,
    output: OutputOption = None,
    size: SizeOptions,
) -> None:
    """Write LaTeX macros for the numbers that a small file names, exact or correctly rounded.

    FILE has a section [model] with p and reward (or q, labels, or input, the name of a file), and a section [macros]
    with a line for each number, such as klTwo = {value = "kl", n = 2, digits = 4}. A value is one of kl, bound, gap,
    win-rate, reward, improvement and kl-to-tilt (see table; with n, and length if wanted), alpha (with kl, the budget),
    or an expression: "log 2 - 1/2". With digits or places it is correctly rounded, else exact.

    With --check nothing is written but what was found: a number typed as \\newcommand{\\klTwo}{0.155} or as
    \\exactly{klTwo}{0.155} must be right to the digits it shows.

    Exit status 1: a typed number disagrees, is cut instead of rounded, or cannot be read, or whether it agrees could
    not be decided.

    \b
    Examples:
      exactalign tex numbers.toml -o numbers.tex
      exactalign tex numbers.toml --check paper.tex
    """
    from exactalign.cli.paper_numbers import check_paper, macros_of, read_numbers

    if file == "-" == check:
        raise InputError("FILE and the paper are both to be read from standard input: give one as a file")
    check_target(output, read=[file, check])
    numbers = read_numbers(file, size.read(), output)
    if check is None:
        emit(macros_of(numbers, file), output)
        return
    found, used = check_paper(numbers, check)
    emit(_told(found, used), output, paint=_PAINT)
    raise typer.Exit(NO if any(entry.is_wrong for entry in found) else DONE)


def _told(found: "list[Found]", used: list[str]) -> str:
    from exactalign.tables.table import Table

    lines = []
    if found:
        rows = [(entry.line, entry.name, entry.text, str(entry.verdict), entry.right, entry.detail) for entry in found]
        lines.append(Table(("line", "name", "typed", "verdict", "right value", "detail"), rows).render())
    if used:
        lines.append(f"from the macros: {', '.join(used)}")
    return "\n\n".join(lines)


app = command("tex", tex)
