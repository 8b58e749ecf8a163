"""Tables whose every printed digit is right: one exact object, rendered for terminals, papers and programs.

A cell holds an exact number (or an enclosed one) until the moment it is printed; decimals then come from
`decimals` and nowhere else. `to_json_value` is the one encoder of numbers into JSON; the command line
uses it as well. `printed_tables` is the way back.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exactalign.decimals import bounds_text, decimal_text, lower_text, upper_text
from exactalign.enclosures import MAX_DIGITS, Enclosure, Infinity, Refinable, bits_for, certain_digits
from exactalign.enclosures import decimal_exponent as _exponent
from exactalign.exceptions import InputError, ParameterError, Undecided
from exactalign.logforms import LogForm
from exactalign.rationals import format_integer, format_rational, rational

FORMATS = ("table", "markdown", "latex", "csv", "json", "html")
"""What `Table.render` can print."""

READABLE_DIGITS = 200
"""Exact numbers of more digits are cut where people read them; CSV and JSON always hold them whole."""

_CUT_DIGITS = 12
_ENCLOSURE_DIGITS = 15
_SAFE_JSON_INTEGER = 1 << 53
_MAX_NESTING = 50
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, repr=False)
class Table:
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
            cells = tuple(_cell(value, f"row {number}") for value in row)
            if len(cells) != len(names):
                raise InputError(f"row {number} has {len(cells)} cells but the table has {len(names)} columns")
            body.append(cells)
        fields = (("columns", names), ("rows", tuple(body)), ("title", title), ("caption", caption))
        for name, value in (*fields, ("notes", (notes,) if isinstance(notes, str) else tuple(notes))):
            object.__setattr__(self, name, value)

    def render(
        self, format: str = "table", *, digits: int | None = None, places: int | None = None, fractions: str = "frac"
    ) -> str:
        r"""Return the table as text in one of `FORMATS`.

        Without `digits` (significant) or `places` (decimal) exact cells print exactly, enclosed ones their
        certain digits; with one of them, all numbers are correctly rounded, and one whose rounding cannot be
        decided is cut and ends in "…". JSON holds exact values and bounds of `digits` digits, never roundings.
        `fractions` is "frac" (`\frac{1}{2}`) or "plain" (1/2), for LaTeX. CSV follows RFC 4180 (CRLF; write it
        with `newline=""`); a text cell that a spreadsheet would run as a formula gets an apostrophe in front,
        which `read_printed` takes away again; numbers are never touched. Raises `ParameterError`.

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
            return self._json(digits or _ENCLOSURE_DIGITS)
        whole = format == "csv"
        cells = [[cell_text(value, digits, places, whole=whole) for value in row] for row in self.rows]
        if whole:
            return self._csv(cells)
        notes = (*self.notes, *self._cut_note(digits, places))
        if format == "latex":
            return self._latex(cells, notes, fractions)
        return self._html(cells, notes) if format == "html" else self._text(cells, notes, format)

    def _repr_html_(self) -> str:
        return self.render("html")

    def __str__(self) -> str:
        return self.render()

    def __repr__(self) -> str:
        title = f", title={self.title!r}" if self.title else ""
        return f"Table({self.columns!r}, <{len(self.rows)} rows>{title})"

    def _numeric(self) -> list[bool]:
        """Which columns hold numbers only: these are set flush right."""
        kinds = (int, Fraction, Refinable, Infinity)
        return [
            any(cell is not None for cell in column) and all(cell is None or isinstance(cell, kinds) for cell in column)
            for column in (zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns))
        ]

    def _cut_note(self, digits: int | None, places: int | None) -> list[str]:
        if digits is not None or places is not None:
            return []
        longest = max((_exact_length(cell) for row in self.rows for cell in row), default=0)
        if longest <= READABLE_DIGITS:
            return []
        return [f"≈ marks cut numbers: exact ones have up to {longest:,} digits; use --digits, or csv or json for all"]

    def _text(self, cells: list[list[str]], notes: tuple[str, ...], format: str) -> str:
        from tabulate import tabulate  # slow to import

        clean = _markdown if format == "markdown" else _one_line
        body = tabulate(
            [[clean(text) for text in row] for row in cells],
            headers=[clean(name) for name in self.columns],
            tablefmt="pipe" if format == "markdown" else "simple",
            colalign=tuple("right" if numeric else "left" for numeric in self._numeric()),
            disable_numparse=True,
        )
        if format == "markdown":
            title = [f"**{clean(self.title)}**", ""] if self.title else []
            after = [line for text in (self.caption, *notes) if text for line in ("", clean(text))]
        else:
            title = [clean(self.title), ""] if self.title else []
            after = [clean(text) for text in (self.caption, *notes) if text]
            after = ["", *after] if after else []
        return "\n".join((*title, body, *after))

    def _latex(self, cells: list[list[str]], notes: tuple[str, ...], fractions: str) -> str:
        align = "".join("r" if numeric else "l" for numeric in self._numeric())
        lines = [rf"\begin{{tabular}}{{{align}}}", r"\toprule"]
        lines += [" & ".join(_latex_text(name) for name in self.columns) + r" \\", r"\midrule"]
        for row, texts in zip(self.rows, cells, strict=True):
            pairs = zip(row, texts, strict=True)
            lines.append(" & ".join(_latex_cell(cell, text, fractions) for cell, text in pairs) + r" \\")
        lines += [r"\bottomrule", r"\end{tabular}"]
        heading = " ".join(_latex_text(text) for text in (self.title, self.caption) if text)
        if heading or notes:
            lines = [r"\begin{table}", r"\centering", *([rf"\caption{{{heading}}}"] if heading else []), *lines]
            lines += [rf"\par\smallskip{{\footnotesize {_latex_text(note)}}}" for note in notes]
            lines.append(r"\end{table}")
        return "\n".join(lines)

    def _html(self, cells: list[list[str]], notes: tuple[str, ...]) -> str:
        right = [' style="text-align: right"' if numeric else "" for numeric in self._numeric()]

        def row(tag: str, texts: Iterable[str]) -> str:
            return "<tr>" + "".join(
                f"<{tag}{style}>{html.escape(text)}</{tag.split()[0]}>" for text, style in zip(texts, right, strict=True)
            ) + "</tr>"  # fmt: skip

        lines = ["<table>"]
        if self.title or self.caption:
            title = f"<strong>{html.escape(self.title)}</strong>" if self.title else ""
            lines.append(f"<caption>{' '.join(filter(None, (title, html.escape(self.caption or ''))))}</caption>")
        lines += ["<thead>", row('th scope="col"', self.columns), "</thead>", "<tbody>"]
        lines += [row("td", texts) for texts in cells]
        lines.append("</tbody>")
        if notes:
            span = f'<td colspan="{len(self.columns)}">'
            lines += ["<tfoot>", *(f"<tr>{span}{html.escape(note)}</td></tr>" for note in notes), "</tfoot>"]
        return "\n".join((*lines, "</table>"))

    def _csv(self, cells: list[list[str]]) -> str:
        target = io.StringIO(newline="")
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow([_guarded(name) for name in self.columns])
        for row, texts in zip(self.rows, cells, strict=True):
            pairs = zip(row, texts, strict=True)
            writer.writerow([_guarded(text) if isinstance(cell, (str, tuple)) else text for cell, text in pairs])
        return target.getvalue()

    def _json(self, digits: int) -> str:
        content = {
            "title": self.title,
            "caption": self.caption,
            "columns": list(self.columns),
            "rows": [to_json_value(row, digits) for row in self.rows],
            "notes": list(self.notes),
        }
        return json.dumps(content, ensure_ascii=False, indent=2)


def to_json_value(value: Any, digits: int = _ENCLOSURE_DIGITS) -> Any:
    """Return `value` in the form in which it goes into JSON, exact or with proved bounds.

    Rationals become strings `"49/625"`, log forms `{"exact", "lower", "upper"}`, enclosed reals and
    `Enclosure`s `{"lower", "upper"}` (decimals of `digits` digits, rounded outwards), `oo` the string `"oo"`.
    Text, truth values, None and `int` below 2^53 stay (larger ones become strings); sequences become lists,
    mappings objects. Raises `NotExactError` for a float, `NotRationalError` for anything else.

    >>> to_json_value([Fraction(49, 625), LogForm.parse("log 2"), (0, "a")], digits=4)
    ['49/625', {'exact': 'log(2)', 'lower': '0.6931', 'upper': '0.6932'}, [0, 'a']]
    """
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, Infinity):
        return repr(value)
    if isinstance(value, int):
        return value if abs(value) < _SAFE_JSON_INTEGER else format_integer(value)
    if isinstance(value, Enclosure):
        bits_for(digits)  # checks the limit
        return {"lower": lower_text(value.lower, digits), "upper": upper_text(value.upper, digits)}
    if isinstance(value, Refinable):
        exact = {"exact": str(value)} if isinstance(value, LogForm) else {}
        lower, upper = bounds_text(_simplest(value), digits)
        return {**exact, "lower": lower, "upper": upper}
    if isinstance(value, Mapping):
        return {label_text(key): to_json_value(item, digits) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json_value(item, digits) for item in value]
    return format_rational(rational(value))


def number_text(value: Any, digits: int | None = None, places: int | None = None, *, whole: bool = False) -> str:
    """Return a number as a table prints it (see `Table.render`); `whole` keeps long exact numbers uncut.

    >>> number_text(Fraction(2, 3)), number_text(Fraction(2, 3), places=2)
    ('2/3', '0.67')
    """
    if isinstance(value, Infinity):
        return repr(value)
    if not isinstance(value, int) and (digits is not None or places is not None):
        value = _simplest(value)
        try:
            if digits is not None and isinstance(value, Refinable) and 0 in value.enclose(4):
                raise Undecided("the number cannot be told from 0")
            return decimal_text(value, digits, places)
        except Undecided:
            return _cut(value, digits if digits is not None else _digits_for(value, places or 0))
    if isinstance(value, Refinable) and not isinstance(value, LogForm):
        return _cut(value, _ENCLOSURE_DIGITS)
    if not whole and _exact_length(value) > READABLE_DIGITS:
        return f"≈ {_cut(_simplest(value), _CUT_DIGITS)}"
    return str(value) if isinstance(value, LogForm) else format_rational(Fraction(value))


def cell_text(value: Any, digits: int | None = None, places: int | None = None, *, whole: bool = False) -> str:
    """Return any cell as text: None is empty, labels are themselves, a tuple is `(a, b)`.

    >>> cell_text((0, "b")), cell_text(None), cell_text(Fraction(1, 2))
    ('(0, b)', '', '1/2')
    """
    if value is None or isinstance(value, (str, tuple)):
        return label_text(value)
    return number_text(value, digits, places, whole=whole)


def label_text(label: Any) -> str:
    """Return a label (of a column, an outcome, a sequence) as text.

    >>> label_text((0, 1)), label_text("y_1 = 0"), label_text(Fraction(1, 2))
    ('(0, 1)', 'y_1 = 0', '1/2')
    """
    if isinstance(label, str):
        return label
    if label is None:
        return ""
    if isinstance(label, (tuple, list)):
        return f"({', '.join(label_text(part) for part in label)})"
    if isinstance(label, (Refinable, Infinity, bool)):
        return str(label)
    return format_rational(rational(label, "label"))


def check_precision(digits: int | None, places: int | None) -> None:
    """Raise `ParameterError` unless at most one of `digits` and `places` is given, and in range."""
    if digits is not None and places is not None:
        raise ParameterError(f"digits is {digits} and places is {places}: give one of them")
    if digits is not None:
        bits_for(digits)
    if places is not None and (isinstance(places, bool) or not isinstance(places, int)):
        raise ParameterError(f"places is {places!r}: give a whole number")
    if places is not None and not 0 <= places <= MAX_DIGITS:
        raise ParameterError(f"places is {places}: give a whole number from 0 to {MAX_DIGITS}")


def _cell(value: Any, where: str, depth: int = 0) -> Any:
    if value is None or isinstance(value, (str, Refinable, Infinity, Fraction)):
        return value
    if isinstance(value, (list, tuple)):
        if depth > _MAX_NESTING:
            raise InputError(f"{where}: a cell is nested more than {_MAX_NESTING} deep")
        return tuple(_cell(part, where, depth + 1) for part in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return rational(value, f"cell in {where}")


def _simplest(value: Any) -> Any:
    return value.as_rational() if isinstance(value, LogForm) and value.is_rational else value


def _cut(value: Any, digits: int) -> str:
    """The first digits, cut and followed by "…"; bounds where not even one digit is certain."""
    if not isinstance(value, Refinable):
        exact = Fraction(value)
        return ("-" if exact < 0 else "") + lower_text(abs(exact), digits) + "…"
    try:
        text = certain_digits(value, digits)
        return f"[{', '.join(bounds_text(value, digits))}]" if text.startswith("[") else text
    except Undecided:
        return "undecided"


def _digits_for(value: Refinable, places: int) -> int:
    try:
        low, high = value.enclose(4)
    except Undecided:
        return max(places, 1)
    return max(places, 1) if low <= 0 <= high else max(places + 1 + _exponent(max(abs(low), abs(high))), 1)


def _exact_length(value: Any) -> int:
    """How many digits the exact number takes in print (estimated, when there are very many)."""
    if isinstance(value, LogForm):
        terms, denominator = value.integer_terms()
        bits = sum(a.bit_length() + c.bit_length() + denominator.bit_length() for a, c in terms.items())
        size = _decimal_length(bits) + _exact_length(value.constant)
        return size if not READABLE_DIGITS < size < 5000 else sum(map(str.isdigit, str(value)))
    if isinstance(value, (int, Fraction)):
        bottom = 0 if value.denominator == 1 else _decimal_length(value.denominator.bit_length())
        return _decimal_length(value.numerator.bit_length()) + bottom
    return 0


def _decimal_length(bits: int) -> int:
    return bits * 30103 // 100000 + 1


def _one_line(text: str) -> str:
    """Text on one line, without control characters (a label must not steer the terminal)."""
    return " ".join(_CONTROL.sub(lambda found: f"<U+{ord(found[0]):04X}>", text).split())


def _markdown(text: str) -> str:
    text = re.sub(r"[\\`*\[\]<>|&~$]", r"\\\g<0>", _one_line(text))
    return re.sub(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])", r"\\_", text)


_LATEX_ESCAPES = {
    **{character: rf"\{character}" for character in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "…": r"\ldots{}",
    "≈": r"$\approx$",
}


def _latex_text(text: str) -> str:
    return "".join(_LATEX_ESCAPES.get(character, character) for character in _one_line(text))


def _latex_cell(cell: Any, text: str, fractions: str) -> str:
    if cell is None or isinstance(cell, (str, tuple)) or text == "undecided":
        return _latex_text(text)
    if isinstance(cell, LogForm) and "log" in text:
        return f"${cell.latex()}$"
    if fractions == "frac":
        text = re.sub(r"^(-?)(\d+)/(\d+)$", r"\1\\frac{\2}{\3}", text)
    text = re.sub(r"e\+?(-?\d+)", r" \\times 10^{\1}", text)
    text = text.replace("≈ ", r"\approx ").replace("…", r"\ldots")
    return f"${re.sub('oo$', lambda _: chr(92) + 'infty', text)}$"


def _guarded(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula, or that looks guarded already."""
    looks_guarded = text[:1] == "'" and text[1:2] in {*_FORMULA_START, "'"}
    number = re.fullmatch(r"[+-]?[0-9./]+(e[+-]?[0-9]+)?%?", text) is not None
    return f"'{text}" if looks_guarded or (text.startswith(_FORMULA_START) and not number) else text


def unguarded(text: str) -> str:
    """Take away the apostrophe that guards a CSV cell (see `Table.render`).

    >>> unguarded("'=1+2"), unguarded("'tis")
    ('=1+2', "'tis")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in {*_FORMULA_START, "'"} else text
