"""The layout of a printed table: rows above, rows below, and cells that span several rows or columns.

Every format is first brought into a `Layout` by its own module; here spans are filled, and the rows of the
head become one name and one group for each column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import attrs

from exactalign.exceptions import InputError
from exactalign.text.articles import with_number

MAX_CELLS = 200_000
"""Most cells of a table that is read."""

MAX_ROW = 1_000_000
"""Longest row, in characters, that is read."""


class SpannedCell(NamedTuple):
    """A cell as text, and over how many columns and rows it goes (rows upwards when negative)."""

    text: str
    across: int = 1
    down: int = 1


@attrs.frozen
class Layout:
    """A table as rows of cells, `heads` of them above; what stands over or under it is the `caption`."""

    rows: tuple[tuple[SpannedCell, ...], ...]
    heads: int = 1
    caption: str = ""


class Filled(NamedTuple):
    """A table with one text in every place: names of columns, groups over them, rows, and what was left out."""

    columns: tuple[str, ...]
    groups: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    notes: tuple[str, ...]


def check_row(text: str) -> str:
    """Return the text of a row; raise `InputError` when it is longer than `MAX_ROW`."""
    if len(text) > MAX_ROW:
        raise InputError(f"a row of the table has {len(text):,} characters: the limit is {MAX_ROW:,}")
    return text


def plain(rows: Sequence[Sequence[str]], heads: int = 1, caption: str = "") -> Layout:
    """Return rows of text, none of which spans, as a layout."""
    return Layout(tuple(tuple(SpannedCell(text) for text in row) for row in rows), heads, caption)


def filled(layout: Layout, kind: str, *, pad: bool) -> Filled:
    """Return a layout with its spans filled; `pad` says that short rows end in empty cells.

    Raises `InputError` for no rows, rows of unequal length, and more cells than `MAX_CELLS`.

    >>> heads = (SpannedCell(""), SpannedCell("N = 2", 2)), (SpannedCell("y"), SpannedCell("p"), SpannedCell("r"))
    >>> wide = Layout((*heads, (SpannedCell("a"), SpannedCell("1"), SpannedCell("2"))), 2)
    >>> filled(wide, "latex", pad=False)[:3]
    (('y', 'p', 'r'), ('', 'N = 2', 'N = 2'), (('a', '1', '2'),))
    """
    if len(layout.rows) <= layout.heads or not layout.heads:
        raise InputError(f"no {kind} table with a header and at least one row was found")
    width = max(sum(cell.across for cell in row) for row in layout.rows[: layout.heads])
    if width * len(layout.rows) > MAX_CELLS:
        raise InputError(f"the table has {width * len(layout.rows):,} cells: the limit is {MAX_CELLS:,}")
    captions, notes = [layout.caption], list[str]()
    heads, body = list[list[SpannedCell]](), list[list[SpannedCell]]()
    for number, row in enumerate(layout.rows, 1 - layout.heads):
        spans_all = len(row) == 1 and row[0].across >= width > 1
        if spans_all and number < 1:
            captions.append(row[0].text)
        elif spans_all:
            notes.append(f'the row "{row[0].text[:60]}" goes over the whole table: it is read as a heading')
        else:
            size = sum(cell.across for cell in row)
            if size > width or (size < width and not pad):
                where = f"row {number}" if number > 0 else "a row of the header"
                raise InputError(f"{where} has {with_number(size, 'cell')} but the header has {width}")
            (heads if number < 1 else body).append(_widened(row, width, repeat=number < 1))
    if not heads or not body:
        raise InputError(f"no {kind} table with a header and at least one row was found")
    _fill_down(body)  # in the head a text counts once for its column, wherever it stands
    columns, groups = zip(*(_name_and_group([row[at].text for row in heads]) for at in range(width)), strict=True)
    rows = tuple(tuple(cell.text for cell in row) for row in body)
    return Filled(columns, groups, rows, " ".join(filter(None, captions)), tuple(notes))


def _widened(row: Sequence[SpannedCell], width: int, *, repeat: bool) -> list[SpannedCell]:
    cells: list[SpannedCell] = []
    for cell in row:
        rest = SpannedCell(cell.text if repeat else "", 1, cell.down)
        cells += [cell, *(rest for _ in range(cell.across - 1))]
    return cells + [SpannedCell("")] * (width - len(cells))


def _fill_down(rows: list[list[SpannedCell]]) -> None:
    for at, row in enumerate(rows):
        for across, cell in enumerate(row):
            step = 1 if cell.down > 0 else -1
            for other in range(at + step, at + cell.down, step):
                if 0 <= other < len(rows) and not rows[other][across].text:
                    rows[other][across] = SpannedCell(cell.text)


def _name_and_group(texts: Sequence[str]) -> tuple[str, str]:
    kept = list(dict.fromkeys(text for text in texts if text))
    return (kept[-1], " ".join(kept[:-1])) if kept else ("", "")
