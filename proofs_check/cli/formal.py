"""`proofs-check formal`: statements, checked by the proof assistant."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exactalign.cli import colours
from exactalign.cli.options import JobsOption, OutputOption, TextFormatOption
from exactalign.cli.output import TextFormat, check_target, chosen_format, emit
from exactalign.cli.program import DONE, NO, say
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command
from proofs_check.cli.claims import NamesArgument, library_of

if TYPE_CHECKING:
    from proofs_check.formal.checking import Checked


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
        typer.Option(
            "--check",
            help="Fail, too, when the record or a definition differs, hypotheses may clash, or coqchk refuses.",
        ),
    ] = False,
    statements: Annotated[
        bool,
        typer.Option("--statements", help="The statements alone, without their wrong variants."),
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Ask Coq anew where its answer is in the cache.")] = False,
) -> None:
    """Check with Coq that the statements of claims are theorems, and that wrong variants of them are not.

    The statement is written from the claim's term. Coq is asked for every axiom that a proof rests on; what a statement
    assumes is listed. Without Coq one line says what to install.

    Exit status 1: a statement is refused; with --check also what --check finds.

    JSON keys: claims, coq. Of each claim: id, theorem, status (accepted or refused), axioms, hypotheses, seconds,
    variants (of the wrong variants: how many were tried and refused, which are also_proved, and on which the proof was
    stopped, so that they are neither), together (the model at which all hypotheses hold, or the theorem that says so,
    or the reason why neither is had; null for a denial). Why a statement is refused stands on standard error then.

    \b
    Examples:
      proofs-check formal A-lem9
      proofs-check formal guarantees --format json -o formal.json
    """
    import json

    from exactalign.cli.reading import read_jobs
    from proofs_check.engine.asserting import formal_of
    from proofs_check.exceptions import PaperError
    from proofs_check.formal import assistant, building, checking, examining, models
    from proofs_check.formal import record as records
    from proofs_check.formal.sources import sources

    if record and statements:
        raise PaperError("--record needs the wrong variants: leave --statements out")
    check_target(output, read=names or ())
    chosen = chosen_format(form, output, TextFormat.TABLE)
    library, claims = library_of(names, output)
    wanted = [entry for claim in claims for entry in formal_of(claim)]
    if not wanted:
        raise PaperError("none of these claims has a formal statement")
    if lacking := assistant.missing():
        count = len(wanted)
        present = "1 formal proof is present, and was" if count == 1 else f"{count} formal proofs are present, and were"
        raise PaperError(f"{lacking}; {present} not re-checked here")
    watch = building.Watch(lambda count: PROGRESS.begin("files", count), lambda name: PROGRESS.advance(last=name))
    workers = read_jobs(jobs, len(wanted) + len(sources()), 1)
    examples = {claim.id: getattr(claim, "example", None) for claim in claims}
    stated = [(name, statement, examples[name]) for name, statement, theorem in wanted if not theorem.denies]
    if check:
        found, together, others, problems = examining.examine(wanted, stated, workers, watch, not statements)
    else:
        found = checking.check(wanted, workers, watch, again=again, teeth=not statements)
        met = building.ask(models.together(stated), workers, watch, again)
        together = examining.with_theorems(met, found)
        others, problems = [], [f"{entry.id}: {entry.reason}" for entry in found if entry.status != "accepted"]
    notes = list(models.told(together))
    notes += others
    if record:
        known = [entry[0] for paper in library.papers for claim in paper for entry in formal_of(claim)]
        joined = [(entry, statement, theorem) for entry, (_, statement, theorem) in zip(found, wanted, strict=True)]
        records.save(records.written(joined, known, together), Path(records.__file__).parent / records.NAME)
    if chosen is TextFormat.JSON:
        text = json.dumps(checking.report(found, together), ensure_ascii=False, indent=1)
        for problem in problems:
            say(PROGRAM, f"refused: {problem}")
    else:
        text = "\n".join(formal_lines(found, notes, problems, checking.SECONDS))
    emit(text, output, paint=colours.words(r"(?P<word>accepted|refused|REFUSED)"))
    raise typer.Exit(NO if problems else DONE)


def formal_lines(found: "list[Checked]", notes: list[str], problems: list[str], seconds: int) -> Iterator[str]:
    for entry in found:
        tried = f"; {entry.refused} of {entry.variants} variants refused" if entry.variants else ""
        yield f"{entry.id}: {entry.status}: {entry.theorem}{tried}"
        for label in entry.proved_variants:
            yield f"  also proved: {label}"
        for label in entry.stopped_variants:
            yield f"  stopped after {seconds} seconds, neither proved nor refused: {label}"
    accepted = [entry for entry in found if entry.status == "accepted"]
    axioms = sorted({axiom for entry in accepted for axiom in entry.axioms})
    yield ""
    yield f"{len(accepted)} of {len(found)} statements accepted by Coq."
    if kept := sum(entry.kept for entry in found):
        yield f"Answered in an earlier run, on the same files: {kept} (--again asks anew)."
    if accepted:
        yield f"Axioms: {', '.join(axioms) or 'none'}."
    yield from (f"{note}." for note in notes)
    for problem in problems:
        yield f"REFUSED {problem}"


PROGRAM = "proofs-check"
app = command("formal", formal)
