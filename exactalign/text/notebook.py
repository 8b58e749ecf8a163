"""How a notebook shows rows and cells, as HTML and as LaTeX that MathJax and pdflatex both read.

It escapes, it stops after `MAX_ROWS` rows and says how many are left out, and it never raises, since an object that
cannot be shown must not end the cell that made it. What a value says of itself is `rows.cell`.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import islice
from typing import Any

from exactalign.text.markup import html_table, math_text
from exactalign.text.rows import Cell, Formula, Rows, cell

MAX_ROWS = 50
"""Rows of one object that are shown."""

MAX_COLUMNS = 30

_LATEX_CHARACTERS = 90  # of one cell: it is not broken into lines
_LATEX_ENTRIES = 20  # of a vector, likewise


def html(shown: Callable[[], Any]) -> str | None:
    """Return what `shown()` gives, `Rows` or one value, as HTML; None when it cannot be shown (the `repr` then is).

    >>> html(lambda: "a < b")
    '<span>a &lt; b</span>'
    """
    return _shown_by(shown, _html_rows, _html_value)


def latex(shown: Callable[[], Any]) -> str | None:
    """Return what `shown()` gives as a LaTeX formula between dollar signs, or None when it cannot be shown.

    >>> print(latex(lambda: "50%"))
    $\\text{50}\\%$
    """
    return _shown_by(shown, lambda rows: f"${_latex_rows(rows)}$", lambda value: f"${_latex_cell(_entry(value))}$")


def _shown_by(shown: Callable[[], Any], table: Callable[[Rows], str], single: Callable[[Any], str]) -> str | None:
    try:
        value = shown()
        return table(value) if isinstance(value, Rows) else single(value)
    except Exception:  # noqa: BLE001 (an outcome's own repr may raise anything; a display never may)
        return None


# --- HTML -------------------------------------------------------------------------------------------


def _html_rows(shown: Rows) -> str:
    columns, rows, notes = _limited(shown)
    return html_table(
        [_clipped(name) for name in columns],
        [[_html_cell(entry, shown.characters) for entry in row] for row in rows],
        right=_numeric(columns, rows),
        title=_clipped(shown.title),
        notes=[_clipped(note, shown.characters) for note in notes],
    )


def _html_value(value: Any) -> str:
    entry = _entry(value)
    title = f' title="{escape(entry.title)}"' if isinstance(entry, Cell) and entry.title else ""
    return f"<span{title}>{_html_cell(entry)}</span>"


def _html_cell(entry: Cell | Formula, characters: int = 200) -> str:
    if isinstance(entry, Formula):
        return entry.html
    text = escape(_clipped(entry.text, characters))
    note = entry.note() if entry.note else ""
    return f"{text} <small>{escape(note)}</small>" if note else text


# --- LaTeX ------------------------------------------------------------------------------------------


def _latex_rows(shown: Rows) -> str:
    columns, rows, notes = _limited(shown)
    if shown.is_vector:
        entries = [_latex_cell(row[1]) for row in rows[:_LATEX_ENTRIES]] + [r"\ldots"] * (shown.total > _LATEX_ENTRIES)
        return rf"\left({', '.join(entries)}\right)"
    align = "".join("r" if numeric else "l" for numeric in _numeric(columns, rows))
    lines = [" & ".join(map(_latex_text, columns)) + r" \\ \hline"]
    lines += [" & ".join(map(_latex_cell, row)) + r" \\" for row in rows]
    lines += [_latex_text(note) + r" \\" for note in notes]
    return rf"\begin{{array}}{{{align}}} {' '.join(lines)} \end{{array}}"


def _latex_cell(entry: Cell | Formula) -> str:
    if isinstance(entry, Formula):
        return rf"\displaystyle {entry.latex}"
    return entry.latex() if entry.latex else _latex_text(entry.text)


def _latex_text(text: str) -> str:
    return math_text(_clipped(text, _LATEX_CHARACTERS))


# --- Both -------------------------------------------------------------------------------------------


def _limited(shown: Rows) -> tuple[list[str], list[list[Cell | Formula]], list[str]]:
    """The columns and rows that fit, with a note on what does not."""
    columns = list(shown.columns[:MAX_COLUMNS])
    rows = [[_entry(value) for value in row[:MAX_COLUMNS]] for row in islice(shown.rows, MAX_ROWS)]
    notes = [*shown.notes]
    if shown.total > len(rows):
        notes.insert(0, f"… {shown.total - len(rows):,} more rows")
    if len(shown.columns) > len(columns):
        notes.insert(0, f"… {len(shown.columns) - len(columns):,} more columns")
    return columns, rows, notes


def _entry(value: Any) -> Cell | Formula:
    """What is shown of a value; a tuple of no registered kind is shown entry by entry."""
    if isinstance(value, Formula):
        return value
    if not isinstance(value, tuple) or cell.dispatch(type(value)) is not cell.dispatch(object):
        return cell(value)
    parts = [_entry(part) for part in value[:MAX_COLUMNS]]
    is_cut = len(value) > MAX_COLUMNS

    def formula() -> str:
        entries = [_latex_cell(part) for part in parts] + [r"\ldots"] * is_cut
        return rf"\left({', '.join(entries)}\right)"

    texts = [_clipped(part.text if isinstance(part, Cell) else part.latex) for part in parts]
    return Cell(f"({', '.join(texts + ['…'] * is_cut)})", formula)


def _clipped(text: str, characters: int = 200) -> str:
    return text if len(text) <= characters else f"{text[: characters - 1]}…"


def _numeric(columns: list[str], rows: list[list[Cell | Formula]]) -> list[bool]:
    """Which columns hold numbers only, and some: these are set flush right."""
    found = [[row[index] for row in rows if row[index] != Cell("")] for index in range(len(columns))]
    return [bool(column) and all(isinstance(e, Cell) and e.is_number for e in column) for column in found]
