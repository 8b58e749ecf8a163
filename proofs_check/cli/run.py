"""`proofs-check run`: verdict, scope and reason of claims."""

from typing import Annotated

import typer

from exactalign.cli import colours
from exactalign.cli.options import FormatOption, JobsOption, OutputOption
from exactalign.cli.output import Format, check_target, chosen_format, emit_table
from exactalign.cli.program import DONE, NO
from exactalign.cli.signatures import command
from proofs_check.cli.claims import DeepOption, NamesArgument, library_of, page_width, reports_of


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
    paper, place, title, latex, reason, weight, term, status, given, sanity, checks, problems. witness and corrected are
    null when there is none. Rationals are strings. In the case of a witness, laws and rewards are lists of numbers, or
    objects by letter where the letters are not 0, 1, … or the words over them, in order; words are lists of letters.

    \b
    Examples:
      proofs-check run
      proofs-check run A-lem9 A-type-order --teeth
      proofs-check run A-table1 A-lem9 --jobs 2 -o claims.json
    """
    from exactalign.cli.reading import read_jobs
    from proofs_check.report.ledger import render_reports

    read_jobs(jobs, 1, 1)
    check_target(output, read=names or ())
    chosen = chosen_format(form, output, Format.TABLE)
    library, claims = library_of(names, output)
    reports = reports_of(library, claims, deep, jobs)
    text = render_reports(reports, chosen.value, teeth, width=page_width(output))
    emit_table(text, chosen, output, lambda text: colours.column("rejected by")(colours.column("verdict")(text)))
    raise typer.Exit(DONE if all(report.as_expected for report in reports) else NO)


app = command("run", run)
