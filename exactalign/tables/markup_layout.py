"""HTML tables and JSON as layouts."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

from exactalign.exceptions import InputError
from exactalign.tables.layout import Layout, SpannedCell, check_row, plain
from exactalign.text.json_objects import members
from exactalign.text.latex_reader import bracketed

_WIDEST = 999


def html_layouts(text: str) -> list[Layout]:
    """Return the tables of HTML; raise `InputError` for none, and for tables inside tables."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    if not parser.layouts:
        raise InputError("no HTML table was found")
    return parser.layouts


def json_layouts(text: str) -> list[Layout]:
    """Return the table of JSON: what `Table.render` writes, a list of objects, or an object of lists or of
    objects (the keys name the rows).

    Numbers keep their digits. An object {"exact", ...} is its exact text, one with "lower" and "upper" an interval.
    """
    try:
        content = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=members)
    except json.JSONDecodeError as error:
        raise InputError(f"malformed JSON in line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise InputError("the JSON is nested too deeply") from None
    if isinstance(content, dict) and isinstance(content.get("rows"), list) and isinstance(content.get("columns"), list):
        rows = [content["columns"], *content["rows"]]
        caption = " ".join(str(content[key]) for key in ("title", "caption") if content.get(key))
        if not all(isinstance(row, list) for row in rows):
            raise InputError("the JSON table has a row that is no list")
        return [plain([[_text(cell) for cell in row] for row in rows], 1, caption)]
    if isinstance(content, dict) and content and all(isinstance(column, list) for column in content.values()):
        if len({len(column) for column in content.values()}) > 1:
            raise InputError("the lists of the JSON object differ in length")
        body = zip(*content.values(), strict=True)
        return [plain([list(content), *([_text(cell) for cell in row] for row in body)])]
    if isinstance(content, list) and content and all(isinstance(row, dict) for row in content):
        names = list(dict.fromkeys(key for row in content for key in row))
        return [plain([names, *([_text(row.get(name)) for name in names] for row in content)])]
    if isinstance(content, dict) and content and all(isinstance(row, dict) and row for row in content.values()):
        names = list(dict.fromkeys(key for row in content.values() for key in row))
        named = ([label, *(_text(row.get(name)) for name in names)] for label, row in content.items())
        return [plain([["", *names], *named])]
    raise InputError('no JSON table: give a list of objects, an object of lists or of objects, or {"columns", "rows"}')


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        if isinstance(value.get("exact"), str):
            return str(value["exact"])
        if isinstance(value.get("lower"), str) and isinstance(value.get("upper"), str):
            return f"[{value['lower']}, {value['upper']}]"
        raise InputError("a cell of the JSON table is an object")
    if isinstance(value, list):
        return f"({', '.join(map(_text, value))})"
    return str(value)


class _Tables(HTMLParser):
    """Collects the rows of tables; text that is shown is kept, with `^` and `_` for raised and lowered parts.

    Of a formula in MathML every open element has its parts in `formula`, of which its text is made where it ends.
    `unseen` has the open tags inside of what a page does not show.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.layouts: list[Layout] = []
        self.rows: list[tuple[SpannedCell, ...]] | None = None
        self.row: list[SpannedCell] | None = None
        self.heads = 0
        self.only_heads = True
        self.text: list[str] | None = None
        self.formula: list[tuple[str, list[str]]] = []
        self.unseen: list[str] = []
        self.spans = (1, 1)
        self.caption = ""
        self.section: str

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row or a cell."""
        if tag == "table":
            if self.rows is not None:
                raise InputError("an HTML table inside another is not read")
            self.rows, self.heads, self.caption, self.section = [], 0, "", ""
        elif self.rows is None:
            return
        elif tag in ("thead", "tbody", "tfoot"):
            self._end_row()
            self.section = tag
        elif tag == "tr":
            self._end_row()
            self.row, self.only_heads = [], True
        elif tag in ("td", "th"):
            self._end_cell()
            self.row = self.row if self.row is not None else []
            self.only_heads = self.only_heads and tag == "th"
            given = dict(attrs)
            self.spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self.text = []
        elif tag == "caption":
            self.text = []
        elif self.text is not None and (self.unseen or _is_unseen(tag, dict(attrs))):
            self.unseen += [] if tag in _WITHOUT_END else [tag]
        elif self.text is not None and (self.formula or tag == "math"):
            self.formula.append((tag, []))
        elif self.text is not None:
            self.text.append({"br": " ", "sup": "^", "sub": "_"}.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """Close a cell, a row or a table."""
        if self.rows is None:
            return
        if tag in self.unseen:
            while self.unseen.pop() != tag:
                pass
        elif any(tag == opened for opened, _ in self.formula):
            self._end_element(tag)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "caption" and self.text is not None:
            self.caption, self.text = _shown(self.text), None
        elif tag == "table":
            self._end_row()
            self.layouts.append(Layout(tuple(self.rows), max(self.heads, 1), self.caption))
            self.rows = None
        elif tag in ("thead", "tbody", "tfoot"):
            self._end_row()
            self.section = ""

    def handle_data(self, data: str) -> None:
        """Keep what a cell shows."""
        if self.unseen:
            return
        if self.formula:
            opened, parts = self.formula[-1]
            if opened in _WRITTEN:  # between the others stand the breaks of lines of the source
                parts.append(data)
        elif self.text is not None:
            self.text.append(data)

    def _end_element(self, tag: str) -> None:
        """Close an element of a formula, and what was left open in it."""
        while self.formula:
            opened, parts = self.formula.pop()
            around = self.formula[-1][1] if self.formula else self.text
            if around is not None:
                around.append(_formula(opened, parts))
            if opened == tag:
                break

    def _end_cell(self) -> None:
        self.unseen.clear()
        self._end_element("math")
        if self.text is not None and self.row is not None:
            self.row.append(SpannedCell(_shown(self.text), *self.spans))
        self.text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self.row and self.rows is not None and self.section != "tfoot":
            is_head = self.section == "thead" or (self.only_heads and len(self.rows) == self.heads)
            self.heads += is_head
            self.rows.append(tuple(self.row))
        self.row = None


_WITHOUT_END = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)


def _is_unseen(tag: str, given: dict[str, str | None]) -> bool:
    """Whether a page does not show an element, or shows in it once more, by KaTeX, what stands before it as MathML."""
    style = (given.get("style") or "").replace(" ", "").casefold()
    classes = (given.get("class") or "").split()
    return tag in ("script", "style") or "hidden" in given or "display:none" in style or "katex-html" in classes


_WRITTEN = ("mi", "mn", "mo", "mtext", "ms")
"""The elements of MathML that hold text."""

_JOINED = {"mfrac": "/", "msup": "^", "msub": "_", "msubsup": "_^"}


def _formula(tag: str, parts: list[str]) -> str:
    """The text of an element of MathML, as of the same formula in LaTeX."""
    if tag.startswith("annotation"):
        return ""
    if tag == "msqrt":
        return f"√({''.join(parts)})"
    marks = _JOINED.get(tag, "")
    if len(parts) != len(marks) + 1 or not marks:
        return re.sub("[\u2061-\u2064]", " ", "".join(parts))  # operators that are not shown
    if tag == "mfrac":
        return f"({bracketed(parts[0])}/{bracketed(parts[1])})"
    return parts[0] + "".join(mark + part for mark, part in zip(marks, parts[1:], strict=True))


def _shown(parts: list[str]) -> str:
    return re.sub(r"[ \t\r\n]+", " ", check_row("".join(parts))).strip()


def _span(text: str | None) -> int:
    if text is None or not re.fullmatch(r"\s*[0-9]{1,4}\s*", text):
        return 1
    if int(text) > _WIDEST:
        raise InputError(f"an HTML cell spans {text.strip()} cells: give a number below {_WIDEST + 1}")
    return max(int(text), 1)
