"""Which claims a command is about, running them, and where no answer may go: the same for every command."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exactalign.cli.output import check_target, is_standard
from exactalign.cli.progress import PROGRESS
from exactalign.exceptions import ParameterError
from proofs_check.cli.completion import names_completed

if TYPE_CHECKING:
    from proofs_check.engine.registry import Library
    from proofs_check.engine.reports import Report
    from proofs_check.language.claims import Claim

_FEW = 8  # claims for which starting other processes does not pay
_PAGE = 160  # the width of a table that does not go to a terminal

NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PAPER|ID|FILE",
        help="Papers, claim ids, or Python files with claims. [default: all]",
        autocompletion=names_completed,
    ),
]
DeepOption = Annotated[bool, typer.Option("--deep", help="Go further: more instances, ten times as many examples.")]


def library_of(names: Sequence[str] | None, output: str | None = None) -> "tuple[Library, list[type[Claim]]]":
    """Return every claim there is, and those that are named: all when none is. Refuse to write to what is read now."""
    PROGRESS.begin("reading the claims")
    from proofs_check.engine.registry import Library

    library = Library.shipped()
    claims = library.select(names or ())
    check_target(output)  # once more: a file of claims may have imported it
    return library, claims


def reports_of(library: "Library", claims: "list[type[Claim]]", deep: bool, jobs: str | None) -> "list[Report]":
    """Run claims with everything they rest on, and show on standard error how far it is."""
    from exactalign.cli.reading import read_jobs
    from proofs_check.engine.runner import needed
    from proofs_check.engine.runner import run as run_claims

    count = len(needed(library, claims))
    for paper in library.papers:
        if paper.imported:
            names = ", ".join(claim.id for claim in paper.imported)
            typer.echo(f"proofs-check: {paper.origin}: imported from another file, and not run: {names}", err=True)
    PROGRESS.begin("claims", count)

    def done(report: "Report") -> None:
        PROGRESS.advance(last=f"{report.id}: {report.verdict}")

    several = read_jobs(jobs, count, _FEW)
    return run_claims(library, claims, deep=deep, jobs=several, progress=done, starting=PROGRESS.still)


def page_width(output: str | None) -> int:
    """Return the columns that a table or a story may take."""
    terminal = is_standard(output) and sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size((_PAGE, 24)).columns if terminal else _PAGE


def check_apart(output: str | None, directory: str) -> None:
    """Refuse an output among the JSON files of a directory of certificates, each of which is read as one."""
    path = Path(output or "")
    if path.suffix.lower() == ".json" and path.resolve().is_relative_to(Path(directory).resolve()):
        raise ParameterError(f"--output {output} is in DIR, where each .json is a certificate: give another directory")
