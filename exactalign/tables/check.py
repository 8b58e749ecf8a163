"""Checking somebody else's printed table, cell by cell, against exact values.

Every verdict is decided by comparing exact numbers (or enclosures that are refined until they separate);
no floating-point number is on the way. The layout is read by `printed_reader`, single numbers by
`printed_numbers`, outcomes by `printed_labels`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from exactalign.exceptions import InputError, Undecided
from exactalign.numbers.digits import decimal_exponent
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.tables.cells import check_precision
from exactalign.tables.labels import Reading, expected_for, known_labels, label_key, parse_sequence, read_sequence
from exactalign.tables.printed import PrintedNumber, read_number
from exactalign.tables.reader import READABLE_FORMATS, PrintedTable, read_printed, read_printed_file
from exactalign.tables.table import Table, label_text, number_text

__all__ = [
    "READABLE_FORMATS",
    "CheckedCell",
    "PrintedNumber",
    "PrintedTable",
    "Reading",
    "Report",
    "Verdict",
    "check_number",
    "check_printed",
    "expected_for",
    "label_key",
    "match_table",
    "parse_sequence",
    "read_number",
    "read_printed",
    "read_printed_file",
]


class Verdict(StrEnum):
    """What was found about one printed cell."""

    EXACT = "exact"
    ROUNDED = "correctly rounded"
    TRUNCATED = "truncated"
    WITHIN = "within stated error"
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    UNDECIDED = "undecided"
    UNCHECKED = "not checked"


_FAILURES = (Verdict.WRONG, Verdict.UNREADABLE, Verdict.UNDECIDED)


@dataclass(frozen=True, slots=True)
class CheckedCell:
    """One cell of a printed table and its verdict; `right` is the right value to as many digits."""

    row: int
    column: int
    row_label: str
    column_label: str
    text: str
    verdict: Verdict
    right: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts on all cells of a printed table, in reading order, and notes on how it was read.

    `ok` is true when cells were checked and none is wrong, unreadable or undecided; digits cut instead of
    rounded are told apart (`truncated`) but are not wrong.
    """

    cells: tuple[CheckedCell, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no checked cell failed (and some were checked)."""
        verdicts = {cell.verdict for cell in self.cells}
        return bool(verdicts - {Verdict.UNCHECKED}) and not verdicts & set(_FAILURES)

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many cells got each verdict, those that occur only."""
        found = Counter(cell.verdict for cell in self.cells)
        return {verdict: found[verdict] for verdict in Verdict if found[verdict]}

    def table(self) -> Table:
        """Return the report as a table; label cells are left out."""
        shown = [cell for cell in self.cells if cell.verdict is not Verdict.UNCHECKED or cell.detail]
        rows = [(c.row_label, c.column_label, c.text, str(c.verdict), c.right, c.detail) for c in shown]
        return Table(("row", "column", "printed", "verdict", "right value", "detail"), rows, notes=self.notes)

    def __str__(self) -> str:
        return "; ".join(f"{count} {verdict}" for verdict, count in self.counts.items())


def check_number(
    printed: PrintedNumber | str, expected: Any, *, digits: int | None = None, places: int | None = None
) -> tuple[Verdict, str, str]:
    """Return the verdict on one printed number, the right value where it is wrong or cut, and a detail.

    `expected` is an int, `Fraction`, log form, enclosed real or `oo`. A decimal counts as printed to the
    places it shows; `digits` or `places` say that it claims more (trailing zeros left out), and `digits`
    that the zeros ending a whole number may only fill its places. At an exact tie, rounding half-even and
    half-up (away from 0) are both correct. An enclosed real that cannot be separated from the border
    between two verdicts gives `undecided`.

    >>> [check_number(text, Fraction(2, 3))[0].value for text in ("2/3", "0.67", "0.66", "0.65", "0.6(1)")]
    ['exact', 'correctly rounded', 'truncated', 'wrong', 'within stated error']
    """
    check_precision(digits, places)
    if isinstance(printed, str):
        try:
            printed = read_number(printed)
        except InputError as error:
            return Verdict.UNREADABLE, "", str(error)
    if isinstance(expected, LogForm) and expected.is_rational:
        expected = expected.as_rational()
    elif isinstance(expected, int):
        expected = Fraction(expected)
    try:
        return _judged(printed, expected, _places(printed, expected, digits, places))
    except Undecided as error:
        return Verdict.UNDECIDED, number_text(expected), str(error)


def check_printed(
    printed: PrintedTable,
    expected: Mapping[tuple[Any, Any], Any] | Table | Reading,
    *,
    digits: int | None = None,
    places: int | None = None,
) -> Report:
    """Return the verdict on every cell of a printed table.

    `expected` is a mapping (row label, column label) → exact value, a `Table` (its first column holds the row
    labels), or a `Reading` made by `expected_for`. `digits` and `places` as in `check_number`. Raises
    `InputError` when not one cell of the printed table can be matched to an expected value.

    >>> printed = read_printed("y,p\\n0,0.33\\n1,0.66\\n")
    >>> print(check_printed(printed, {("0", "p"): Fraction(1, 3), ("1", "p"): Fraction(2, 3)}))
    1 correctly rounded; 1 truncated; 2 not checked
    """
    check_precision(digits, places)
    reading, notes = (expected, []) if isinstance(expected, Reading) else match_table(printed, expected)
    if not reading.cells and not reading.problems:
        raise InputError(
            "no cell of the printed table could be matched to an expected value: its columns are "
            + ", ".join(label_key(name) for name in printed.columns)[:200]
        )
    cells = []
    for at, row in enumerate(printed.rows):
        for across, text in enumerate(row):
            verdict, right, detail = Verdict.UNCHECKED, "", ""
            value = reading.cells.get((at, across))
            if (at, across) in reading.problems:
                verdict, detail = Verdict.UNREADABLE, reading.problems[at, across]
            elif value is not None and not isinstance(value, (str, tuple)):
                verdict, right, detail = check_number(text, value, digits=digits, places=places)
            elif across and _is_number(text):
                detail = "no expected value for this cell"
            labels = (label_key(row[0]), label_key(printed.columns[across]))
            cells.append(CheckedCell(at, across, *labels, text, verdict, right, detail))
    warning = ["the reading is ambiguous, and another one would expect other values"] if reading.ambiguous else []
    return Report(tuple(cells), (f"read as {reading.description}", *warning, *notes))


def match_table(printed: PrintedTable, expected: Mapping[tuple[Any, Any], Any] | Table) -> tuple[Reading, list[str]]:
    """Match a printed table's cells to expected ones by row and column labels, and say what stays unmatched.

    Row labels stand in the column that is named like the first column of an expected `Table`, else in the
    first. Raises `InputError` for a label that occurs twice among the rows or columns that were matched.

    >>> match_table(read_printed("y,p\\n0,1/2\\n"), {("0", "p"): Fraction(1, 2)})[0].cells
    {(0, 1): Fraction(1, 2)}
    """
    source = 0
    header = [label_key(name) for name in printed.columns]
    if isinstance(expected, Table):
        first = label_key(expected.columns[0])
        source = header.index(first) if first in header else 0
        pairs: Iterable[tuple[Any, str, Any]] = [
            (row[0], name, cell)
            for row in expected.rows
            for name, cell in zip(expected.columns[1:], row[1:], strict=True)
        ]
    else:
        pairs = [(row, label_text(column), cell) for (row, column), cell in expected.items()]
    values: dict[tuple[str, str], Any] = {}
    for row_label, name, cell in pairs:
        key = (label_key(label_text(row_label)), label_key(name))
        if key in values:
            raise InputError(f"row {key[0]!r} and column {key[1]!r} occur twice among the expected cells")
        values[key] = cell
    spelled = _spellings(printed, source, {row_label for row_label, _, _ in pairs})
    cells: dict[tuple[int, int], Any] = {}
    used: dict[tuple[str, str], tuple[int, int]] = {}
    for at, row in enumerate(printed.rows):
        for across, name in enumerate(header):
            key = (spelled[label_key(row[source])], name)
            if across == source or key not in values:
                continue
            if key in used:
                raise InputError(f"row {key[0]!r} and column {key[1]!r} occur twice in the printed table")
            used[key] = (at, across)
            cells[at, across] = values[key]
    missing = len(values) - len(used)
    notes = [f"{missing} of {len(values)} expected cells are not in the printed table"] if missing else []
    return Reading(cells, f'labelled rows (by "{header[source]}") and columns'), notes


def _spellings(printed: PrintedTable, source: int, row_labels: set[Any]) -> dict[str, str]:
    """Which expected row label each printed one spells: itself, or a sequence written in another way."""
    keys = {label_key(label_text(label)) for label in row_labels}
    sequences = {label for label in row_labels if isinstance(label, tuple) and label}
    known = known_labels(part for sequence in sequences for part in sequence)
    lengths = {len(sequence) for sequence in sequences}
    spelled = {}
    for row in printed.rows:
        key = label_key(row[source])
        spelled[key] = key
        if key not in keys and len(lengths) == 1:
            try:
                spelled[key] = label_key(label_text(read_sequence(key, known, max(lengths))))
            except InputError:
                continue
    return spelled


def _judged(printed: PrintedNumber, x: Any, places: int | None) -> tuple[Verdict, str, str]:
    value = printed.value
    if isinstance(x, Infinity) or isinstance(value, Infinity):
        right = "" if value == x else number_text(x)
        return (Verdict.WRONG if right else Verdict.EXACT), right, ""
    if isinstance(x, (Fraction, LogForm)) and value == x:
        return Verdict.EXACT, "", ""
    if places is None or not isinstance(value, Fraction):
        # Exact numbers were compared above; an enclosed real differs from the printed number or raises.
        equal = not isinstance(x, (Fraction, LogForm)) and x == value
        return (Verdict.EXACT, "", "") if equal else (Verdict.WRONG, number_text(x), "")
    unit = Fraction(10) ** -places
    shown = f"to {places} decimal place{'' if places == 1 else 's'}" if places >= 0 else f"to 10^{-places}"
    if printed.cut and _is_truncation(value, x, unit):
        return Verdict.TRUNCATED, _right(printed, x, places), "cut, and marked so"
    if value - unit / 2 < x < value + unit / 2:
        return Verdict.ROUNDED, "", shown
    if isinstance(x, Fraction) and abs(x - value) == unit / 2:  # a tie; only rationals tie
        even, away = round(x / unit) * unit == value, abs(value) > abs(x)
        if even or away:
            kind = "half-even and half-up" if even and away else "half-even" if even else "half-up"
            return Verdict.ROUNDED, "", f"{shown}; a tie, rounded {kind}"
    if printed.error is not None and value - printed.error <= x <= value + printed.error:
        return Verdict.WITHIN, "", f"off by at most {number_text(printed.error)}"
    verdict = Verdict.TRUNCATED if _is_truncation(value, x, unit) else Verdict.WRONG
    return verdict, _right(printed, x, places), shown


def _is_truncation(value: Fraction, x: Any, unit: Fraction) -> bool:
    """Whether cutting x (towards 0) after its places gives the printed value."""
    return bool(value <= x < value + unit if x >= 0 else value - unit < x <= value)


def _places(printed: PrintedNumber, x: Any, digits: int | None, places: int | None) -> int | None:
    """How many decimal places a printed decimal claims: those it shows, or more if so stated."""
    if printed.places is None or isinstance(x, Infinity) or not isinstance(printed.value, Fraction):
        return printed.places
    claimed = printed.places
    if places is not None:
        claimed = max(claimed, places)
    if digits is not None:
        low, high = x.enclose(4) if isinstance(x, Refinable) else (x, x)
        size = max(abs(low), abs(high))
        if size and not low < 0 < high:
            stated = digits - 1 - decimal_exponent(size)
            filled = claimed == 0 and printed.value % 10 ** max(-stated, 0) == 0  # 1200 to two digits
            claimed = stated if filled else max(claimed, stated)
    return claimed


def _right(printed: PrintedNumber, x: Any, places: int) -> str:
    if printed.significant is not None and places == printed.places:
        return number_text(x, digits=printed.significant)
    if printed.percent and places >= 2:
        return number_text(x * 100, places=places - 2) + "%"
    return number_text(x, places=places)


def _is_number(text: str) -> bool:
    try:
        read_number(text)
    except InputError:
        return False
    return True
