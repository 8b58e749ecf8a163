"""`exactalign table`: the table of best-of-N that papers print, a row for each N."""

from typing import Annotated

import typer

from exactalign.cli.options import ModelOptions, OutputOptions, SizeOptions
from exactalign.cli.progress import PROGRESS
from exactalign.cli.signatures import command

_MAX_ROWS = 10_000


def table(
    *,
    n: Annotated[str, typer.Option("--n", metavar="LIST", help="N, the numbers of draws: 2,4,8 or 1..64.")],
    length: Annotated[
        str,
        typer.Option("--length", metavar="LIST", help="Lengths m of the sequences; with several, a row for each."),
    ] = "1",
    columns: Annotated[
        str,
        typer.Option(
            "--columns",
            metavar="LIST",
            help="Among kl, bound, gap, win-rate, reward, improvement and kl-to-tilt, in the order wanted.",
        ),
    ] = "kl,bound,gap,win-rate",
    model: ModelOptions,
    output: OutputOptions,
    size: SizeOptions,
) -> None:
    """Print a table of best-of-N: a row for each N (and each length m), every printed digit right.

    kl is KL(best-of-N‖reference), bound is log N − (N−1)/N, which it never exceeds, and gap the difference. win-rate is
    that against the reference, ties counted half. reward is the expected (total) reward, improvement what it is above
    that of the reference. kl-to-tilt is the divergence of best-of-N from the optimal policy of the same KL. Exact
    values are used while they fit the memory, enclosed ones past that.

    JSON keys: title, caption, columns, rows, notes. rows lists the cells of every row: rationals are strings, other
    numbers {"exact", "lower", "upper"} or {"lower", "upper"}.

    \b
    Examples:
      exactalign table --p 1/5,3/10,1/2 --reward "log 6, 0, log 2" --n 2,4,8 --places 4
      exactalign table --input model.csv --n 1..16 --columns kl,win-rate --places 3 --format latex --tabular
      exactalign table --p 1/2,1/2 --reward 0,1 --n 2,4,8 --length 1,10 --columns kl,kl-to-tilt --digits 5 -o table.md
    """
    from exactalign.cli.reading import read_list, whole
    from exactalign.theory.best_of_n_tables import best_of_n_table

    given = model.read()
    sizes = read_list(n, "--n", whole(1), _MAX_ROWS)
    lengths = read_list(length, "--length", whole(1), _MAX_ROWS)
    names = [name.strip() for name in columns.split(",")]
    memory, printer = size.read(), output.open(read=model.file)
    PROGRESS.begin("rows", len(sizes) * len(lengths))
    printer.table(
        best_of_n_table(given.reference, given.reward, sizes, lengths, names, memory=memory, on_row=PROGRESS.advance)
    )


app = command("table", table)
