"""Tables whose every printed digit is right: one exact object, rendered for terminals, papers and programs.

A cell holds an exact number (or an enclosed one) until the moment it is printed; decimals then come from
`decimals` and nowhere else. `to_json_value` is the one encoder of numbers into JSON; the command line
uses it as well. `printed_tables` is the way back.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import attrs

from exactalign.exceptions import InputError, ParameterError, WrongKind
from exactalign.numbers.arguments import checked
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.rationals import rational, short_repr
from exactalign.tables.cells import (
    ENCLOSURE_DIGITS,
    READABLE_DIGITS,
    cell_text,
    check_precision,
    exact_length,
    label_text,
    number_text,
    to_json_value,
)
from exactalign.text.articles import with_number
from exactalign.text.columns import in_columns, plain_table
from exactalign.text.displayed import Displayed
from exactalign.text.latex import latex_text
from exactalign.text.markup import html_table, math_digits, one_line
from exactalign.text.rows import Rows

__all__ = ["FORMATS", "Table", "cell_text", "label_text", "number_text", "to_json_value", "unguarded"]

FORMATS = ("table", "markdown", "latex", "csv", "json", "html")
"""What `Table.render` can print."""

_MAX_NESTING = 50
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@attrs.frozen(init=False, repr=False)
class Table(Displayed):
    """An immutable table of exact cells, printed on demand.

    A cell is text, an `int`, a rational, a `LogForm`, an `EnclosedReal`, `oo`, None (empty), or a tuple of
    labels; a `float` is refused. `int` cells are labels and counts, always printed whole: write a value as a
    `Fraction`. Raises `InputError` for no columns or a row of the wrong length, `NotExactError` for a float.

    >>> t = Table(["outcome", "probability"], [[(0, 0), Fraction(49, 625)], [(0, 1), Fraction(21, 250)]])
    >>> print(t)
    outcome      probability
    ---------  -------------
    (0, 0)            49/625
    (0, 1)            21/250
    >>> print(t.render("csv", places=3).replace("\\r", ""), end="")
    outcome,probability
    "(0, 0)",0.078
    "(0, 1)",0.084
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    title: str | None = None
    caption: str | None = None
    notes: tuple[str, ...] = ()

    @checked
    def __init__(
        self,
        columns: Iterable[Any],
        rows: Iterable[Iterable[Any]],
        title: str | None = None,
        caption: str | None = None,
        notes: Iterable[str] = (),
    ) -> None:
        names = tuple(label_text(name) for name in columns)
        if not names:
            raise InputError("the table has no columns: give at least one")
        body = []
        for number, row in enumerate(rows, 1):
            if not isinstance(row, Iterable) or isinstance(row, (str, bytes)):
                raise WrongKind(f"row {number} of Table is {short_repr(row)}: give a list of cells")
            cells = tuple(_cell(value, f"row {number}") for value in row)
            if len(cells) != len(names):
                there = f"there {'is' if len(names) == 1 else 'are'} {with_number(len(names), 'column')}"
                raise InputError(f"row {number} has {with_number(len(cells), 'cell')} but {there}")
            body.append(cells)
        fields = (("columns", names), ("rows", tuple(body)), ("title", title), ("caption", caption))
        for name, value in (*fields, ("notes", (notes,) if isinstance(notes, str) else tuple(notes))):
            object.__setattr__(self, name, value)

    def render(
        self,
        format: str = "table",  # noqa: A002
        *,
        digits: int | None = None,
        places: int | None = None,
        fractions: str = "frac",
    ) -> str:
        r"""Return the table as text in one of `FORMATS`.

        Without `digits` (significant) or `places` (decimal) exact cells print exactly, enclosed ones their
        certain digits; with one of them, all numbers are correctly rounded, and one whose rounding cannot
        be decided is cut and ends in "…". JSON holds exact values, and bounds of `digits` digits, never
        roundings. `fractions` is "frac" (`\frac{1}{2}`) or "plain" (1/2), for LaTeX. CSV follows RFC 4180
        (CRLF; write it with `newline=""`); a text cell that a spreadsheet would run as a formula gets an
        apostrophe in front, which `read_printed` takes away again; numbers are never touched.
        Raises `ParameterError`.

        >>> print(Table(["p"], [[Fraction(1, 8)]]).render("markdown", places=2))
        |    p |
        |-----:|
        | 0.12 |
        """
        if format not in FORMATS:
            raise ParameterError(f"format is {format!r}: give one of {', '.join(FORMATS)}")
        if fractions not in ("frac", "plain"):
            raise ParameterError(f'fractions is {fractions!r}: give "frac" or "plain"')
        check_precision(digits, places)
        if format == "json":
            if places is not None:
                raise ParameterError("JSON keeps exact values: give digits (of the bounds), not places")
            return self._json(digits or ENCLOSURE_DIGITS)
        whole = format == "csv"
        cells = [[cell_text(value, digits, places, whole=whole) for value in row] for row in self.rows]
        if whole:
            return self._csv(cells)
        notes = (*self.notes, *self._cut_note(digits, places))
        if format == "latex":
            return self._latex(cells, notes, fractions)
        return self._html(cells, notes) if format == "html" else self._text(cells, notes, format)

    def _shown(self) -> Rows:
        notes = (*((self.caption,) if self.caption else ()), *self.notes)
        return Rows(self.columns, self.rows, len(self.rows), self.title or "", notes)

    def __str__(self) -> str:
        return self.render()

    def __repr__(self) -> str:
        title = f", title={self.title!r}" if self.title else ""
        return f"Table({self.columns!r}, <{len(self.rows)} rows>{title})"

    def _numeric(self) -> list[bool]:
        """Which columns hold numbers only: these are set flush right."""
        kinds = (int, Fraction, Refinable, Infinity)
        columns = [[row[index] for row in self.rows] for index in range(len(self.columns))]
        filled = [[cell for cell in column if cell is not None] for column in columns]
        return [bool(cells) and all(isinstance(cell, kinds) for cell in cells) for cells in filled]

    def _cut_note(self, digits: int | None, places: int | None) -> list[str]:
        if digits is not None or places is not None:
            return []
        longest = max((exact_length(cell) for row in self.rows for cell in row), default=0)
        if longest <= READABLE_DIGITS:
            return []
        return [f"≈ marks a cut number; the exact one has up to {longest:,} digits: use --digits, csv or json"]

    def _text(self, cells: list[list[str]], notes: tuple[str, ...], kind: str) -> str:
        if kind == "table":
            return plain_table(self.columns, cells, self._numeric(), self.title, (self.caption, *notes))
        columns, body = map(_markdown, self.columns), [[_markdown(text) for text in row] for row in cells]
        title = [f"**{_markdown(self.title)}**", ""] if self.title else []
        after = [line for text in (self.caption, *notes) if text for line in ("", _markdown(text))]
        return "\n".join((*title, in_columns(list(columns), body, self._numeric(), markdown=True), *after))

    def _latex(self, cells: list[list[str]], notes: tuple[str, ...], fractions: str) -> str:
        align = "".join("r" if numeric else "l" for numeric in self._numeric())
        lines = [rf"\begin{{tabular}}{{{align}}}", r"\toprule"]
        lines += [" & ".join(_latex_text(name) for name in self.columns) + r" \\", r"\midrule"]
        for row, texts in zip(self.rows, cells, strict=True):
            pairs = zip(row, texts, strict=True)
            lines.append(" & ".join(_latex_cell(cell, text, fractions) for cell, text in pairs) + r" \\")
        lines += [r"\bottomrule", r"\end{tabular}"]
        heading = ". ".join(_latex_text(text).removesuffix(".") for text in (self.title, self.caption) if text)
        heading += "." if self.caption and self.caption.endswith(".") else ""
        if heading or notes:
            caption = [rf"\caption{{{heading}}}"] if heading else []
            lines = [r"\begin{table}", r"\centering", *caption, *lines]
            lines += [rf"\par\smallskip{{\footnotesize {_latex_text(note)}}}" for note in notes]
            lines.append(r"\end{table}")
        return "\n".join(lines)

    def _html(self, cells: list[list[str]], notes: tuple[str, ...]) -> str:
        from html import escape

        return html_table(
            self.columns,
            [[escape(text) for text in row] for row in cells],
            right=self._numeric(),
            title=self.title or "",
            caption=self.caption or "",
            notes=notes,
        )

    def _csv(self, cells: list[list[str]]) -> str:
        target = io.StringIO(newline="")
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow([_guarded(name) for name in self.columns])
        for row, texts in zip(self.rows, cells, strict=True):
            label = [isinstance(cell, (str, tuple)) for cell in row]
            writer.writerow([_guarded(text) if is_label else text for is_label, text in zip(label, texts, strict=True)])
        return target.getvalue()

    def _json(self, digits: int) -> str:
        content = {
            "title": self.title,
            "caption": self.caption,
            "columns": self.columns,
            "rows": [to_json_value(row, digits) for row in self.rows],
            "notes": self.notes,
        }
        return json.dumps(content, ensure_ascii=False, indent=2)


def _cell(value: Any, where: str, depth: int = 0) -> object:
    if value is None or isinstance(value, (str, Refinable, Infinity, Fraction)):
        return value
    if isinstance(value, (list, tuple)):
        if depth > _MAX_NESTING:
            raise InputError(f"{where}: a cell is nested more than {_MAX_NESTING} deep")
        return tuple(_cell(part, where, depth + 1) for part in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return rational(value, f"cell in {where}")


def _markdown(text: str) -> str:
    text = re.sub(r"[\\`*\[\]<>|&~$]", r"\\\g<0>", one_line(text))
    return re.sub(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\_", text)


def _latex_text(text: str) -> str:
    return latex_text(one_line(text))


def _latex_cell(cell: Any, text: str, fractions: str) -> str:
    if cell is None or isinstance(cell, (str, tuple)) or text == "undecided":
        return _latex_text(text)
    if isinstance(cell, LogForm) and "log" in text:
        return f"${cell.latex()}$"
    if fractions == "frac":
        text = re.sub(r"^(-?)(\d+)/(\d+)$", r"\1\\frac{\2}{\3}", text)
    return f"${math_digits(text)}$"


def _guarded(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula, or that has one already."""
    looks_guarded = text[:1] == "'" and text[1:2] in {*_FORMULA_START, "'"}
    number = re.fullmatch(r"[+-]?[0-9./]+(e[+-]?[0-9]+)?%?", text) is not None
    return f"'{text}" if looks_guarded or (text.startswith(_FORMULA_START) and not number) else text


def unguarded(text: str) -> str:
    """Take away the apostrophe that guards a CSV cell (see `Table.render`).

    >>> unguarded("'=1+2"), unguarded("'tis")
    ('=1+2', "'tis")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in {*_FORMULA_START, "'"} else text
