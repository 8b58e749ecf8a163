r"""Somebody else's printed table, as text: CSV, Markdown pipe tables and LaTeX tabulars into rows of cells.

Only the layout is read here, strictly and within stated limits; what a cell means is for
`printed_numbers` (numbers) and `printed_labels` (outcomes) to say.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from exactalign.exceptions import InputError
from exactalign.tables.printed import plain_text
from exactalign.tables.table import unguarded

_LONGEST_CELL = 100_000
READABLE_FORMATS = ("csv", "markdown", "latex")
"""What `read_printed` reads."""

MAX_TEXT = 10_000_000
"""Longest table, in characters, that is read."""

_MAX_NESTING = 50
_SUFFIXES = {".csv": "csv", ".md": "markdown", ".markdown": "markdown", ".tex": "latex", ".latex": "latex"}
_SEPARATOR = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?")
_BEGIN = re.compile(r"\\begin\{(tabular[*xy]?|longtable|array)\}")
_RULE = re.compile(
    r"\s*(?:\\(?P<rule>toprule|midrule|bottomrule|hline)\b(?:\[[^\]]*\])?"
    r"|\\(?:cmidrule|cline)(?:\([^)]*\))?\{[^}]*\}|\\addlinespace(?:\[[^\]]*\])?)"
)
_SKIP = re.compile(r"^\*?\s*\[\s*-?[0-9.]+\s*(?:pt|em|ex|mm|cm|in|\\[a-z]+)\s*\]|^\*")
_SPAN = re.compile(r"\s*\\(multicolumn|multirow)\s*\{([^{}]*)\}\s*")


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A printed table as text: the header's cells, the rows below it, and the format it came in.

    LaTeX cells have their markup read away; cells of the other formats are as they stand.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    format: str = "csv"


def read_printed(text: str, format: str | None = None) -> PrintedTable:  # noqa: A002
    r"""Read the one table in `text`: CSV (comma, semicolon or tab), a Markdown pipe table, a LaTeX tabular.

    Without `format` ("csv", "markdown", "latex") it is told from the content. The first row is the header
    (in LaTeX, the last row above the first inner rule). Raises `InputError` for no table, several tables,
    rows of unequal length, broken quoting or braces, or more than `MAX_TEXT` characters.

    >>> read_printed("| y | p |\n|---|---|\n| 0 | $\\frac{1}{2}$ |").rows
    (('0', '$\\frac{1}{2}$'),)
    """
    if format is not None and format not in READABLE_FORMATS:
        raise InputError(f"format is {format!r}: give one of {', '.join(READABLE_FORMATS)}")
    if len(text) > MAX_TEXT:
        raise InputError(f"the table has {len(text):,} characters: the limit is {MAX_TEXT:,}")
    kind = format or _detected(text)
    rows = {"csv": _csv, "markdown": _markdown, "latex": _latex}[kind](text.removeprefix("\ufeff"))
    if len(rows) < 2:
        raise InputError(f"no {kind} table with a header and at least one row was found")
    header, *body = rows
    for number, row in enumerate(body, 1):
        if len(row) != len(header):
            raise InputError(f"row {number} has {len(row)} cells but the header has {len(header)}")
    return PrintedTable(tuple(header), tuple(tuple(row) for row in body), kind)


def read_printed_file(path: str | Path, format: str | None = None) -> PrintedTable:  # noqa: A002
    """Read a printed table from a UTF-8 file; its suffix (.csv, .md, .tex) tells the format if none is given.

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
    try:
        return read_printed(text, format or _SUFFIXES.get(path.suffix.lower()))
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _detected(text: str) -> str:
    lines = text.splitlines()
    if _BEGIN.search(text) or any("&" in line and r"\\" in line for line in lines):
        return "latex"
    return "markdown" if any(map(_is_separator, lines)) else "csv"


def _is_separator(line: str) -> bool:
    return "|" in line and "-" in line and _SEPARATOR.fullmatch(line.strip()) is not None


def _csv(text: str) -> list[list[str]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = next((mark for mark in ",;\t" if mark in first), ",")
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise InputError(f"malformed CSV: {error}") from None
    if any(len(cell) > _LONGEST_CELL for record in records for cell in record):
        raise InputError(f"malformed CSV: a cell has over {_LONGEST_CELL} characters")
    return [[unguarded(cell) for cell in record] for record in records if any(map(str.strip, record))]


def _markdown(text: str) -> list[list[str]]:
    lines = text.splitlines()
    marks = [number for number, line in enumerate(lines) if number and _is_separator(line)]
    if not marks:
        raise InputError("no Markdown table: no line of dashes and bars, such as |---|---|, below a header")
    if len(marks) > 1:
        raise InputError(f"the text holds {len(marks)} Markdown tables: give one")
    rows = [_markdown_cells(lines[marks[0] - 1])]
    if len(_markdown_cells(lines[marks[0]])) != len(rows[0]):
        raise InputError("the Markdown header and the line of dashes below it differ in length")
    for line in lines[marks[0] + 1 :]:
        if "|" not in line:
            break
        rows.append(_markdown_cells(line))
    return rows


def _markdown_cells(line: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for found in re.finditer(r"\\.|\||[^\\|]+|\\", line.strip()):
        if found[0] == "|":
            parts.append([])
        else:
            parts[-1].append(found[0])
    cells = ["".join(part).strip() for part in parts]
    first = 0 if cells[0] else 1  # bars at the ends of the line are borders
    last = len(cells) if cells[-1] else len(cells) - 1
    return [_markdown_text(cell) for cell in cells[first:last]]


def _markdown_text(cell: str) -> str:
    if re.search(r"(?<!\\)\$", cell):  # mathematics: LaTeX, in which only the bar is Markdown's
        return cell.replace("\\|", "|")
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", cell)


def _latex(text: str) -> list[list[str]]:
    text = re.sub(r"(?<!\\)((?:\\\\)*)%.*\n?", r"\1", text)
    begins = list(_BEGIN.finditer(text))
    if len(begins) > 1:
        raise InputError(f"the text holds {len(begins)} LaTeX tables: give one")
    if begins:
        name = begins[0][1]
        end = text.find(rf"\end{{{name}}}", begins[0].end())
        if end < 0:
            raise InputError(rf"\begin{{{name}}} has no \end{{{name}}}")
        text = text[begins[0].end() : end]
        for _ in range(2 if name in ("tabular*", "tabularx", "tabulary") else 1):
            text = _after_argument(text)
    rows: list[list[str]] = []
    header: list[str] | None = None
    for number, chunk in enumerate(_split(text, ("\\\\", "\\tabularnewline"))):
        chunk = _SKIP.sub("", chunk) if number else chunk
        start = 0
        while (found := _RULE.match(chunk, start)) is not None:
            if found["rule"] and rows and header is None:
                header, rows = rows[-1], []
            start = found.end()
        chunk = chunk[start:]
        if chunk.strip():
            rows.append([cell for part in _split(chunk, ("&",)) for cell in _latex_cell(part)])
    return rows if header is None else [header, *rows]


def _latex_cell(part: str) -> list[str]:
    found = _SPAN.match(part)
    if found is None:
        return [" ".join(plain_text(part).split())]
    content = " ".join(plain_text(_after_argument(part[found.end() :])).split())
    if found[1] == "multirow":
        return [content]
    if not re.fullmatch(r"\s*[1-9][0-9]{0,2}\s*", found[2]):
        raise InputError(rf"\multicolumn spans {found[2]!r} columns: give a number below 1000")
    return [content] + [""] * (int(found[2]) - 1)


def _after_argument(text: str) -> str:
    r"""What follows the first {…} of a text (an optional […] may stand before it)."""
    found = re.match(r"\s*(?:\[[^\]]*\]\s*)?", text)
    start = found.end() if found else 0
    depth = 0
    for position in range(start, len(text)):
        escaped = position > 0 and text[position - 1] == "\\"
        depth += 0 if escaped else {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return text[position + 1 :] if position > start else text
    raise InputError("the braces of the LaTeX table are not balanced")


def _split(text: str, marks: tuple[str, ...]) -> list[str]:
    """Split LaTeX at `&`, or at line ends, outside of braces and escapes."""
    parts: list[list[str]] = [[]]
    depth = 0
    for found in re.finditer(r"\\tabularnewline\b|\\[A-Za-z]+|\\.|.", text, re.DOTALL):
        token = found[0]
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0 or depth > _MAX_NESTING:
            raise InputError("the braces of the LaTeX table are not balanced")
        if depth == 0 and token in marks:
            parts.append([])
        else:
            parts[-1].append(token)
    if depth:
        raise InputError("the braces of the LaTeX table are not balanced")
    return ["".join(part) for part in parts]
