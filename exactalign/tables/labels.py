"""Which cell of a printed table is which outcome: list tables, and square tables of sequences of length 2.

A reading is reported in words, and an ambiguous one is said to be; nothing is matched by guessing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exactalign.exceptions import InputError, Undecided
from exactalign.tables.printed import plain_text
from exactalign.tables.reader import PrintedTable
from exactalign.tables.table import label_text

OUTCOME_NAMES = frozenset({"outcome", "outcomes", "sequence", "sequences", "type", "level", "label", "y", "y^m"})
"""Headers that name a list table's column of outcomes."""

PROBABILITY_NAMES = frozenset({"probability", "probabilities", "prob", "prob.", "pr", "p", "pmf", "mass", "π", "pi"})
"""Headers that name a list table's column of probabilities."""

_TOTALS = frozenset({"total", "sum", "σ", "all", "remainder", "rest", "other", "others", ""})
_COORDINATE = re.compile(r"[A-Za-z]_?\{?([0-9]{1,6})\}?")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "<": ">"}
_LONGEST_RUN = 1000
_SMALL_DIGITS = str.maketrans(
    {"⁰¹²³⁴⁵⁶⁷⁸⁹"[d]: f"^{d}" for d in range(10)} | {"₀₁₂₃₄₅₆₇₈₉"[d]: f"_{d}" for d in range(10)}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed table's cells should hold: exact values by (row, column), and how that was read.

    `problems` are cells that should hold a value but whose label cannot be read; `ambiguous` says that
    `description` rests on a convention that matters for the values.
    """

    cells: Mapping[tuple[int, int], Any]
    description: str
    ambiguous: bool = False
    problems: Mapping[tuple[int, int], str] = field(default_factory=dict)


def label_key(text: str) -> str:
    """Return a label's text without markup and without needless space: what labels are compared by.

    >>> label_key("$y_{1} =  0$")
    'y_1 = 0'
    """
    return " ".join(plain_text(text).translate(_SMALL_DIGITS).split())


def parse_sequence(text: str, labels: Iterable[Any], length: int) -> tuple[Any, ...]:
    """Return the sequence of `length` labels that `text` writes as "0 0", "(0, 0)", "0,0" or "00".

    Raises `InputError` when it writes none, or more than one.

    >>> parse_sequence("(0, 1)", [0, 1], 2), parse_sequence("ab", ["a", "b"], 2)
    ((0, 1), ('a', 'b'))
    """
    return read_sequence(text, known_labels(labels), length)


def known_labels(labels: Iterable[Any]) -> dict[str, Any]:
    """Return the labels by their text."""
    return {label_key(label_text(label)): label for label in labels}


def read_sequence(text: str, known: Mapping[str, Any], length: int) -> tuple[Any, ...]:
    """As `parse_sequence`, for labels already given by their text."""
    whole = label_key(text)
    forms = [whole]
    if len(whole) > 1 and _BRACKETS.get(whole[0]) == whole[-1]:
        forms.append(whole[1:-1].strip())
    found: set[tuple[str, ...]] = set()
    for form in forms:
        splits = [[part.strip() for part in form.split(mark)] for mark in (",", ";")] + [form.split()]
        found |= {tuple(parts) for parts in splits if len(parts) == length and all(part in known for part in parts)}
        if length > 1:
            found |= _segmentations(form, known, length)
    if len(found) > 1:
        raise InputError(f'"{_short(whole)}" can be read as more than one sequence of {length} labels: use commas')
    if not found:
        shown = _short(", ".join(known))
        raise InputError(f'"{_short(whole)}" is no sequence of {length} of the labels {shown}')
    return tuple(known[part] for part in found.pop())


def expected_for(
    printed: PrintedTable, lookup: Callable[[tuple[Any, ...]], Any], labels: Iterable[Any], length: int
) -> Reading:
    """Return what every cell of a printed table of outcomes should be, by asking `lookup` for exact values.

    `lookup` maps a tuple of `length` labels to its exact value. Read are list tables (a column of outcomes,
    or one column for each coordinate y_1, …, and a column of probabilities) and, for length 2, square
    tables with one coordinate along each side ("y_1 = 0", or a bare label: rows are then y_1, columns y_2).
    Raises `InputError` when the table is neither, or its labels contradict each other.

    >>> table = PrintedTable(("", "0", "1"), (("0", "1/4", "1/4"), ("1", "1/4", "1/4")))
    >>> expected_for(table, lambda y: sum(y), [0, 1], 2).cells[1, 1]
    1
    """
    known = known_labels(labels)
    header = [label_key(name) for name in printed.columns]
    if length == 2 and not {name.casefold() for name in header[1:]} & (OUTCOME_NAMES | PROBABILITY_NAMES):
        columns = [_coordinate(name, known) for name in header[1:]]
        if columns and all(found is not None for found in columns):
            return _square(printed, lookup, known)
    return _listed(printed, lookup, known, length, header)


def _listed(
    printed: PrintedTable,
    lookup: Callable[[tuple[Any, ...]], Any],
    known: Mapping[str, Any],
    length: int,
    header: list[str],
) -> Reading:
    coordinates = {int(found[1]): at for at, name in enumerate(header) if (found := _COORDINATE.fullmatch(name))}
    separate = length > 1 and all(number in coordinates for number in range(1, length + 1))
    if separate:
        sources = [coordinates[number] for number in range(1, length + 1)]
    else:
        sources = _named(header, OUTCOME_NAMES)[:1] or [0]
    others = [at for at in range(len(header)) if at not in sources]
    targets = [at for at in _named(header, PROBABILITY_NAMES) if at in others] or (others if len(others) == 1 else [])
    if len(targets) != 1:
        raise InputError(
            "the table is not read: it needs a column of outcomes and one named probability"
            + (", or one label of a coordinate above each column and before each row" if length == 2 else "")
            + f"; its columns are {_short(', '.join(printed.columns))}"
        )
    cells: dict[tuple[int, int], Any] = {}
    problems: dict[tuple[int, int], str] = {}
    for at, row in enumerate(printed.rows):
        text = ", ".join(row[source] for source in sources)
        try:
            cells[at, targets[0]] = lookup(read_sequence(text, known, length))
        except InputError as error:
            if label_key(text).casefold() not in _TOTALS:
                problems[at, targets[0]] = str(error)
    columns = " and ".join(f'"{label_key(printed.columns[source])}"' for source in sources)
    target = label_key(printed.columns[targets[0]])
    return Reading(cells, f'a list: outcomes from {columns}, values in "{target}"', False, problems)


def _square(printed: PrintedTable, lookup: Callable[[tuple[Any, ...]], Any], known: Mapping[str, Any]) -> Reading:
    columns = [_coordinate(label_key(name), known) for name in printed.columns[1:]]
    rows = [_coordinate(label_key(row[0]), known) for row in printed.rows]
    corner = _COORDINATE.fullmatch(label_key(printed.columns[0]))
    of_columns = {found[0] for found in columns if found} - {None}
    of_rows = {found[0] for found in rows if found} - {None} or ({int(corner[1])} if corner else set())
    first, second = (0, 1) if 0 in of_columns | of_rows else (1, 2)
    if len(of_columns) > 1 or len(of_rows) > 1 or not of_columns | of_rows <= {first, second}:
        raise InputError("the labels of one side of the table name different coordinates, or ones past the second")
    if of_columns and of_columns == of_rows:
        raise InputError(f"rows and columns are both labelled as coordinate {of_rows.pop()}")
    said = bool(of_columns or of_rows)
    rows_are_second = second in of_rows or first in of_columns
    cells: dict[tuple[int, int], Any] = {}
    problems: dict[tuple[int, int], str] = {}
    matters = False
    for at, row in enumerate(rows):
        for across, column in enumerate(columns, 1):
            if row is None:
                if label_key(printed.rows[at][0]).casefold() not in _TOTALS:
                    problems[at, across] = (
                        f'row label "{_short(printed.rows[at][0])}" is none of {_short(", ".join(known))}'
                    )
                continue
            assert column is not None
            pair = (column[1], row[1]) if rows_are_second else (row[1], column[1])
            cells[at, across] = lookup(pair)
            matters = matters or (not said and not _same(cells[at, across], lookup(pair[::-1])))
    names = (f"y_{second}", f"y_{first}") if rows_are_second else (f"y_{first}", f"y_{second}")
    text = f"a square: rows are {names[0]}, columns are {names[1]}"
    if not said:
        text += " (assumed: the labels do not say" + (
            "; it matters here)" if matters else "; the values are symmetric)"
        )
    return Reading(cells, text, matters, problems)


def _coordinate(text: str, known: Mapping[str, Any]) -> tuple[int | None, Any] | None:
    """Read "y_1 = 0" or "0" as the number of a coordinate (None: not said) and a label."""
    if text in known:
        return None, known[text]
    name, equals, label = (part.strip() for part in text.partition("="))
    found = _COORDINATE.fullmatch(name)
    if not equals or found is None or label not in known:
        return None
    return int(found[1]), known[label]


def _named(header: list[str], names: frozenset[str]) -> list[int]:
    return [at for at, name in enumerate(header) if name.casefold() in names]


def _segmentations(text: str, known: Mapping[str, Any], length: int) -> set[tuple[str, ...]]:
    """Return the ways to cut text into `length` labels, at most two of them."""
    if len(text) > _LONGEST_RUN:
        return set()
    reached: dict[int, list[tuple[str, ...]]] = {0: [()]}
    for _ in range(length):
        following: dict[int, list[tuple[str, ...]]] = {}
        for start, ways in reached.items():
            for label in known:
                if label and text.startswith(label, start):
                    following.setdefault(start + len(label), []).extend((*way, label) for way in ways)
        reached = {end: ways[:2] for end, ways in following.items()}
    return set(reached.get(len(text), []))


def _same(left: Any, right: Any) -> bool:
    try:
        return bool(left == right)
    except Undecided:
        return False


def _short(text: str, limit: int = 60) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
