"""`proofs-check certify`: finite evidence as certificates."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exactalign.cli import colours
from exactalign.cli.options import JobsOption, OutputOption, TextFormatOption
from exactalign.cli.output import TextFormat, check_directory, check_target, chosen_format, emit
from exactalign.cli.program import DONE, NO
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command
from proofs_check.cli.claims import NamesArgument, check_apart, library_of

if TYPE_CHECKING:
    from proofs_check.engine.certify import Written
    from proofs_check.formal.export import Exported


def certify(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="Where to write; made when it is not there.")],
    names: NamesArgument = None,
    form: TextFormatOption = None,
    output: OutputOption = None,
    coq: Annotated[bool, typer.Option("--coq", help="Write them as lemmas for Coq too, in DIR/coq.")] = False,
    jobs: JobsOption = None,
) -> None:
    """Write the finite evidence of claims as certificates, JSON files to be checked by the kernel alone.

    They are DIR/PAPER/ID-1.json, and so on; DIR/manifest.json lists them, and what is left out with the reason. All are
    written at the end, and take the place of those of an earlier run in DIR: an interruption before leaves those. While
    another run writes to DIR, it is refused.

    With --coq each is also a lemma for the proof assistant, with the side conditions (what a logarithm is taken of is
    positive, what is called a law is one) as goals of their own. DIR/coq holds them, what they need of the library, and
    a _CoqProject. Where Coq is installed they are compiled, --jobs at once.

    Exit status 1: the kernel rejects what a claim states, finished numbers too, or Coq a lemma.

    JSON keys: directory, claims, files, left_out, failures, coq. claims is their number, files the paths that were
    written, left_out the reasons why something of a claim is not written, by id, failures what the kernel rejects, in
    words. coq is null without --coq; else lemmas lists the certificates that are lemmas, not_translated and refused
    have a reason for each other one, and coq is the version that accepted the lemmas, "" when there is none.

    \b
    Examples:
      proofs-check certify certificates A-ex2-marginal
      proofs-check certify certificates guarantees --format json
      proofs-check certify --coq certificates A-ex2-marginal
    """
    import json

    from exactalign.cli.reading import read_jobs
    from proofs_check.engine.certify import write_certificates
    from proofs_check.engine.placing import alone_in, refuse_link
    from proofs_check.formal.building import Watch
    from proofs_check.formal.export import export

    check_directory(directory, "DIR")
    check_apart(output, directory)
    check_target(output, read=names or ())
    chosen = chosen_format(form, output, TextFormat.TABLE)
    with alone_in(Path(directory)):
        if coq:
            refuse_link(Path(directory) / "coq")
        library, claims = library_of(names, output)
        PROGRESS.begin("claims", len(claims))
        pairs = [(library.paper_of(claim.id).id, claim) for claim in claims]
        written = write_certificates(pairs, Path(directory), on_claim=lambda claim: PROGRESS.advance(last=claim.id))
        exported = None
        if coq:
            watch = Watch(lambda count: PROGRESS.begin("files", count), lambda name: PROGRESS.advance(last=name))
            files = written.files
            texts = ((file.parent.name, file.stem, json.loads(file.read_text(encoding="utf-8"))) for file in files)
            exported = export(texts, Path(directory) / "coq", read_jobs(jobs, len(files), 1), watch)
    if chosen is TextFormat.JSON:
        content = {
            "directory": directory,
            "claims": len(claims),
            "files": [str(file) for file in written.files],
            "left_out": written.left_out,
            "failures": written.failures,
            "coq": None if exported is None else exported.to_json(),
        }
        text = json.dumps(content, ensure_ascii=False, indent=1)
    else:
        text = "\n".join([*_certified(directory, len(claims), written), *_lemmas(directory, exported)])
    emit(text, output, paint=colours.words("^(?P<word>NOT VALID|REFUSED)"))
    raise typer.Exit(NO if written.failures or (exported is not None and exported.refused) else DONE)


def _certified(directory: str, claims: int, written: "Written") -> list[str]:
    files = len(written.files)
    lines = [f"{files} certificate{'s' * (files != 1)} of {claims} claim{'s' * (claims != 1)} in {directory}"]
    by_reason: dict[str, list[str]] = {}
    for name, reasons in written.left_out.items():
        for reason in reasons:
            by_reason.setdefault(reason, []).append(name)
    lines += [f"left out, {reason}: {', '.join(names)}" for reason, names in by_reason.items()]
    return [*lines, *(f"NOT VALID: {failure}" for failure in written.failures)]


def _lemmas(directory: str, exported: "Exported | None") -> Iterator[str]:
    if exported is None:
        return
    count = len(exported.lemmas)
    said = f"accepted by Coq {exported.coq}" if exported.coq else "not compiled here: there is no coqc on the path"
    yield f"{count} lemma{'s' * (count != 1)} in {directory}/coq, {said}"
    for name, reason in exported.not_translated.items():
        yield f"no lemma: {name}: {reason}"
    for name, reason in exported.refused.items():
        yield f"REFUSED {name}: {reason}"


app = command("certify", certify)
