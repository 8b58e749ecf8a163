"""`proofs-check list`: claims without running them."""

from exactalign.cli import colours
from exactalign.cli.options import FormatOption, OutputOption
from exactalign.cli.output import Format, check_target, chosen_format, emit_table
from exactalign.cli.signatures import command
from proofs_check.cli.claims import NamesArgument, library_of


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
    _, claims = library_of(names)
    emit_table(render_list(claims, chosen.value), chosen, output, colours.column("expected"))


app = command("list", list_claims)
