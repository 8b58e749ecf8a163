"""The `proofs-check` command.

What is slow to import (SymPy, Hypothesis, the claims) is imported by the commands, not here.
"""

import shutil
import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from exactalign.cli import colours
from exactalign.cli.manual import COMMAND, HELP_OPTIONS, Group
from exactalign.cli.options import FormatOption, JobsOption, OutputOption, TextFormatOption
from exactalign.cli.output import (
    Format,
    TextFormat,
    check_directory,
    check_target,
    chosen_format,
    emit,
    is_standard,
    unix_lines,
)
from exactalign.cli.program import BAD_INPUT, DONE, NO, Program
from exactalign.cli.progress import PROGRESS

if TYPE_CHECKING:
    from proofs_check.engine.registry import Library
    from proofs_check.engine.runner import Report
    from proofs_check.formal.checking import Checked
    from proofs_check.kernel import Outcome

_FEW = 8  # claims for which starting other processes does not pay


class ReportFormat(StrEnum):
    """What the report is written as."""

    HTML = "html"
    LATEX = "latex"
    MARKDOWN = "markdown"


NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="PAPER|ID|FILE", help="Papers, claim ids, or Python files with claims. [default: all]"),
]
DeepOption = Annotated[bool, typer.Option("--deep", help="Go further: more instances, ten times as many examples.")]

_SUFFIX_OF = {ReportFormat.HTML: "html", ReportFormat.LATEX: "tex", ReportFormat.MARKDOWN: "md"}
_PAGE = 160  # the width of a table that does not go to a terminal
_PAINT_STORY = colours.words(
    r"^verdict +(?P<word>not checkable|[a-z]+)",
    r"^(?:proof|witness|search|decision|instances) +[^:]+: (?P<word>[a-z]+);",
    r"\[(?P<word>[a-z]+|FAILS)\]$",
    r"(?P<word>NOT REJECTED|PROBLEM|SANITY FAILS)",
)


app = typer.Typer(
    name="proofs-check",
    cls=Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=HELP_OPTIONS,
)
PROGRAM = Program("proofs-check", app)


@app.callback(invoke_without_command=True)
def _root(context: typer.Context, version: Annotated[bool, PROGRAM.version_option()] = False) -> None:  # noqa: ARG001
    """Decide the claims of papers, with evidence that can fail.

    Every claim gets a verdict, computed from its evidence. formal: stated for Coq from the claim itself, and a theorem
    there. proved: every step is checked here. argued: a proof by hand with a step that no machine has checked. decided:
    a closed statement, exactly true. certified, tested: true on the instances that were tried, by enclosures or by a
    search. refuted: false, with an exact witness. amended: not true as printed; what is true instead is stated and has
    a verdict of its own. undecided, not checkable, error: never a pass.

    The evidence of a claim must reject wrong variants of it, altered on purpose (its teeth). A certificate is a finite
    part of the evidence in a file, which a small program of its own, the kernel, checks again.

    \b
    Examples:
      proofs-check run                       # every claim of every paper
      proofs-check run A-lem9 --teeth        # one claim, and the wrong variants that it must reject
      proofs-check show A-type-order         # the whole story of one claim
      proofs-check new my_claims.py          # a commented starting file for claims of your own
      proofs-check run my_claims.py          # the claims in a Python file of your own
      proofs-check certify certificates && proofs-check verify certificates
      proofs-check report -o report.html     # everything on one page

    Every command explains itself: proofs-check COMMAND --help.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("new", short_help="Write a starting file for claims of your own.", **COMMAND)
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The Python file to write; it must not be there yet.")],
) -> None:
    """Write a commented starting file with claims, which runs at once: the beginning of your own paper.

    \b
    Examples:
      proofs-check new my_claims.py && proofs-check run my_claims.py
    """
    from proofs_check.starting_file import write_starting_file

    write_starting_file(file)
    emit(f"{file} is written; now: proofs-check run {file}")


@app.command("list", short_help="List claims without running them.", **COMMAND)
def list_claims(names: NamesArgument = None, form: FormatOption = None, output: OutputOption = None) -> None:
    """List claims without running them: id, place in the paper, title, expected verdict.

    JSON list, keys: id, place, title, statement, scope, expected, checks. checks is their number.

    \b
    Examples:
      proofs-check list
      proofs-check list guarantees --format markdown
      proofs-check list A-lem9 A-type-order --format json
    """
    from proofs_check.report.ledger import render_list

    check_target(output)
    chosen = chosen_format(form, output, Format.TABLE)
    _, claims = _library(names)
    _emit(render_list(claims, chosen.value), chosen, output, colours.column("expected"))


@app.command("run", short_help="Run claims: verdict, scope and reason of each.", **COMMAND)
def run(
    names: NamesArgument = None,
    form: FormatOption = None,
    output: OutputOption = None,
    jobs: JobsOption = None,
    teeth: Annotated[
        bool, typer.Option("--teeth", help="Show each wrong variant and how it was rejected (in CSV: instead).")
    ] = False,
    deep: DeepOption = False,
) -> None:
    """Run claims, with everything that they rest on, and print verdict, scope and reason of each.

    Exit status 1: a verdict is not the expected one, or something is wrong with the checks of a claim.

    JSON list, keys: id, verdict, expected, as_expected, scope, statement, witness, corrected, evidence, teeth, seconds,
    paper, place, title, latex, reason, weight, status, given, sanity, checks, problems. witness and corrected are null
    when there is none. Rationals are strings.

    \b
    Examples:
      proofs-check run
      proofs-check run A-lem9 A-type-order --teeth
      proofs-check run A-table1 A-lem9 --jobs 2 -o claims.json
    """
    from exactalign.cli.reading import read_jobs
    from proofs_check.report.ledger import render_reports

    read_jobs(jobs, 1, 1)
    check_target(output)
    chosen = chosen_format(form, output, Format.TABLE)
    library, claims = _library(names)
    reports = _run(library, claims, deep, jobs)
    text = render_reports(reports, chosen.value, teeth, width=_width(output))
    _emit(text, chosen, output, lambda text: colours.column("rejected by")(colours.column("verdict")(text)))
    raise typer.Exit(DONE if all(report.as_expected for report in reports) else NO)


@app.command("show", short_help="Tell the whole story of one claim.", **COMMAND)
def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The id of a claim.")],
    file: Annotated[str | None, typer.Argument(metavar="FILE", help="The Python file it is in.")] = None,
    form: TextFormatOption = None,
    output: OutputOption = None,
    deep: DeepOption = False,
) -> None:
    """Tell the whole story of one claim: statement, witness, proof, evidence, teeth, what it rests on.

    Exit status 1: the verdict is not the expected one, or something is wrong with the checks.

    JSON keys: id, verdict, expected, as_expected, scope, statement, witness, corrected, evidence, teeth, seconds,
    paper, place, title, latex, reason, weight, status, given, sanity, checks, problems.

    \b
    Examples:
      proofs-check show A-type-order
      proofs-check show A-lem9 --format json
      proofs-check new my_claims.py && proofs-check show MY-kl-bound my_claims.py
    """
    import json

    from proofs_check.report.ledger import story

    check_target(output)
    chosen = chosen_format(form, output, TextFormat.TABLE)
    library, _ = _library([file] if file else None)
    claim = library.claim(identifier)
    (report,) = _run(library, [claim], deep, "1")
    if chosen is TextFormat.JSON:
        emit(json.dumps(report.to_json(), ensure_ascii=False, indent=1), output)
    else:
        emit(story(claim, report, width=_width(output)), output, paint=_PAINT_STORY)
    raise typer.Exit(DONE if report.as_expected else NO)


@app.command("certify", short_help="Write the finite evidence of claims as certificates.", **COMMAND)
def certify(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="Where to write; made when it is not there.")],
    names: NamesArgument = None,
    form: TextFormatOption = None,
    output: OutputOption = None,
) -> None:
    """Write the finite evidence of claims as certificates, JSON files to be checked by the kernel alone.

    They are written one by one, each whole: DIR/PAPER/ID-1.json, and so on; last comes DIR/manifest.json, which lists
    them, and what is left out with the reason. The certificates of an earlier run in DIR are replaced.

    Exit status 1: the kernel rejects what a claim states.

    JSON keys: directory, claims, files, left_out, failures. claims is their number, files the paths that were written,
    left_out the reasons why something of a claim is not written, by id, failures what the kernel rejects, in words.

    \b
    Examples:
      proofs-check certify certificates A-ex2-marginal
      proofs-check certify certificates guarantees --format json
    """
    import json

    from proofs_check.engine.certify import write_certificates

    check_directory(directory, "DIR")
    check_target(output)
    chosen = chosen_format(form, output, TextFormat.TABLE)
    library, claims = _library(names)
    PROGRESS.begin("claims", len(claims))
    pairs = [(library.paper_of(claim.id).id, claim) for claim in claims]
    written = write_certificates(pairs, Path(directory), on_claim=lambda claim: PROGRESS.advance(last=claim.id))
    if chosen is TextFormat.JSON:
        content = {
            "directory": directory,
            "claims": len(claims),
            "files": [str(file) for file in written.files],
            "left_out": written.left_out,
            "failures": written.failures,
        }
        text = json.dumps(content, ensure_ascii=False, indent=1)
    else:
        text = "\n".join(_certified(directory, len(claims), written))
    emit(text, output, paint=colours.words("^(?P<word>NOT VALID):"))
    raise typer.Exit(NO if written.failures else DONE)


@app.command("verify", short_help="Check certificates with the kernel alone.", **COMMAND)
def verify(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="A directory of certificates, or one file.")],
    trace: Annotated[bool, typer.Option("--trace", help="Show each step.")] = False,
    form: TextFormatOption = None,
    output: OutputOption = None,
) -> None:
    """Check certificates with the kernel alone, which imports nothing of the rest.

    The kernel is one file of the standard library's Python: python proofs_check/kernel.py DIR says the same.

    Of a directory the manifest is checked as well: a certificate that is missing, not the one that is listed (stale)
    or not listed (foreign) is an error.

    Exit status 1: a certificate is invalid. A malformed one makes it 2, and so does a manifest that is not met.

    JSON keys: counts, certificates, manifest. counts has the numbers of valid, invalid and malformed ones; certificates
    lists {"file", "status", "reason", "steps"}, reason being what a valid one proves, steps empty without --trace;
    manifest lists what is missing, stale or foreign.

    \b
    Examples:
      proofs-check certify certificates A-ex2-marginal && proofs-check verify certificates --trace
      proofs-check certify certificates A-ex2-marginal && proofs-check verify certificates --format json
    """
    import json

    from proofs_check import kernel

    files = _certificates(directory)
    check_target(output)
    chosen = chosen_format(form, output, TextFormat.TABLE)
    PROGRESS.begin("certificates", len(files))
    outcomes = []
    for file in files:
        outcomes.append(kernel.check(file))
        PROGRESS.advance(last=file.stem)
    counts = {word: sum(o.status == word for o in outcomes) for word in ("valid", "invalid", "malformed")}
    unmet = kernel.manifest_problems(Path(directory)) if Path(directory).is_dir() else []
    checked = list(zip(files, outcomes, strict=True))
    if chosen is TextFormat.JSON:
        listed = [
            {"file": str(file), "status": o.status, "reason": o.reason, "steps": o.steps if trace else []}
            for file, o in checked
        ]
        text = json.dumps({"counts": counts, "certificates": listed, "manifest": unmet}, ensure_ascii=False, indent=1)
    else:
        problems = [ascii(f"malformed {problem}")[1:-1] for problem in unmet]
        tally = ", ".join(f"{count} {word}" for word, count in counts.items())
        text = "\n".join([*_verified(checked, trace), *problems, tally])
    emit(text, output, paint=colours.words("^(?P<word>valid|invalid|malformed) "))
    raise typer.Exit(BAD_INPUT if counts["malformed"] or unmet else NO if counts["invalid"] else DONE)


@app.command("formal", short_help="Check formal statements with the proof assistant.", **COMMAND)
def formal(
    names: NamesArgument = None,
    form: TextFormatOption = None,
    output: OutputOption = None,
    jobs: JobsOption = None,
    record: Annotated[
        bool, typer.Option("--record", help="Write what is accepted into the package: `run` then calls it formal.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Fail when the record or a definition differs, or coqchk refuses."),
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Ask Coq anew where its answer is in the cache.")] = False,
) -> None:
    """Check with Coq that the statements of claims are theorems, and that wrong variants of them are not.

    The statement is written from the claim's term. Coq is asked for every axiom that a proof rests on; what a statement
    assumes is listed. Without Coq one line says what to install.

    Exit status 1: a statement is refused, or the record differs.

    JSON keys: claims, coq. Of each claim: id, theorem, status, axioms, hypotheses, seconds, reason, variants.

    \b
    Examples:
      proofs-check formal A-lem9
      proofs-check formal guarantees --format json -o formal.json
    """
    import json

    from exactalign.cli.reading import read_jobs
    from proofs_check.engine.asserting import formal_of
    from proofs_check.exceptions import ClaimError, PaperError
    from proofs_check.formal import assistant, building, checking, comparing
    from proofs_check.formal import record as records
    from proofs_check.formal.sources import sources

    check_target(output)
    chosen = chosen_format(form, output, TextFormat.TABLE)
    library, claims = _library(names)
    wanted = [entry for claim in claims for entry in formal_of(claim)]
    if not wanted:
        raise PaperError("none of these claims has a formal statement")
    if lacking := assistant.missing():
        raise PaperError(f"{lacking}; {len(wanted)} formal proofs are present, and were not re-checked here")
    watch = building.Watch(lambda count: PROGRESS.begin("files", count), lambda name: PROGRESS.advance(last=name))
    workers = read_jobs(jobs, len(wanted) + len(sources()), 1)
    found = checking.check(wanted, workers, watch, again=again or check)
    problems = [f"{entry.id}: {entry.reason}" for entry in found if entry.status != "accepted"]
    notes = []
    if check:
        try:
            notes.append(building.recheck(workers))
            compared = comparing.compare(jobs=workers, watch=watch, again=True)
            notes.append(f"{compared} definitions have the values that exactalign computes")
        except ClaimError as error:
            problems.append(str(error))
        for (identifier, statement, theorem), entry in zip(wanted, found, strict=True):
            standing = records.standing(identifier, statement, theorem)
            if entry.status == "accepted" and not standing.accepted:
                problems.append(f"{identifier}: the record differs: {standing.reason}")
    if record:
        known = [entry[0] for paper in library.papers for claim in paper for entry in formal_of(claim)]
        joined = [(entry, statement, theorem) for entry, (_, statement, theorem) in zip(found, wanted, strict=True)]
        records.save(records.written(joined, known), Path(records.__file__).parent / records.NAME)
    if chosen is TextFormat.JSON:
        text = json.dumps(checking.report(found), ensure_ascii=False, indent=1)
    else:
        text = "\n".join(_formal_lines(found, notes, problems))
    emit(text, output, paint=colours.words(r"(?P<word>accepted|refused|REFUSED)"))
    raise typer.Exit(NO if problems else DONE)


def _formal_lines(found: "list[Checked]", notes: list[str], problems: list[str]) -> Iterator[str]:
    for entry in found:
        yield f"{entry.id}: {entry.status}: {entry.theorem}; {entry.refused} of {entry.variants} variants refused"
        for label in entry.proved_variants:
            yield f"  also proved: {label}"
    axioms = sorted({axiom for entry in found for axiom in entry.axioms})
    yield ""
    yield f"{sum(entry.status == 'accepted' for entry in found)} of {len(found)} statements accepted by Coq."
    if kept := sum(entry.kept for entry in found):
        yield f"Answered in an earlier run, on the same files: {kept} (--again asks anew)."
    yield f"Axioms: {', '.join(axioms) or 'none'}."
    yield from (f"{note}." for note in notes)
    for problem in problems:
        yield f"REFUSED {problem}"


@app.command("report", short_help="Run claims and write everything on one page.", **COMMAND)
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

    require_extra("claims", "figures")
    from proofs_check.report import collect, picture_files, render

    read_jobs(jobs, 1, 1)
    chosen = chosen_format(form, output, ReportFormat.HTML)
    target = output or f"report.{_SUFFIX_OF[chosen]}"
    check_target(target)
    folder = None if chosen is ReportFormat.HTML else _beside(target)
    if folder is not None:
        check_directory(str(folder), "--output needs the folder")
    library, claims = _library(names)
    reports = _run(library, claims, deep, jobs)
    PROGRESS.begin("writing the report")
    content = collect(library, reports, f"{datetime.now(UTC):%Y-%m-%d}")
    text = render(content, chosen.value, folder="" if folder is None else folder.name)
    if folder is not None:
        folder.mkdir(exist_ok=True)
        for name, picture in (picture_files(chosen.value) if content.has_illustrations else {}).items():
            write_file(str(folder / name), picture)
    emit(text, target)
    raise typer.Exit(DONE if all(report.as_expected for report in reports) else NO)


def _beside(target: str) -> Path | None:
    """The folder for the figures of a report; None when it goes to a stream, which has no place beside it."""
    path = Path(target)
    if target == "-" or target.startswith("/dev/") or (path.exists() and not path.is_file()):
        return None
    return path.with_name(f"{path.stem}-figures")


def _library(names: Sequence[str] | None) -> "tuple[Library, list[Any]]":
    PROGRESS.begin("reading the claims")
    from proofs_check.engine.registry import Library

    library = Library.shipped()
    return library, library.select(names or ())


def _run(library: "Library", claims: list[Any], deep: bool, jobs: str | None) -> "list[Report]":
    from exactalign.cli.reading import read_jobs
    from proofs_check.engine.runner import needed
    from proofs_check.engine.runner import run as run_claims

    count = len(needed(library, claims))
    PROGRESS.begin("claims", count)

    def done(report: "Report") -> None:
        PROGRESS.advance(last=f"{report.id}: {report.verdict}")

    return run_claims(library, claims, deep=deep, jobs=read_jobs(jobs, count, _FEW), progress=done)


def _certified(directory: str, claims: int, written: Any) -> list[str]:
    files = len(written.files)
    lines = [f"{files} certificate{'s' * (files != 1)} of {claims} claim{'s' * (claims != 1)} in {directory}"]
    by_reason: dict[str, list[str]] = {}
    for name, reasons in written.left_out.items():
        for reason in reasons:
            by_reason.setdefault(reason, []).append(name)
    lines += [f"left out, {reason}: {', '.join(names)}" for reason, names in by_reason.items()]
    return [*lines, *(f"NOT VALID: {failure}" for failure in written.failures)]


def _verified(checked: "list[tuple[Path, Outcome]]", trace: bool) -> Iterator[str]:
    """What the kernel prints of every file, in ASCII as it does."""
    for file, outcome in checked:
        steps = [f"    {step}" for step in outcome.steps if trace]
        yield from (ascii(line)[1:-1] for line in (f"{outcome.status:9} {file}: {outcome.reason}", *steps))


def _certificates(directory: str) -> list[Path]:
    path = Path(directory)
    if not path.exists():
        raise typer.BadParameter(f"{directory} does not exist", param_hint="DIR")
    from proofs_check.kernel import files_in

    files = files_in(path) if path.is_dir() else [path]
    if not files:
        raise typer.BadParameter(f"{directory} holds no certificates (*.json)", param_hint="DIR")
    return files


def _width(output: str | None) -> int:
    """The columns that a table or a story may take."""
    terminal = is_standard(output) and sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size((_PAGE, 24)).columns if terminal else _PAGE


def _emit(text: str, form: Format, output: str | None, paint: colours.Paint) -> None:
    emit(unix_lines(text) if form is Format.CSV else text, output, paint=paint if form is Format.TABLE else None)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit (the console script)."""
    PROGRAM.main(arguments)


def run_cli(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; every failure has become one line on stderr."""
    return PROGRAM.run(arguments)


if __name__ == "__main__":
    main()
