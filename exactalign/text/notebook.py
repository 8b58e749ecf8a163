"""What a notebook shows of an object, as HTML and as LaTeX that MathJax and pdflatex both read.

The objects say what (`Displayed._shown`), this module how: it escapes, it stops after `MAX_ROWS` rows and says how many
are left out, and it never raises, since an object that cannot be shown must not end the cell that made it. Of an
enclosed number only digits that are proved are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from html import escape
from itertools import islice
from typing import Any

from exactalign.exceptions import Undecided
from exactalign.numbers.decimals import lower_text, upper_text
from exactalign.numbers.enclosed import EnclosedReal, Enclosure, Infinity, Refinable, certain_digits, decimal_exponent
from exactalign.numbers.logforms import LogForm, is_long, short_text
from exactalign.numbers.rationals import format_rational
from exactalign.text.displayed import Displayed, Formula, Rows
from exactalign.text.markup import html_table, math_digits, math_text

MAX_ROWS = 50
"""Rows of one object that are shown."""

MAX_COLUMNS = 30

_LATEX_CHARACTERS = 90  # of one cell: it is not broken into lines
_LATEX_ENTRIES = 20  # of a vector, likewise
_FORMULA_CHARACTERS = 400
_DIGITS = 12
_ENCLOSURE_DIGITS = 15
_MAX_BOUND_DIGITS = 60
_READABLE_BITS = 200  # of a rational that is written out
_NUMBERS = (int, Fraction, Refinable, Infinity, Enclosure)


def html(value: Any) -> str | None:
    """Return an object as HTML, or None when it cannot be shown (its `repr` then is).

    >>> html(LogForm.parse("log 2"))
    '<span>log(2) <small>≈ 0.693147180559…</small></span>'
    """
    return _shown_by(value, _html_rows, lambda number: f"<span{_tip(number)}>{_html_cell(number)}</span>")


def latex(value: Any) -> str | None:
    """Return an object as a LaTeX formula between dollar signs, or None when it cannot be shown.

    >>> print(latex(LogForm.parse("1/2 - log 2")))
    $\\frac{1}{2} - \\log 2$
    """
    return _shown_by(value, lambda rows: f"${_latex_rows(rows)}$", lambda number: f"${_latex_cell(number)}$")


def _shown_by(value: Any, table: Callable[[Rows], str], number: Callable[[Any], str]) -> str | None:
    try:
        shown = value._shown() if isinstance(value, Displayed) else value
        return table(shown) if isinstance(shown, Rows) else number(shown)
    except Exception:  # noqa: BLE001 (an outcome's own repr may raise anything; a display never may)
        return None


def number_text(value: Any) -> str:
    """Return a number as text: exact where that can be read, else its first digits, all right.

    >>> number_text(Fraction(1, 3)), number_text(Fraction(1, 3**200)), number_text(EnclosedReal.of(2).sqrt())
    ('1/3', '3.76486194959…e-96', '1.41421356237309…')
    """
    if isinstance(value, Infinity):
        return "∞" if value.sign > 0 else "-∞"
    if isinstance(value, Enclosure):
        return _bounds(value)
    if isinstance(value, LogForm):
        return short_text(value)
    if isinstance(value, Refinable):
        return _digits(value, _ENCLOSURE_DIGITS)
    exact = Fraction(value)
    if exact.numerator.bit_length() + exact.denominator.bit_length() <= _READABLE_BITS:
        return format_rational(exact)
    return _digits(EnclosedReal.of(exact), _DIGITS)


def _bounds(bounds: Enclosure) -> str:
    """Both ends, rounded outwards, with as many digits as the width is worth (two more than agree)."""
    digits = _ENCLOSURE_DIGITS
    largest = max(abs(bounds.lower), abs(bounds.upper))
    if bounds.width and largest:
        agreed = decimal_exponent(largest) - decimal_exponent(bounds.width)
        digits = min(max(agreed + 2, 3), _MAX_BOUND_DIGITS)
    return f"[{lower_text(bounds.lower, digits)}, {upper_text(bounds.upper, digits)}]"


# --- HTML -------------------------------------------------------------------------------------------


def _html_rows(shown: Rows) -> str:
    columns, rows, notes = _limited(shown)
    return html_table(
        [_clipped(name) for name in columns],
        [[_html_cell(cell, shown.characters) for cell in row] for row in rows],
        right=_numeric(columns, rows),
        title=_clipped(shown.title),
        notes=[_clipped(note, shown.characters) for note in notes],
    )


def _html_cell(value: Any, characters: int = 200) -> str:
    if isinstance(value, Formula):
        return value.html
    text = escape(_clipped(_text(value), characters))
    if not isinstance(value, LogForm) or "log" not in text or is_long(value):
        return text
    digits = _digits(EnclosedReal.of(value), _DIGITS)
    return text if digits == "undecided" else f"{text} <small>≈ {digits}</small>"


def _tip(value: Any) -> str:
    return ' title="proved digits of an enclosed real"' if isinstance(value, EnclosedReal) else ""


# --- LaTeX ------------------------------------------------------------------------------------------


def _latex_rows(shown: Rows) -> str:
    columns, rows, notes = _limited(shown)
    if shown.is_vector:
        entries = [_latex_cell(row[1]) for row in rows[:_LATEX_ENTRIES]] + [r"\ldots"] * (shown.total > _LATEX_ENTRIES)
        return rf"\left({', '.join(entries)}\right)"
    align = "".join("r" if numeric else "l" for numeric in _numeric(columns, rows))
    lines = [" & ".join(map(_latex_cell, columns)) + r" \\ \hline"]
    lines += [" & ".join(map(_latex_cell, row)) + r" \\" for row in rows]
    lines += [_latex_cell(note) + r" \\" for note in notes]
    return rf"\begin{{array}}{{{align}}} {' '.join(lines)} \end{{array}}"


def _latex_cell(value: Any) -> str:
    if isinstance(value, Formula):
        return rf"\displaystyle {value.latex}"
    if _is_tuple(value):
        more = [r"\ldots"] if len(value) > MAX_COLUMNS else []
        return rf"\left({', '.join([_latex_cell(part) for part in value[:MAX_COLUMNS]] + more)}\right)"
    if not _is_number(value):
        return math_text(_clipped(_text(value), _LATEX_CHARACTERS))
    if isinstance(value, LogForm):
        formula = "" if is_long(value) else value.latex()
        if formula and len(formula) <= _FORMULA_CHARACTERS:
            return formula
        return math_digits(f"≈ {_digits(EnclosedReal.of(value), _DIGITS)}")
    text = number_text(value)
    top, slash, bottom = text.partition("/")
    if slash:
        return rf"-\frac{{{top[1:]}}}{{{bottom}}}" if top[0] == "-" else rf"\frac{{{top}}}{{{bottom}}}"
    return math_text(text) if text == "undecided" else math_digits(text)


# --- Both -------------------------------------------------------------------------------------------


def _limited(shown: Rows) -> tuple[list[str], list[tuple[Any, ...]], list[str]]:
    """The columns and rows that fit, with a note on what does not."""
    columns = list(shown.columns[:MAX_COLUMNS])
    rows = [tuple(row[:MAX_COLUMNS]) for row in islice(shown.rows, MAX_ROWS)]
    notes = [*shown.notes]
    if shown.total > len(rows):
        notes.insert(0, f"… {shown.total - len(rows):,} more rows")
    if len(shown.columns) > len(columns):
        notes.insert(0, f"… {len(shown.columns) - len(columns):,} more columns")
    return columns, rows, notes


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if _is_tuple(value):
        more = ["…"] if len(value) > MAX_COLUMNS else []
        return f"({', '.join([_clipped(_text(part)) for part in value[:MAX_COLUMNS]] + more)})"
    return number_text(value) if _is_number(value) else repr(value)


def _clipped(text: str, characters: int = 200) -> str:
    return text if len(text) <= characters else f"{text[: characters - 1]}…"


def _digits(value: Refinable, digits: int) -> str:
    try:
        return certain_digits(value, digits)
    except Undecided:
        return "undecided"


def _is_tuple(value: Any) -> bool:
    return isinstance(value, tuple) and not isinstance(value, Enclosure)


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def _numeric(columns: list[str], rows: list[tuple[Any, ...]]) -> list[bool]:
    """Which columns hold numbers only: these are set flush right."""
    found = [[row[index] for row in rows if row[index] is not None] for index in range(len(columns))]
    return [bool(column) and all(map(_is_number, column)) for column in found]
