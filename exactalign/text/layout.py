"""Rows as aligned plain text and as Markdown. Widths are those of a terminal: East Asia's wide letters take two."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_ROOM = 2  # a column is wider than its name by this much
_GAP = "  "


def width(text: str) -> int:
    """Return how many places a text takes on a terminal.

    >>> width("KL"), width("報酬"), width("e\\u0301")
    (2, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_places, text))


def _places(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):  # marks over the letter before, and what is not seen
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def plain_table(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Return a table with a line under the names; `right` names the columns that are set flush right.

    >>> print(plain_table(["n", "p"], [["1", "3/10"]], [False, True]))
    n       p
    ---  ----
    1    3/10
    """
    widths = _widths(names, rows)
    lines = [_GAP.join(_set(cell, size, flush) for cell, size, flush in zip(row, widths, right, strict=True)).rstrip()
             for row in (names, *rows)]  # fmt: skip
    return "\n".join((lines[0], _GAP.join("-" * size for size in widths), *lines[1:]))


def markdown_table(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Return a table in Markdown, aligned so that it reads well as text; cells are Markdown already.

    >>> print(markdown_table(["n", "p"], [["1", "3/10"]], [False, True]))
    | n   |    p |
    |:----|-----:|
    | 1   | 3/10 |
    """
    widths = _widths(names, rows)
    lines = [
        f"| {' | '.join(_set(cell, size, flush) for cell, size, flush in zip(row, widths, right, strict=True))} |"
        for row in (names, *rows)
    ]
    rule = "|".join(
        f"{'-' * (size + 1)}:" if flush else f":{'-' * (size + 1)}" for size, flush in zip(widths, right, strict=True)
    )
    return "\n".join((lines[0], f"|{rule}|", *lines[1:]))


def _widths(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [
        max(width(name) + _ROOM, *(width(row[place]) for row in rows)) if rows else width(name) + _ROOM
        for place, name in enumerate(names)
    ]


def _set(text: str, size: int, flush_right: bool) -> str:
    room = " " * (size - width(text))
    return room + text if flush_right else text + room
