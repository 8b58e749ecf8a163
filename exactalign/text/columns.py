"""Rows of text set in columns, for terminals and for Markdown.

The layout is tabulate's. Text of characters that are one column wide (ASCII, Latin, Greek, the usual signs) is set
here: tabulate takes longer to import than a small table takes to compute. Everything else is left to it, since it knows
how wide other characters are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from exactalign.text.markup import one_line

_MORE_THAN_HEADER = 2  # columns are this much wider than their names at least
_ONE_WIDE = re.compile(
    "[\x00-\x7f"
    "\u00a1-\u00ac\u00ae-\u017f"  # Latin, without the hyphen that is not seen
    "\u0391-\u03c9"  # Greek
    "\u2010-\u2027\u2070-\u2099\u2100-\u214f"  # dashes, quotes and ‖; small digits; ℓ, ℕ, ℝ
    "\u2190-\u21ff\u2200-\u22ff]*"  # arrows and signs of mathematics
)
"""Characters that every terminal shows in one column, and that change the width of no other."""


def plain_table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Sequence[bool],
    title: str | None = None,
    after: Iterable[str | None] = (),
) -> str:
    """Return a table for terminals: title, rows in columns, and lines after them; no text in it steers a terminal.

    >>> print(plain_table(["id"], [["A-lem9"], ["A-lem9\\x1b[0m"]], [False], after=["two claims", None]))
    id
    -----------------
    A-lem9
    A-lem9<U+001B>[0m
    <BLANKLINE>
    two claims
    """
    before = [one_line(title), ""] if title else []
    body = in_columns([one_line(name) for name in header], [[one_line(text) for text in row] for row in rows], right)
    lines = [one_line(text) for text in after if text]
    return "\n".join((*before, body, *([""] if lines else []), *lines))


def in_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], *, markdown: bool = False
) -> str:
    """Return the rows under their header, columns with `right` flush right; every cell is one line.

    >>> print(in_columns(["reward", "mass"], [["log(2)", "1/2"], ["0", "1/2"]], [False, True]))
    reward      mass
    --------  ------
    log(2)       1/2
    0            1/2
    """
    if rows and all(_ONE_WIDE.fullmatch(text) for row in (header, *rows) for text in row):
        filled, widths = _padded(header, rows, right)
        return "\n".join(_markdown(filled, widths, right) if markdown else _plain(filled, widths))
    from tabulate import tabulate  # slow to import

    return str(
        tabulate(
            rows,
            headers=header,
            tablefmt="pipe" if markdown else "simple",
            colalign=tuple("right" if flush else "left" for flush in right),
            disable_numparse=True,
        )
    )


def _padded(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]
) -> tuple[list[list[str]], list[int]]:
    """All rows with their cells filled up to the widths of the columns, the header first; and the widths."""
    stripped = [[text.strip() for text in row] for row in rows]
    widths = [
        max(len(name) + _MORE_THAN_HEADER, *map(len, column))
        for name, column in zip(header, zip(*stripped, strict=True), strict=True)
    ]
    set_out = [
        [
            text.rjust(width) if flush else text.ljust(width)
            for text, width, flush in zip(row, widths, right, strict=True)
        ]
        for row in (list(header), *stripped)
    ]
    return set_out, widths


def _plain(rows: list[list[str]], widths: list[int]) -> Iterator[str]:
    rows = [rows[0], ["-" * width for width in widths], *rows[1:]]
    return ("  ".join(row).rstrip() for row in rows)


def _markdown(rows: list[list[str]], widths: list[int], right: Sequence[bool]) -> Iterator[str]:
    rule = "|".join(
        "-" * (w + 1) + ":" if flush else ":" + "-" * (w + 1) for w, flush in zip(widths, right, strict=True)
    )
    for place, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if not place:
            yield f"|{rule}|"
