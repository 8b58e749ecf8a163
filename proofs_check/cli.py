"""The `proofs-check` command.

Exit codes: 0 every verdict is as expected; 1 one is not (or a certificate is invalid); 2 bad input; 70 a bug.
What is slow to import (SymPy, Hypothesis, the claims) is imported by the commands, not here.
"""

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from exactalign.exceptions import ExactAlignError

if TYPE_CHECKING:
    from proofs_check.registry import Library
    from proofs_check.runner import Report

PROGRAM = "proofs-check"
BUG, INTERRUPTED, BROKEN_PIPE = 70, 130, 141
_MANY = 8  # claims worth starting several processes for
_UsageError: Any = typer.BadParameter.__mro__[1]
_CommandError: Any = typer.BadParameter.__mro__[2]


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"


class ReportFormat(StrEnum):
    """What the report is written as."""

    HTML = "html"
    LATEX = "latex"
    MARKDOWN = "markdown"


Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PAPER|ID|FILE]...", help="Papers, claim ids, or Python files with claims. [default: all]"),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the answer.")]
JobsOption = Annotated[
    int | None, typer.Option(min=1, help="Processes. [default: one per core for many claims]", show_default=False)
]
DeepOption = Annotated[bool, typer.Option("--deep", help="Go further: more instances, ten times as many examples.")]

_SUFFIX_OF = {ReportFormat.HTML: "html", ReportFormat.LATEX: "tex", ReportFormat.MARKDOWN: "md"}
_REPORT_SUFFIXES = {f".{suffix}": form for form, suffix in _SUFFIX_OF.items()}

app = typer.Typer(
    name=PROGRAM,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(asked: bool) -> None:
    if asked:
        from exactalign import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 (acted on by its callback)
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Decide the claims of papers, with evidence that can fail.

    A verdict is computed from evidence: proved, decided, certified, tested, refuted, amended; or it is undecided,
    not checkable, or an error, which are never a pass.

    \b
    Examples:
      proofs-check run                        every claim of every paper
      proofs-check run A-lem9 --teeth         one claim, and the wrong variants that it must reject
      proofs-check show A-type-order          the whole story of one claim
      proofs-check new my_claims.py           a commented starting file for claims of your own
      proofs-check run my_claims.py           the claims in a Python file of your own
      proofs-check certify out && proofs-check verify out
      proofs-check report -o report.html      everything on one page
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The Python file to write; it must not be there yet.")],
) -> None:
    """Write a commented starting file with claims, which runs at once: the beginning of your own paper."""
    from proofs_check.starting_file import write_starting_file

    write_starting_file(file)
    _print(f"{file} is written; now: {PROGRAM} run {file}")


@app.command("list")
def list_claims(names: Names = None, form: FormatOption = Format.TABLE) -> None:
    """List claims without running them."""
    from proofs_check.ledger import render_list

    library, chosen = _library(names)
    del library
    _print(render_list(chosen, form))


@app.command()
def run(
    names: Names = None,
    form: FormatOption = Format.TABLE,
    jobs: JobsOption = None,
    teeth: Annotated[bool, typer.Option("--teeth", help="Show each wrong variant and how it was rejected.")] = False,
    deep: DeepOption = False,
) -> None:
    """Run claims: verdict, scope and reason of each. Exit code 1 when a verdict is not the expected one."""
    from proofs_check.ledger import render_reports

    library, chosen = _library(names)
    reports = _run(library, chosen, deep, jobs)
    _print(render_reports(reports, form, teeth))
    raise typer.Exit(0 if all(report.as_expected for report in reports) else 1)


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The id of a claim.")],
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="The Python file it is in.")] = None,
    form: Annotated[Format, typer.Option("--format", help="table (the story in words) or json.")] = Format.TABLE,
    deep: DeepOption = False,
) -> None:
    """Tell the whole story of one claim: statement, witness, proof, evidence, teeth, what it rests on."""
    import json

    from proofs_check.ledger import story

    if form not in (Format.TABLE, Format.JSON):
        raise typer.BadParameter("give table or json", param_hint="--format")
    library, _ = _library([file] if file else None)
    claim = library.claim(identifier)
    (report,) = _run(library, [claim], deep, 1)
    whole = json.dumps(report.to_json(), ensure_ascii=False, indent=1) if form == Format.JSON else story(claim, report)
    _print(whole)
    raise typer.Exit(0 if report.as_expected else 1)


@app.command()
def certify(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write; made when it is not there.")],
    names: Names = None,
) -> None:
    """Write the finite evidence of claims as certificates (JSON), to be checked by the kernel alone."""
    from proofs_check.certify import write_certificates

    if directory.exists() and not directory.is_dir():
        raise typer.BadParameter(f"{directory} is not a directory", param_hint="DIR")
    library, chosen = _library(names)
    written = write_certificates([(library.paper_of(c.id).id, c) for c in chosen], directory)
    files, claims = len(written.files), len(chosen) - len(written.without)
    counted = f"{files} certificate{'s' * (files != 1)} for {claims} claim{'s' * (claims != 1)}"
    lines = [f"{counted} in {directory}"]
    if written.without:
        lines.append(f"no finite evidence to write: {', '.join(written.without)}")
    _print("\n".join([*lines, *(f"NOT VALID: {failure}" for failure in written.failures)]))
    raise typer.Exit(1 if written.failures else 0)


@app.command()
def verify(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A directory of certificates, or one file.")],
    trace: Annotated[bool, typer.Option("--trace", help="Print each step.")] = False,
) -> None:
    """Check certificates with the kernel alone. Exit code 0 only when every file is valid."""
    from proofs_check import kernel

    if not directory.exists():
        raise typer.BadParameter(f"{directory} does not exist", param_hint="DIR")
    if directory.is_dir() and next(directory.rglob("*.json"), None) is None:
        raise typer.BadParameter(f"{directory} holds no certificates (*.json)", param_hint="DIR")
    raise typer.Exit(kernel.main([*(["--trace"] if trace else []), str(directory)]))


@app.command()
def report(
    names: Names = None,
    form: Annotated[
        ReportFormat | None,
        typer.Option("--format", help="[default: html, or what the suffix of --output says]", show_default=False),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file to write. [default: report.html]"),
    ] = None,
    jobs: JobsOption = None,
    deep: DeepOption = False,
) -> None:
    """Run claims and write the report: one HTML page that needs nothing else, a LaTeX document, or Markdown.

    A LaTeX or Markdown report NAME.tex or NAME.md has its figures beside it, in the folder NAME-figures.
    Exit code 1 when a verdict is not the expected one; the report is written all the same. - is standard output.
    """
    from datetime import UTC, datetime

    from exactalign.cli.output import check_target, emit, write_file
    from proofs_check.report import collect, picture_files, render

    chosen_form = form or _REPORT_SUFFIXES.get(Path(output or "").suffix.lower(), ReportFormat.HTML)
    target = output or f"report.{_SUFFIX_OF[chosen_form]}"
    check_target(target)
    library, chosen = _library(names)
    reports = _run(library, chosen, deep, jobs)
    content = collect(library, reports, f"{datetime.now(UTC):%Y-%m-%d}")
    pictures = {} if target == "-" else picture_files(chosen_form.value)
    folder = Path(target).with_name(f"{Path(target).stem}-figures")
    if pictures:
        folder.mkdir(exist_ok=True)
    for name, picture in pictures.items():
        write_file(str(folder / name), picture)
    emit(render(content, chosen_form.value, folder=folder.name if pictures else ""), target)
    raise typer.Exit(0 if all(report.as_expected for report in reports) else 1)


def _library(names: Sequence[str] | None) -> "tuple[Library, list[Any]]":
    from proofs_check.registry import Library

    library = Library.shipped()
    return library, library.select(names or ())


def _run(library: "Library", chosen: list[Any], deep: bool, jobs: int | None) -> "list[Report]":
    from proofs_check.runner import run as run_claims

    if jobs is None:
        jobs = (os.cpu_count() or 1) if len(chosen) > _MANY else 1
    finished = 0

    def progress(report: "Report") -> None:
        nonlocal finished
        finished += 1
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{finished} done, last {report.id}: {report.verdict}")
            sys.stderr.flush()

    try:
        return run_claims(library, chosen, deep=deep, jobs=jobs, progress=progress)
    finally:
        if finished and sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")


def _print(text: str) -> None:
    sys.stdout.write(text.rstrip("\n").replace("\r\n", "\n") + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit (the console script)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / PROGRAM
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(cache))  # Hypothesis would write where it is run
    sys.exit(run_cli(arguments))


def run_cli(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every failure has become one line on stderr."""
    try:
        result = get_command(app).main(
            None if arguments is None else list(arguments), prog_name=PROGRAM, standalone_mode=False
        )
        sys.stdout.flush()
    except ExactAlignError as error:
        return _failed(str(error))
    except _CommandError as error:
        where = f" (see '{error.ctx.command_path} --help')" if isinstance(error, _UsageError) and error.ctx else ""
        return _failed(f"{str(error.format_message()).rstrip('. ')}{where}")
    except (KeyboardInterrupt, typer.Abort):
        return _failed("interrupted", INTERRUPTED)
    except BrokenPipeError:
        from exactalign.cli.app import quiet_pipe

        return quiet_pipe()
    except OSError as error:
        return _failed(f"{error.filename or ''}: {error.strerror or error}".lstrip(": "))
    except Exception as error:  # a bug must not show as a traceback
        if os.environ.get("EXACTALIGN_TRACEBACK"):
            raise
        found = f"{type(error).__name__}: {error}"
        return _failed(f"this is a bug, please report it ({found}); EXACTALIGN_TRACEBACK=1 shows more", BUG)
    return result if isinstance(result, int) else 0


def _failed(message: str, code: int = 2) -> int:
    line = " ".join("".join(c if c.isprintable() else " " for c in message).split())
    sys.stderr.write(f"{PROGRAM}: {line[:600]}\n")
    return code


if __name__ == "__main__":
    main()
