"""`proofs-check show`: the whole story of one claim."""

from typing import Annotated

import typer

from exactalign.cli import colours
from exactalign.cli.options import OutputOption, TextFormatOption
from exactalign.cli.output import TextFormat, check_target, chosen_format, emit
from exactalign.cli.program import DONE, NO
from exactalign.cli.signatures import command
from proofs_check.cli.claims import DeepOption, library_of, page_width, reports_of
from proofs_check.cli.completion import id_completed

_PAINT_STORY = colours.words(
    r"^verdict +(?P<word>not checkable|[a-z]+)",
    r"^(?:proof|witness|search|decision|instances) +[^:]+: (?P<word>[a-z]+);",
    r"\[(?P<word>[a-z]+|FAILS)\]$",
    r"(?P<word>NOT REJECTED|PROBLEM|SANITY FAILS)",
)


def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The id of a claim.", autocompletion=id_completed)],
    file: Annotated[str | None, typer.Argument(metavar="FILE", help="The Python file it is in.")] = None,
    form: TextFormatOption = None,
    output: OutputOption = None,
    deep: DeepOption = False,
) -> None:
    """Tell the whole story of one claim: statement, witness, proof, evidence, teeth, what it rests on.

    Exit status 1: the verdict is not the expected one, or something is wrong with the checks.

    JSON keys: id, verdict, expected, as_expected, scope, statement, witness, corrected, evidence, teeth, seconds,
    paper, place, title, latex, reason, weight, term, status, given, sanity, checks, problems.

    \b
    Examples:
      proofs-check show A-type-order
      proofs-check show A-lem9 --format json
      proofs-check new my_claims.py && proofs-check show MY-kl-bound my_claims.py
    """
    import json

    from proofs_check.report.ledger import story

    check_target(output, read=[file])
    chosen = chosen_format(form, output, TextFormat.TABLE)
    library, _ = library_of([file] if file else None, output)
    claim = library.claim(identifier)
    (report,) = reports_of(library, [claim], deep, "1")
    if chosen is TextFormat.JSON:
        emit(json.dumps(report.to_json(), ensure_ascii=False, indent=1), output)
    else:
        emit(story(claim, report, width=page_width(output)), output, paint=_PAINT_STORY)
    raise typer.Exit(DONE if report.as_expected else NO)


app = command("show", show)
