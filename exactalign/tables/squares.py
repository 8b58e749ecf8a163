"""Square tables of sequences of length 2: one coordinate along each side."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from exactalign.exceptions import InputError, Undecided
from exactalign.tables.check import Expected, Place, Reading
from exactalign.tables.labels import LabelIndex, short
from exactalign.tables.reader import PrintedTable

COORDINATE = re.compile(r"[A-Za-z]_?\{?([0-9]{1,6})\}?")
"""The name of a coordinate, such as y_1."""

_TOTALS = frozenset({"total", "sum", "σ", "all", "remainder", "rest", "other", "others", ""})


def is_square(printed: PrintedTable, index: LabelIndex) -> bool:
    """Return whether every column but the first is named by a label, with or without its coordinate."""
    names = printed.columns[1:]
    return bool(names) and all(_coordinate(printed.key(name), index) is not None for name in names)


def square(printed: PrintedTable, index: LabelIndex, value: Callable[[tuple[Any, Any]], Any]) -> Reading:
    """Return the reading of a square table; raise `InputError` where its labels contradict each other.

    Bare labels are read with y_1 along the rows, which is said, and whether it matters.
    """
    columns = [_coordinate(printed.key(name), index) for name in printed.columns[1:]]
    rows = [_coordinate(printed.key(row[0]), index) for row in printed.rows]
    corner = COORDINATE.fullmatch(printed.key(printed.columns[0]))
    of_columns = {found[0] for found in columns if found} - {None}
    of_rows = {found[0] for found in rows if found} - {None} or ({int(corner[1])} if corner else set())
    first, second = (0, 1) if 0 in of_columns | of_rows else (1, 2)
    if len(of_columns) > 1 or len(of_rows) > 1 or not of_columns | of_rows <= {first, second}:
        raise InputError("the labels of one side of the table name different coordinates, or ones past the second")
    if of_columns and of_columns == of_rows:
        raise InputError(f"rows and columns are both labelled as coordinate {of_rows.pop()}")
    said = of_columns | of_rows
    rows_are_second = second in of_rows or first in of_columns
    cells: dict[Place, Any] = {}
    problems: dict[Place, str] = {}
    matters = False
    for at, row in enumerate(rows):
        for across, column in enumerate(columns, 1):
            if row is None:
                text = printed.key(printed.rows[at][0])
                if text.casefold() not in _TOTALS:
                    problems[at, across] = f'row label "{short(text)}" is none of {short(", ".join(index.texts))}'
                continue
            assert column is not None
            pair = (column[1], row[1]) if rows_are_second else (row[1], column[1])
            cells[at, across] = value(pair)
            matters = matters or (not said and not _same(cells[at, across], value((pair[1], pair[0]))))
    names = (f"y_{second}", f"y_{first}") if rows_are_second else (f"y_{first}", f"y_{second}")
    text = f"a square: rows are {names[0]}, columns are {names[1]}"
    if not said:
        text += f" (assumed: the labels do not say; {'it matters here' if matters else 'the values are symmetric'})"
    return Reading(cells, text, matters, problems)


def _coordinate(text: str, index: LabelIndex) -> tuple[int | None, object] | None:
    """Read "y_1 = 0" or "0" as the number of a coordinate (None: not said) and a label."""
    label = index.find(text)
    if label is not None:
        return None, label
    name, equals, rest = (part.strip() for part in text.partition("="))
    found = COORDINATE.fullmatch(name)
    label = index.find(rest) if equals else None
    return None if label is None or found is None else (int(found[1]), label)


def _same(left: Any, right: Any) -> bool:
    values = [side.value if isinstance(side, Expected) else side for side in (left, right)]
    try:
        return bool(values[0] == values[1])
    except Undecided:
        return False
