"""`proofs-check list`: claims without running them."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from exactalign.cli import colours
from exactalign.cli.options import FormatOption, OutputOption
from exactalign.cli.output import Format, check_target, chosen_format, emit_table
from exactalign.cli.signatures import command
from exactalign.text.columns import plain_table
from proofs_check.cli.claims import NamesArgument

if TYPE_CHECKING:
    from proofs_check.cli.catalogue import Listed

_COLUMNS = ("id", "place", "title", "expected")


def list_claims(names: NamesArgument = None, form: FormatOption = None, output: OutputOption = None) -> None:
    """List claims without running them: id, place in the paper, title, expected verdict.

    JSON list, keys: id, place, title, statement, scope, expected, checks. checks is their number.

    \b
    Examples:
      proofs-check list
      proofs-check list guarantees --format markdown
      proofs-check list A-lem9 A-type-order --format json
    """
    from proofs_check.cli.catalogue import listed

    check_target(output, read=names or ())
    chosen = chosen_format(form, output, Format.TABLE)
    emit_table(_rendered(listed(names), chosen), chosen, output, colours.column("expected"))


def _rendered(claims: "Sequence[Listed]", form: Format) -> str:
    if form is Format.JSON:
        return json.dumps([claim._asdict() for claim in claims], ensure_ascii=False, indent=1)
    rows = [(claim.id, claim.place, claim.title, claim.expected) for claim in claims]
    if form is Format.TABLE:
        return plain_table(_COLUMNS, rows, [False] * len(_COLUMNS))
    from exactalign.tables.table import Table  # which loads the mathematics of its cells

    return Table(_COLUMNS, rows).render(form.value)


app = command("list", list_claims)
