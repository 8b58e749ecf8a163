"""`exactalign best-of-n`: the exact best-of-N policy of a model, as a table or as JSON."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from exactalign.cli.options import By, LengthOption, ModelOptions, NOption, OutputOptions, SizeOptions
from exactalign.cli.output import Format
from exactalign.cli.signatures import command

if TYPE_CHECKING:
    from exactalign.cli.answers import ModelAnswer
    from exactalign.cli.printing import Printer
    from exactalign.tables.table import Table


def best_of_n(
    *,
    n: NOption,
    length: LengthOption = None,
    by: Annotated[
        By | None,
        typer.Option(
            "--by",
            help="What the rows are: sequences, types (counts of the outcomes), levels (total rewards), or "
            "outcomes (the law of any one symbol). "
            "[default: sequence up to 100 of them, else outcome]",
        ),
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary/--no-summary", help="Expectations, KL and win rate below the table.")
    ] = True,
    model: ModelOptions,
    output: OutputOptions,
    size: SizeOptions,
) -> None:
    """Print the exact best-of-N policy: draw N times, keep the highest reward, ties broken uniformly.

    The model is typed (--p with --reward or --q) or read from a file (--input). Numbers are exact: 1/5, 0.2,
    20%; rewards may hold logarithms: log 6, 1/2 + 3*log(2/3).

    JSON keys: labels, p, reward, length, n, by, pmf, expected_type, expected_reward, kl, kl_bound, win_rate.
    pmf lists {"outcome", "probability"}: an outcome is a label; a sequence, a list of labels; a type, a list
    of counts; a level, its total reward. Rationals are strings "49/625"; log forms are {"exact", "lower",
    "upper"}, the bounds rounded outwards.

    \b
    Examples:
      # A table of all sequences of two symbols, chosen from two
      exactalign best-of-n --p 1/5,3/10,1/2 --reward "log 6, 0, log 2" --length 2 --n 2
      # The same model by its alignment distribution, in LaTeX, to 4 digits
      exactalign best-of-n --p 1/5,3/10,1/2 --q 2/3,1/9,2/9 --length 2 --n 2 --format latex --digits 4
      # The law of the total reward of 100 symbols, as JSON in a file
      exactalign best-of-n --p 1/5,3/10,1/2 --reward 9,1,3 --length 100 --n 3 --by level -o law.json
      # A model from a file with the columns outcome, p, reward
      exactalign best-of-n --input model.csv --n 16
    """
    from exactalign.cli.answers import ModelAnswer
    from exactalign.cli.reading import read, whole

    given = model.read()
    draws = read(n, "--n", whole(1))
    symbols = None if length is None else read(length, "--length", whole(0))
    memory, printer = size.read(), output.open(read=model.file)
    answer = ModelAnswer.of(given, symbols, draws, memory)
    kind = by or answer.default_by()
    if printer.is_json:
        printer.json(_content(answer, kind))
        return
    notes = tuple(_summary(answer, printer)) if summary and printer.form is not Format.CSV else ()
    square = kind is By.SEQUENCE and answer.length == 2 and printer.form is not Format.CSV
    printer.table(_square(answer, notes) if square else answer.table(kind, notes))


def _content(answer: "ModelAnswer", by: By) -> dict[str, object]:
    rows = answer.rows(by, printed_whole=True)
    return {
        "labels": answer.model.labels,
        "p": answer.model.reference.probabilities,
        "reward": [answer.model.reward[label] for label in answer.model.labels],
        "length": answer.length,
        "n": answer.n,
        "by": by.value,
        "pmf": [{"outcome": outcome, "probability": mass} for outcome, mass in rows],
        "expected_type": [mass for _, mass in rows] if by is By.OUTCOME else answer.expected_probabilities,
        "expected_reward": answer.expected_reward,
        "kl": answer.kl,
        "kl_bound": answer.kl_bound,
        "win_rate": answer.win_rate,
    }


def _summary(answer: "ModelAnswer", printer: "Printer") -> Iterable[str]:
    """The lines below a table: exact values where they are short, and rounded decimals."""
    expected = answer.expected_probabilities
    if expected is not None:
        yield f"expected type: {printer.shown_list(expected)}"
    yield f"expected reward: {printer.shown(answer.expected_reward)}"
    yield f"KL from the reference: {printer.shown(answer.kl)}"
    yield f"its bound log N - (N-1)/N: {printer.shown(answer.kl_bound)}"
    yield f"win rate against the reference: {printer.shown(answer.win_rate)}"


def _square(answer: "ModelAnswer", notes: tuple[str, ...]) -> "Table":
    """Sequences of length 2 as the paper prints them: the first symbol across, the second down."""
    from exactalign.tables.table import Table

    labels = answer.model.labels
    cells = dict(answer.rows(By.SEQUENCE))
    columns = ["P(y_1, y_2)", *(f"y_1 = {label}" for label in labels)]
    rows = [[f"y_2 = {second}", *(cells[first, second] for first in labels)] for second in labels]
    return Table(columns, rows, title=answer.title, notes=notes)


app = command("best-of-n", best_of_n)
