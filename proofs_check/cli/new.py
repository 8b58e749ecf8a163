"""`proofs-check new`: a starting file for claims of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from exactalign.cli.output import emit
from exactalign.cli.signatures import command


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The Python file to write; it must not be there yet.")],
) -> None:
    """Write a commented starting file with claims, which runs at once: the beginning of your own paper.

    \b
    Examples:
      proofs-check new my_claims.py && proofs-check run my_claims.py
    """
    from proofs_check.starting_file import typed, write_starting_file

    write_starting_file(file)
    emit(f"{file} is written; now: proofs-check run {typed(file)}")


app = command("new", new)
