"""Checking somebody else's printed table, cell by cell, against exact values.

The layout is read by `reader`, single numbers by `printed`, outcomes and rows by N by `outcomes` and `quantities`;
the verdicts are those of `verdicts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from exactalign.exceptions import InputError
from exactalign.tables.cells import check_precision, label_text
from exactalign.tables.grouping import Commas, commas_of
from exactalign.tables.headings import Heading, heading, units_beside
from exactalign.tables.labels import LabelIndex, label_key, read_sequence, short
from exactalign.tables.printed import PrintedNumber, is_missing, readings, source_readings
from exactalign.tables.reader import PrintedTable
from exactalign.tables.table import Table
from exactalign.tables.verdicts import FAILURES, SHORTFALLS, CellVerdict, Judgement, check_number, judge

Place = tuple[int, int]
"""A row and a column of a printed table, counted from 0."""


@attrs.frozen
class Expected:
    """What a cell should hold: its value, how it may be printed, and other numbers that it may be taken for.

    `information` says that it has a unit, nats or bits: `in_unit` then gives the value in it. `others` names
    further numbers ("the bound ...") that a wrong cell is compared with. `only_bounds` says that the value is
    only what no model exceeds: a printed number below it can be right. `quantity` is the name of a quantity of which
    it is known that there is no unit beside `in_bits`.
    """

    value: Any
    percent: bool = False
    unit: str = ""
    in_bits: Any = None
    others: tuple[tuple[str, Any], ...] = ()
    only_bounds: bool = False
    quantity: str = ""


@attrs.frozen
class Reading:
    """What a printed table's cells should hold, by (row, column), and how that was read.

    `problems` are cells that should hold a value but whose label cannot be read; `unknown` cells whose value is not
    known here, with the reason; `labels` the columns that only name rows; `missing` what the table lacks;
    `ambiguous` says that `description` rests on a convention that matters for the values.
    """

    cells: Mapping[Place, Any]
    description: str
    ambiguous: bool = False
    problems: Mapping[Place, str] = attrs.field(factory=dict)
    unknown: Mapping[Place, str] = attrs.field(factory=dict)
    labels: frozenset[int] = frozenset({0})
    missing: tuple[str, ...] = ()


@attrs.frozen
class CheckedCell:
    """One cell of a printed table and its verdict; `right` is the right value to as many digits."""

    row: int
    column: int
    row_label: str
    column_label: str
    text: str
    verdict: CellVerdict
    right: str = ""
    detail: str = ""


@attrs.frozen
class CheckedTable:
    """The verdicts on the cells of a printed table that are no labels, in reading order, and notes on the reading.

    `ok` is true when cells were checked and none is wrong, ambiguous, unreadable or undecided, and, where the table
    has to be complete, nothing is missing; digits cut instead of rounded without a mark (`truncated`), and cells
    without a number, are no pass either, and not called wrong.
    """

    cells: tuple[CheckedCell, ...]
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    complete: bool = False

    @property
    def ok(self) -> bool:
        """Whether no checked cell failed (and some were checked)."""
        verdicts = {cell.verdict for cell in self.cells}
        checked = verdicts - {CellVerdict.UNCHECKED}
        lacks = self.complete and self.missing
        return bool(checked) and not verdicts & {*FAILURES, *SHORTFALLS} and not lacks

    @property
    def counts(self) -> dict[CellVerdict, int]:
        """How many cells got each verdict, those that occur only."""
        found = Counter(cell.verdict for cell in self.cells)
        return {verdict: found[verdict] for verdict in CellVerdict if found[verdict]}

    @property
    def failed(self) -> tuple[CheckedCell, ...]:
        """The cells that are no pass."""
        return tuple(cell for cell in self.cells if cell.verdict in (*FAILURES, *SHORTFALLS))

    @property
    def summary(self) -> str:
        """One line: what the report comes to, "WRONG" only where a number is wrong."""
        found = self.counts
        if self.ok:
            word = "all that was checked is right" if CellVerdict.UNCHECKED in found else "all right"
        elif CellVerdict.WRONG in found:
            word = "WRONG"
        else:
            names = (CellVerdict.AMBIGUOUS, CellVerdict.UNREADABLE, CellVerdict.UNDECIDED, CellVerdict.TRUNCATED)
            words = [name.value.upper() for name in names if name in found]
            lacks = (self.complete and self.missing) or CellVerdict.MISSING in found
            word = ", ".join([*words, *(["INCOMPLETE"] if lacks else [])]) or "NOTHING CHECKED"
        lacking = [f"{len(self.missing)} not in the table"] if self.missing else []
        return f"{word}: {'; '.join(filter(None, [str(self), *lacking]))}"

    def table(self, cells: Iterable[CheckedCell] | None = None) -> Table:
        """Return the report as a table, of all cells or of those given."""
        shown = self.cells if cells is None else cells
        rows = [(c.row_label, c.column_label, c.text, str(c.verdict), c.right, c.detail) for c in shown]
        return Table(("row", "column", "printed", "verdict", "right value", "detail"), rows, notes=self.notes)

    def __str__(self) -> str:
        return "; ".join(f"{count} {verdict}" for verdict, count in self.counts.items())


def check_printed(
    printed: PrintedTable,
    expected: Mapping[tuple[Any, Any], Any] | Table | Reading,
    *,
    digits: int | None = None,
    places: int | None = None,
    complete: bool = False,
) -> CheckedTable:
    """Return the verdict on every cell of a printed table that is no label.

    `expected` is a mapping (row label, column label) → exact value, a `Table` (its first column holds the row
    labels), or a `Reading` made by `expected_for`. `digits` and `places` as in `check_number`; `complete` says that
    expected cells which are not printed count as failures. Raises `InputError` when not one cell of the
    printed table can be matched to an expected value.

    >>> from fractions import Fraction
    >>> from exactalign.tables.reader import read_printed
    >>> printed = read_printed("y,p\\n0,0.33\\n1,0.66\\n")
    >>> print(check_printed(printed, {("0", "p"): Fraction(1, 3), ("1", "p"): Fraction(2, 3)}))
    1 correctly rounded; 1 truncated
    """
    check_precision(digits, places)
    reading = expected if isinstance(expected, Reading) else match_table(printed, expected)
    if not reading.cells and not reading.problems:
        reasons = list(dict.fromkeys(reading.unknown.values()))
        raise InputError(
            "no cell of the printed table could be matched to an expected value: "
            + (
                short(reasons[0], 200)
                if reasons
                else "its columns are " + ", ".join(map(label_key, printed.columns))[:200]
            )
        )
    judged = _Judge(printed, reading, digits, places)
    cells = []
    for at, row in enumerate(printed.rows):
        for across, text in enumerate(row):
            found = judged.cell(at, across)
            if found is not None:
                label = ", ".join(filter(None, (printed.key(row[place]) for place in sorted(reading.labels or {0}))))
                name = printed.key(printed.head(across))
                cells.append(CheckedCell(at, across, label, name, text, *found))
    warning = ["the reading is ambiguous, and another one would expect other values"] if reading.ambiguous else []
    lacking = [f"not in the table: {short(', '.join(reading.missing), 200)}"] if reading.missing else []
    notes = (f"read as {reading.description}", *warning, *judged.notes(), *lacking, *printed.notes)
    return CheckedTable(tuple(cells), notes, reading.missing, complete)


def match_table(printed: PrintedTable, expected: Mapping[tuple[Any, Any], Any] | Table) -> Reading:
    """Match a printed table's cells to expected ones by row and column labels, and say what stays unmatched.

    Row labels stand in the column that is named like the first column of an expected `Table`, else in the
    first. A column's name may leave out or add a unit or "(%)". Raises `InputError` for a label that occurs twice among
    the rows or columns that were matched.

    >>> from fractions import Fraction
    >>> from exactalign.tables.reader import read_printed
    >>> match_table(read_printed("y,p\\n0,1/2\\n"), {("0", "p"): Fraction(1, 2)}).cells
    {(0, 1): Fraction(1, 2)}
    """
    pairs: list[tuple[Any, str, Any]]
    source = 0
    if isinstance(expected, Table):
        first = _Columns([expected.columns[0]])
        source = next((at for at, name in enumerate(printed.columns) if first.find(printed, at) is not None), 0)
        pairs = [
            (row[0], name, cell)
            for row in expected.rows
            for name, cell in zip(expected.columns[1:], row[1:], strict=True)
        ]
    else:
        pairs = [(row, label_text(column), cell) for (row, column), cell in expected.items()]
    values: dict[tuple[str, str], Any] = {}
    for row_label, name, cell in pairs:
        key = (label_text(row_label), name)
        if key in values:
            raise InputError(f"row {key[0]!r} and column {key[1]!r} occur twice among the expected cells")
        values[key] = cell
    index = LabelIndex(dict.fromkeys(row for row, _, _ in pairs))
    columns = _Columns(dict.fromkeys(name for _, name, _ in pairs))
    names = [None if at == source else columns.find(printed, at) for at in range(len(printed.columns))]
    cells: dict[Place, Any] = {}
    used: set[tuple[str, str]] = set()
    for at, row in enumerate(printed.rows):
        found = _row_label(row[source], index)
        for across, column in enumerate(names):
            if found is None or column is None or (key := (found, column)) not in values:
                continue
            if key in used:
                raise InputError(f"row {key[0]!r} and column {key[1]!r} occur twice in the printed table")
            used.add(key)
            value = values[key]
            if value is not None and not isinstance(value, (str, tuple)):
                cells[at, across] = value
    lacking = tuple(f"{row or 'no label'}: {name}" for row, name in values if (row, name) not in used)
    described = f'labelled rows (by "{label_key(printed.columns[source])}") and columns'
    return Reading(cells, described, labels=frozenset({source}), missing=lacking)


def _row_label(text: str, index: LabelIndex) -> str | None:
    """Which expected row label a printed one spells: itself, or a sequence written in another way."""
    found = index.find(text)
    if found is not None:
        return label_text(found)
    sequences = [label for label in index.labels if isinstance(label, tuple) and label]
    lengths = {len(sequence) for sequence in sequences}
    if len(lengths) == 1:
        parts = LabelIndex(dict.fromkeys(part for sequence in sequences for part in sequence))
        try:
            return label_text(read_sequence(text, parts, max(lengths)))
        except InputError:
            return None
    return None


class _Columns:
    """Expected names of columns: found as labels, else without their units and whatever the case of letters."""

    def __init__(self, names: Iterable[str]) -> None:
        self.index = LabelIndex(names)
        self.bare: dict[str, list[str]] = {}
        for name in self.index.labels:
            self.bare.setdefault(heading(name).name, []).append(name)

    def find(self, printed: PrintedTable, column: int) -> str | None:
        for text in dict.fromkeys((printed.head(column), printed.columns[column])):
            found = self.index.find(text)
            if found is not None:
                return str(found)
        bare = self.bare.get(heading(printed.key(printed.columns[column])).name, [])
        return bare[0] if len(bare) == 1 else None


class _Judge:
    """Judges the cells of one table, in the units that its columns and its caption say."""

    def __init__(self, printed: PrintedTable, reading: Reading, digits: int | None, places: int | None) -> None:
        self.printed = printed
        self.reading = reading
        self.digits, self.places = digits, places
        self.commas = commas_of(printed.rows[at][across] for at, across in reading.cells)
        self.heads: list[Heading] = [heading(printed.key(printed.head(at))) for at in range(len(printed.columns))]
        self.beside, self.below = units_beside(printed.columns, printed.rows)
        self.scaled = {at: self._is_scaled(at) for at, head in enumerate(self.heads) if head.percent}

    def notes(self) -> list[str]:
        """How numbers were read, where that is a convention."""
        found = []
        in_percent = [self.printed.key(self.printed.head(at)) for at, scaled in self.scaled.items() if scaled]
        if in_percent:
            found.append("in percent: " + ", ".join(f'"{name}"' for name in in_percent))
        words = {
            Commas.DECIMAL: "a comma is the decimal mark",
            Commas.THOUSANDS: "a comma groups thousands",
            Commas.LIKELY_THOUSANDS: "a comma groups thousands",
        }
        if self.commas in words:
            found.append(words[self.commas])
        unclear = [self.printed.key(self.printed.head(at)) for at, said in enumerate(self.below) if len(said) > 1]
        found += [f'the rows of units leave it unclear what "{name}" is in' for name in unclear]
        return found

    def cell(self, at: int, across: int) -> Judgement | None:
        """Return the judgement on a cell; None for a label, and for text that is no number where none is expected."""
        text = self.printed.rows[at][across]
        place = (at, across)
        if place in self.reading.problems:
            return Judgement(CellVerdict.UNREADABLE, "", self.reading.problems[place])
        if place in self.reading.cells:
            return self.judged(text, place)
        if across in self.reading.labels:
            return None
        if is_missing(text) or not _is_number(text, self.printed.is_literal):
            return None
        return Judgement(CellVerdict.UNCHECKED, "", self.reading.unknown.get(place, "no expected value for this cell"))

    def judged(self, text: str, place: Place, *, percent: bool | None = None) -> Judgement:
        """The judgement on a cell that should hold a value."""
        value = self.reading.cells[place]
        expected = value if isinstance(value, Expected) else Expected(value)
        if is_missing(text):
            return Judgement(CellVerdict.MISSING)
        try:
            found = self._readings(text)
        except InputError as error:
            return Judgement(CellVerdict.UNREADABLE, "", str(error))
        if percent is None:
            percent = expected.percent or self.scaled.get(place[1], False)
        if percent:
            found = _in_percent(found)
        likely = self.commas is Commas.LIKELY_THOUSANDS
        return judge(found, lambda number: self._against(number, expected, place), first_is_likely=likely)

    def _readings(self, text: str) -> tuple[PrintedNumber, ...]:
        if self.printed.is_literal and ("\\" in text or "$" in text or (text[:1] in "*_`" and text[-1:] == text[:1])):
            return source_readings(text)
        return readings(text, self.commas)

    def _against(self, number: PrintedNumber, expected: Expected, place: Place) -> Judgement:
        units = {unit for unit in (number.unit, self.heads[place[1]].unit, expected.unit) if unit}
        if expected.in_bits is not None:
            near = (self.beside[place[0]] | self.below[place[1]]) - {"%"}
            units |= near if len(near) == 1 or not units else set()
        if len(units) > 1:
            return Judgement(CellVerdict.UNREADABLE, "", "it is unclear whether it is in bits or nats")
        value = expected.value
        if units == {"bit"} and expected.in_bits is not None:
            value = expected.in_bits
        elif units == {"bit"} and expected.quantity:
            return Judgement(CellVerdict.UNREADABLE, "", f"the {expected.quantity} is not read in bits")
        found = check_number(number, value, digits=self.digits, places=self.places)
        if found.verdict is not CellVerdict.WRONG or number.relation or number.value is None:
            return found  # a bound or an interval is not the number that it holds of
        for name, other in expected.others:
            if check_number(number, other, digits=self.digits, places=self.places).verdict not in FAILURES:
                return found._replace(detail=f"it is {name}")
        if expected.only_bounds and number.value < value:
            detail = f"below {found.right}, which only a reward without ties attains: give the model"
            return Judgement(CellVerdict.UNDECIDED, found.right, detail)
        return found

    def _is_scaled(self, column: int) -> bool:
        """Whether a column in percent holds a hundred times the expected values, or these are in percent already."""
        here = [place for place in self.reading.cells if place[1] == column]
        if any(isinstance(self.reading.cells[place], Expected) for place in here):
            return all(self.reading.cells[place].percent for place in here)
        passed = {}
        for percent in (True, False):
            verdicts = [
                self.judged(self.printed.rows[at][across], (at, across), percent=percent) for at, across in here
            ]
            passed[percent] = sum(found.verdict not in FAILURES for found in verdicts)
        return passed[True] >= passed[False] and bool(here)


def _in_percent(found: tuple[PrintedNumber, ...]) -> tuple[PrintedNumber, ...]:
    """Readings in a column in percent; a fraction there may be one of a hundred, or of one."""
    scaled = [number.in_percent() for number in found]
    doubtful = [number for number in found if number.places is None and number.bounds is None]
    return tuple(dict.fromkeys((*scaled, *doubtful)))


def _is_number(text: str, literal: bool) -> bool:
    try:
        return bool(source_readings(text) if literal else readings(text))
    except InputError:
        return False
