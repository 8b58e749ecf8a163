"""`exactalign best-of-n`: the exact best-of-N policy of a model, as a table or as JSON."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any

import typer

from exactalign.cli.answers import DEFAULT_SEQUENCES, Answer, By
from exactalign.cli.inputs import read_digits, read_memory, read_model, whole_number
from exactalign.cli.manual import COMMAND
from exactalign.cli.options import (
    InputOption,
    LabelsOption,
    LengthOption,
    MemoryOption,
    NOption,
    POption,
    QOption,
    RewardOption,
)
from exactalign.cli.output import (
    DigitsOption,
    Format,
    FormatOption,
    OutputOption,
    check_target,
    chosen_format,
    emit,
    unix_lines,
)

if TYPE_CHECKING:
    from exactalign.laws.distributions import Distribution
    from exactalign.tables.table import Table

app = typer.Typer(rich_markup_mode=None, add_completion=False)

MAX_EXACT_DIGITS = 1_000_000
"""A log form of more digits goes into JSON with its bounds only, and `"exact": null`."""

_SUMMARY_DIGITS = 10
_LONGEST_EXACT = 80
_LONGEST_LIST = 12


@app.command("best-of-n", **COMMAND)
def best_of_n(
    n: NOption,
    p: POption = None,
    reward: RewardOption = None,
    q: QOption = None,
    labels: LabelsOption = None,
    file: InputOption = None,
    length: LengthOption = None,
    by: Annotated[
        By | None,
        typer.Option(
            "--by",
            help="What the rows are: sequences, types (counts of the outcomes), levels (total rewards), or "
            "outcomes (the law of any one symbol). "
            f"[default: sequence up to {DEFAULT_SEQUENCES} of them, else outcome]",
            show_default=False,
        ),
    ] = None,
    form: FormatOption = None,
    digits: DigitsOption = None,
    summary: Annotated[
        bool, typer.Option("--summary/--no-summary", help="Expectations, KL and win rate below the table.")
    ] = True,
    output: OutputOption = None,
    memory: MemoryOption = None,
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
    model = read_model(p, reward, q, labels, file)
    draws = whole_number(n, "--n", 1)
    symbols = None if length is None else whole_number(length, "--length", 0)
    shown = read_digits(digits)
    size = read_memory(memory)
    check_target(output)
    chosen = chosen_format(form, output, Format.TABLE)
    answer = Answer.of(model, symbols, draws, size)
    kind = by or answer.default_by()
    if chosen is Format.JSON:
        text = json_text(answer, kind, shown)
    elif chosen is Format.CSV:
        text = unix_lines(_list(answer, kind, ()).render("csv", digits=shown))
    else:
        notes = tuple(summary_lines(answer, shown)) if summary else ()
        square = kind is By.SEQUENCE and answer.length == 2
        text = (_square if square else _list)(answer, kind, notes).render(chosen.value, digits=shown)
    emit(text, output)


def json_text(answer: Answer, by: By, digits: int | None) -> str:
    """Return the answer as JSON: everything exact, or with proved bounds of `digits` digits."""
    import json

    from exactalign.tables.table import to_json_value

    def encoded(value: Any) -> Any:
        return to_json_value(value) if digits is None else to_json_value(value, digits)

    rows = answer.rows(by, printed_whole=True)
    masses = [mass for _, mass in rows] if by is By.OUTCOME else answer.expected_probabilities
    content = {
        "labels": list(answer.model.labels),
        "p": [encoded(mass) for mass in answer.model.reference.probabilities],
        "reward": [encoded(answer.model.reward[label]) for label in answer.model.labels],
        "length": answer.length,
        "n": encoded(answer.n),
        "by": by.value,
        "pmf": [{"outcome": encoded(outcome), "probability": encoded(mass)} for outcome, mass in rows],
        "expected_type": None if masses is None else [encoded(mass) for mass in masses],
        "expected_reward": _log_form(answer.expected_reward, encoded),
        "kl": _log_form(answer.kl, encoded),
        "kl_bound": _log_form(answer.kl_bound, encoded),
        "win_rate": encoded(answer.win_rate),
    }
    lines = []
    for key, value in content.items():
        if key in ("pmf", "reward"):
            items = ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in value)
            lines.append(f"  {json.dumps(key)}: [\n{items}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}"


def summary_lines(answer: Answer, digits: int | None) -> Iterable[str]:
    """Yield the lines below a table: exact values where they are short, and rounded decimals."""
    expected = answer.expected_type
    if expected is not None:
        yield f"expected type: {_vector(expected, digits)}"
    yield f"expected reward: {_value(answer.expected_reward, digits)}"
    yield f"KL from the reference: {_value(answer.kl, digits)}"
    yield f"its bound log N - (N-1)/N: {_value(answer.kl_bound, digits)}"
    yield f"win rate against the reference: {_value(answer.win_rate, digits)}"


def answer_table(answer: Answer, by: By) -> "Table":
    """Return the rows as a plain table, outcomes in the first column and probabilities in the second."""
    return _list(answer, by, ())


def _list(answer: Answer, by: By, notes: tuple[str, ...]) -> "Table":
    from exactalign.tables.table import Table

    name = {By.TYPE: "type", By.LEVEL: "reward"}.get(by, "outcome")
    rows = answer.rows(by, printed_whole=True)
    labels = answer.model.labels
    caption = None
    if by is By.TYPE:
        shown = ", ".join(str(label) for label in labels[:_LONGEST_LIST])
        caption = f"Types are the counts of {shown}{', …' if len(labels) > _LONGEST_LIST else ''}."
    if by is By.OUTCOME and answer.length > 1:
        caption = "Outcomes are single symbols: the law of any one position, which is the expected type."
    return Table((name, "probability"), rows, title=_title(answer), caption=caption, notes=notes)


def _square(answer: Answer, by: By, notes: tuple[str, ...]) -> "Table":
    """Sequences of length 2 as the paper prints them: the first symbol across, the second down."""
    from exactalign.tables.table import Table

    labels = answer.model.labels
    cells = dict(answer.rows(by))
    columns = ["P(y_1, y_2)", *(f"y_1 = {label}" for label in labels)]
    rows = [[f"y_2 = {second}", *(cells[first, second] for first in labels)] for second in labels]
    return Table(columns, rows, title=_title(answer), notes=notes)


def _title(answer: Answer) -> str:
    what = "single outcomes" if answer.length == 1 else f"sequences of length {answer.length}"
    return f"Best of {_short_integer(answer.n)} over {what}"


def _short_integer(value: int) -> str:
    text = str(value)
    return text if len(text) <= 30 else f"a {len(text)}-digit N"


def _log_form(value: Any, encoded: Any) -> Any:
    from exactalign.numbers.decimals import bounds_text
    from exactalign.tables.cells import ENCLOSURE_DIGITS, exact_length

    if exact_length(value) <= MAX_EXACT_DIGITS:
        return encoded(value)
    lower, upper = bounds_text(value, ENCLOSURE_DIGITS)
    return {"exact": None, "lower": lower, "upper": upper}


def _value(value: Any, digits: int | None) -> str:
    """An exact value and its decimals: "log(2) ≈ 0.6931471806"; the decimals alone when it is long."""
    from exactalign.numbers.decimals import decimal_text
    from exactalign.numbers.logforms import LogForm
    from exactalign.numbers.rationals import rational
    from exactalign.tables.cells import READABLE_DIGITS, exact_length, number_text

    if isinstance(value, LogForm) and value.is_rational:
        value = value.as_rational()
    if digits is not None:
        return number_text(value, digits=digits)
    rounded = decimal_text(value, digits=_SUMMARY_DIGITS)
    exact = number_text(value) if exact_length(value) <= READABLE_DIGITS else None
    if exact is None or len(exact) > _LONGEST_EXACT:
        return f"≈ {rounded}"
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return exact
        if "e" not in rounded and rational(rounded) == value:
            return f"{exact} = {rounded.rstrip('0')}"
    return f"{exact} ≈ {rounded}"


def _vector(law: "Distribution", digits: int | None) -> str:
    from exactalign.numbers.decimals import decimal_text
    from exactalign.tables.cells import number_text

    values = [law[outcome] for outcome in law.outcomes[:_LONGEST_LIST]]
    more = ", …" if len(law) > _LONGEST_LIST else ""
    if digits is None:
        exact = ", ".join(number_text(value) for value in values)
        if "≈" not in exact and len(exact) <= _LONGEST_EXACT:
            return f"({exact}{more})"
        return f"≈ ({', '.join(decimal_text(value, digits=6) for value in values)}{more})"
    return f"({', '.join(number_text(value, digits=digits) for value in values)}{more})"
