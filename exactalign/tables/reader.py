r"""Somebody else's printed table, as text: LaTeX, Markdown, CSV, HTML, JSON and aligned text into rows of cells.

Every format's markup is read away here, once and strictly; what a cell means is for `printed` (numbers) and
`labels` (labels) to say. Cells of formats that have no markup (CSV, JSON, aligned text) stay as they are.
"""

from __future__ import annotations

import re
from pathlib import Path

import attrs

from exactalign.exceptions import InputError
from exactalign.tables.headings import is_unit
from exactalign.tables.labels import label_key, plain_label
from exactalign.tables.latex_layout import latex_layouts
from exactalign.tables.layout import Layout, check_row, filled, plain
from exactalign.tables.markup_layout import html_layouts, json_layouts
from exactalign.tables.table import unguarded
from exactalign.tables.text_layout import is_aligned, is_boxed, is_separator, markdown_layouts, text_layouts
from exactalign.text.delimited import delimited, delimiter_of

READABLE_FORMATS = ("csv", "markdown", "latex", "html", "json", "text")
"""What `read_printed` reads."""

MAX_TEXT = 10_000_000
"""Longest table, in characters, that is read."""

_LITERAL = ("csv", "json", "text")
_SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".tex": "latex",
    ".latex": "latex",
    ".html": "html",
    ".htm": "html",
    ".json": "json",
}
_BEGIN = re.compile(r"\\begin\{(?:tabular|longtable|array|NiceTabular|tblr|supertabular)")


@attrs.frozen
class PrintedTable:
    """A printed table as text: the header's cells, the rows below it, and the format it came in.

    `groups` has, for each column, what stands over its name; `caption` what stands over or under the table;
    `notes` what was left out in reading.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    format: str = "csv"
    groups: tuple[str, ...] = ()
    caption: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_literal(self) -> bool:
        """Whether the format has no markup of its own, so that LaTeX in a cell is its author's."""
        return self.format in _LITERAL

    def head(self, column: int) -> str:
        """Return a column's name with the group over it in front.

        >>> PrintedTable(("p",), (("1",),), groups=("N = 2",)).head(0)
        'N = 2 p'
        """
        group = self.groups[column] if self.groups else ""
        return f"{group} {self.columns[column]}".strip()

    def key(self, text: str) -> str:
        """Return what a label of this table says: as text, with markup read that its format would not have read."""
        return plain_label(text) if self.is_literal else label_key(text)


def read_printed(text: str, format: str | None = None, *, number: int | None = None) -> PrintedTable:  # noqa: A002
    r"""Read a table in `text`: CSV, a Markdown pipe table, a LaTeX tabular, an HTML table, JSON, or aligned text.

    Without `format` (one of `READABLE_FORMATS`) it is told from the content; `number` says which of several
    tables, from 1. The first row is the header (in LaTeX, with the rows that it groups). Raises `InputError` for no
    table, several and no number, rows of unequal length, broken quoting or braces, and what is too long.

    >>> read_printed("| y | p |\n|---|---|\n| 0 | $\\frac{1}{2}$ |").rows
    (('0', '(1/2)'),)
    """
    if format is not None and format not in READABLE_FORMATS:
        raise InputError(f"format is {format!r}: give one of {', '.join(READABLE_FORMATS)}")
    if len(text) > MAX_TEXT:
        raise InputError(f"the table has {len(text):,} characters: the limit is {MAX_TEXT:,}")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    kind = format or _detected(text)
    layouts = _layouts(text, kind)
    if number is None and len(layouts) > 1:
        raise InputError(f"the text holds {len(layouts)} {_NAMES[kind]} tables: say which, {_listed(layouts)}")
    if number is not None and not 1 <= number <= len(layouts):
        raise InputError(f"there is no table {number}: the text holds {len(layouts)}")
    whole = filled(layouts[(number or 1) - 1], kind, pad=kind in ("latex", "markdown", "html"))
    groups = whole.groups if any(whole.groups) else ()
    columns, rows = whole.columns, whole.rows
    if rows and any(rows[0]) and all(not cell or is_unit(cell) for cell in rows[0]):  # a line of units below the names
        columns = tuple(f"{name} {unit}".strip() for name, unit in zip(columns, rows[0], strict=True))
        rows = rows[1:]
    return PrintedTable(columns, rows, kind, groups, whole.caption.strip(), whole.notes)


def read_printed_file(path: str | Path, format: str | None = None, *, number: int | None = None) -> PrintedTable:  # noqa: A002
    """Read a printed table from a UTF-8 file; its suffix (.csv, .md, .tex, ...) tells the format if none is given.

    Raises `InputError` for a file that cannot be read, and as `read_printed` does.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            content = file.read(4 * MAX_TEXT + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is no UTF-8 text") from None
    told = _SUFFIXES.get(path.suffix.lower())
    if told == "markdown" and not any(map(is_separator, text.splitlines())):
        told = None  # a README may hold a table in HTML, or as a program printed it
    try:
        return read_printed(text, format or told, number=number)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


_NAMES = {"csv": "CSV", "markdown": "Markdown", "latex": "LaTeX", "html": "HTML", "json": "JSON", "text": "text"}


def _layouts(text: str, kind: str) -> list[Layout]:
    if kind == "csv":
        records = [[unguarded(cell) for cell in record] for _, record in delimited(text)]
        return [plain(records)]
    read = {"markdown": markdown_layouts, "latex": latex_layouts, "html": html_layouts, "json": json_layouts}
    return read.get(kind, text_layouts)(text)


def _detected(text: str) -> str:
    if _BEGIN.search(text):
        return "latex"
    lines = text.splitlines()
    if any(map(is_separator, lines)):
        return "markdown"
    if re.search(r"<table[\s>]", text, re.IGNORECASE):
        return "html"
    if any("&" in line and r"\\" in line for line in lines):
        return "latex"
    if text.lstrip()[:1] in ("{", "[") and text.rstrip()[-1:] in ("}", "]"):
        return "json"
    if is_boxed(text) or is_aligned(text):
        return "text"
    return "csv" if _is_delimited(lines) else "text"


def _is_delimited(lines: list[str]) -> bool:
    filled_lines = [line for line in lines if line.strip()]
    if not filled_lines:
        return True
    mark = delimiter_of(filled_lines[0])
    return mark in check_row(filled_lines[0]) or " " not in filled_lines[0].strip()


def _listed(layouts: list[Layout]) -> str:
    shown = []
    for number, layout in enumerate(layouts[:6], 1):
        names = ", ".join(cell.text for cell in layout.rows[0][:4]) if layout.rows else ""
        shown.append(f"{number} ({names[:40]})")
    return ", ".join(shown) + (", …" if len(layouts) > 6 else "")
