"""Rows of text set in columns, for terminals and for Markdown.

The layout is tabulate's. Text of ASCII characters, each one column wide, is set here: tabulate takes longer to import
than a small table takes to compute. Everything else is left to it, since it knows how wide other characters are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_MORE_THAN_HEADER = 2  # columns are this much wider than their names at least


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
    if rows and all(text.isascii() for row in (header, *rows) for text in row):
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
