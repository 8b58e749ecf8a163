"""`proofs-check report`: claims on one page."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from exactalign.cli.options import JobsOption
from exactalign.cli.output import check_directory, check_target, chosen_format, emit
from exactalign.cli.program import DONE, NO
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command
from proofs_check.cli.claims import DeepOption, NamesArgument, library_of, reports_of


class ReportFormat(StrEnum):
    """What the report is written as."""

    HTML = "html"
    LATEX = "latex"
    MARKDOWN = "markdown"


_SUFFIX_OF = {ReportFormat.HTML: "html", ReportFormat.LATEX: "tex", ReportFormat.MARKDOWN: "md"}


def report(
    names: NamesArgument = None,
    form: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="How to write the report. [default: html, or what the suffix of --output says]",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to FILE, whole or not at all; - is standard output. [default: report.html]",
        ),
    ] = None,
    jobs: JobsOption = None,
    deep: DeepOption = False,
) -> None:
    """Run claims and write the report: one HTML page that needs nothing else, a LaTeX document, or Markdown.

    A LaTeX or Markdown report NAME.tex or NAME.md has its figures beside it, in the folder NAME-figures. The same as
    data: run --format json.

    Exit status 1: a verdict is not the expected one; the report is written all the same.

    \b
    Examples:
      proofs-check report -o report.html
      proofs-check report A-lem9 A-type-order -o lemmas.tex
      proofs-check report A-lem9 --format markdown -o -
    """
    from datetime import UTC, datetime

    from exactalign.cli.reading import read_jobs
    from exactalign.extras import require_extra
    from exactalign.runs.files import write_file

    require_extra("claims")
    from proofs_check.report import collect, needs_figures, picture_files, render

    read_jobs(jobs, 1, 1)
    chosen = chosen_format(form, output, ReportFormat.HTML)
    target = f"report.{_SUFFIX_OF[chosen]}" if output is None else output
    check_target(target, read=names or ())
    folder = None if chosen is ReportFormat.HTML else _beside(target)
    if folder is not None:
        check_directory(str(folder), "--output needs the folder")
    library, claims = library_of(names, target)
    if needs_figures(library, claims) and (folder is not None or chosen is ReportFormat.HTML):
        require_extra("figures")
    reports = reports_of(library, claims, deep, jobs)
    PROGRESS.begin("writing the report")
    content = collect(library, reports, f"{datetime.now(UTC):%Y-%m-%d}")
    text = render(content, chosen.value, folder="" if folder is None else folder.name)
    if folder is not None and content.has_illustrations:
        folder.mkdir(exist_ok=True)
        for name, picture in picture_files(chosen.value).items():
            write_file(str(folder / name), picture)
    emit(text, target)
    raise typer.Exit(DONE if all(report.as_expected for report in reports) else NO)


def _beside(target: str) -> Path | None:
    """The folder for the figures of a report; None when it goes to a stream, which has no place beside it."""
    path = Path(target)
    if target == "-" or target.startswith("/dev/") or (path.exists() and not path.is_file()):
        return None
    return path.with_name(f"{path.stem}-figures")


app = command("report", report)
