"""`proofs-check certify`: finite evidence as certificates."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exactalign.cli import colours
from exactalign.cli.options import OutputOption, TextFormatOption
from exactalign.cli.output import TextFormat, check_directory, check_target, chosen_format, emit
from exactalign.cli.program import DONE, NO
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command
from proofs_check.cli.claims import NamesArgument, library_of

if TYPE_CHECKING:
    from proofs_check.engine.certify import Written


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
    library, claims = library_of(names)
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


def _certified(directory: str, claims: int, written: "Written") -> list[str]:
    files = len(written.files)
    lines = [f"{files} certificate{'s' * (files != 1)} of {claims} claim{'s' * (claims != 1)} in {directory}"]
    by_reason: dict[str, list[str]] = {}
    for name, reasons in written.left_out.items():
        for reason in reasons:
            by_reason.setdefault(reason, []).append(name)
    lines += [f"left out, {reason}: {', '.join(names)}" for reason, names in by_reason.items()]
    return [*lines, *(f"NOT VALID: {failure}" for failure in written.failures)]


app = command("certify", certify)
