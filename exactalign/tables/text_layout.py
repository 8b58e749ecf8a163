r"""Tables of lines as layouts: Markdown, boxes, and text whose columns are only aligned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from exactalign.exceptions import InputError
from exactalign.tables.layout import Layout, SpannedCell, check_row, plain
from exactalign.text.markdown_reader import markdown_to_text

_SEPARATOR = re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?")
_BORDER = re.compile(r"[\s+|=─━═┄┈┼╋╪┿╂┬┴├┤╞╡┌┐└┘╭╮╰╯╇╈┡┩╔╗╚╝╠╣╦╩╬┏┓┗┛┠┨┣┫┯┷-]+")
_BARS = str.maketrans({"│": "|", "┃": "|", "║": "|"})
_DASHES = re.compile(r"\s*(?:-{2,}|={2,}|─{2,})(?:\s+(?:-{2,}|={2,}|─{2,}))*\s*|\s*[-=─](?:\s+[-=─]+)+\s*")
_CODE = re.compile(r"(?m)^\s*(?:```|~~~).*$")


def is_separator(line: str) -> bool:
    """Return whether a line is what stands under the header of a Markdown table."""
    return "|" in line and _SEPARATOR.fullmatch(line.strip()) is not None


def is_boxed(text: str) -> bool:
    """Return whether a table is drawn with bars that are no Markdown."""
    lines = text.splitlines()
    bars = [line for line in lines if re.search("[|│┃║]", line) and not _is_border(line)]
    return len(bars) > 1 and any(_is_border(line) for line in lines)


def is_aligned(text: str) -> bool:
    """Return whether a line of dashes stands under a header, and says where the columns are."""
    return any(_DASHES.fullmatch(line) for line in text.splitlines() if "|" not in line)


def markdown_layouts(text: str) -> list[Layout]:
    """Return the pipe tables of Markdown; raise `InputError` where there is none, or a header does not fit."""
    lines = text.splitlines()
    marks = [number for number, line in enumerate(lines) if number and is_separator(line) and "|" in lines[number - 1]]
    if not marks:
        raise InputError("no Markdown table: no line of dashes and bars, such as |---|---|, below a header")
    layouts = []
    for mark in marks:
        rows = [_markdown_cells(lines[mark - 1])]
        if len(_markdown_cells(lines[mark])) != len(rows[0]):
            raise InputError("the Markdown header and the line of dashes below it differ in length")
        end = mark + 1
        while end < len(lines) and "|" in lines[end] and end + 1 not in marks:
            rows.append(_markdown_cells(lines[end]))
            end += 1
        before = next((line for line in reversed(lines[max(mark - 3, 0) : mark - 1]) if line.strip()), "")
        after = next((line for line in lines[end : end + 2] if re.match(r"\s*(?:\*\*)?(?:Table|Caption|:)", line)), "")
        caption = " ".join(markdown_to_text(line.strip()) for line in (before, after) if line and "|" not in line)
        layouts.append(plain(rows, 1, caption))
    return layouts


def text_layouts(text: str) -> list[Layout]:
    """Return the one table of text without markup: in a box, over a line of dashes, or in aligned columns."""
    text = _CODE.sub("", text)
    lines = [check_row(line.expandtabs()) for line in text.splitlines()]
    rule = next((at for at, line in enumerate(lines) if at and _DASHES.fullmatch(line) and lines[at - 1].strip()), None)
    if rule is not None and len(re.findall(r"\S+", lines[rule])) > 1:
        return [_dashed(lines, rule)]
    if is_boxed(text):
        return [_boxed(lines)]
    body = [line.rstrip() for line in lines if line.strip() and not _DASHES.fullmatch(line)]
    return [_spaced(body)]


def _markdown_cells(line: str) -> list[str]:
    line = check_row(line.strip())
    parts = _at_bars(line)
    cells = [part.strip() for part in parts]
    first = 0 if cells[0] else 1  # bars at the ends of the line are borders
    last = len(cells) if cells[-1] else len(cells) - 1
    return [markdown_to_text(cell) for cell in cells[first:last]]


def _at_bars(line: str) -> list[str]:
    parts, start = [], 0
    for found in re.finditer(r"\\.|\|", line):
        if found[0] == "|":
            parts.append(line[start : found.start()])
            start = found.end()
    return [*parts, line[start:]]


def _is_border(line: str) -> bool:
    return bool(line.strip()) and _BORDER.fullmatch(line) is not None and re.search("[─━═=-]", line) is not None


def _boxed(lines: Sequence[str]) -> Layout:
    rows: list[list[str]] = []
    above: list[str] = []
    for line in lines:
        bars = line.translate(_BARS)
        if _is_border(line) or not line.strip():
            continue
        if "|" not in bars:
            above += [] if rows else [line.strip()]
            continue
        cells = [cell.strip() for cell in check_row(bars).strip().split("|")]
        bordered = bars.strip().startswith("|") and bars.strip().endswith("|")
        rows.append(cells[1:-1] if bordered else cells)
    return plain(rows, 1, " ".join(above[-2:]))


def _dashed(lines: Sequence[str], rule: int) -> Layout:
    """Columns where the dashes are; a cell may go into the space between, never into another column."""
    spans = [found.span() for found in re.finditer(r"\S+", lines[rule])]
    heads = [lines[rule - 1]]
    end = next(
        (at for at in range(rule + 1, len(lines)) if not lines[at].strip() or _DASHES.fullmatch(lines[at])), len(lines)
    )
    body = lines[rule + 1 : end]
    above = " ".join(line.strip() for line in lines[: rule - 1] if line.strip() and not _DASHES.fullmatch(line))
    rows = [_cut(line, spans) for line in (*heads, *body)]
    return plain(rows, 1, above)


def _cut(line: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    gaps = [line[: spans[0][0]], *(line[end:start] for (_, end), (start, _) in pairwise(spans))]
    if any(gap.strip() for gap in gaps):
        raise InputError(f'a cell of the line "{line.strip()[:60]}" stands between the columns that the dashes show')
    ends = [*(end for _, end in spans[:-1]), len(line)]  # the last cell may be longer than its dashes
    return [line[start:end].strip() for (start, _), end in zip(spans, ends, strict=True)]


def _is_head(lines: Sequence[str], rows: Sequence[Sequence[str]], at: int, width: int) -> bool:
    """Whether a line has a name for every column, or begins to the right of row numbers, which have none."""
    if len(rows[at]) == width - 1:  # it is not the last, which is of this width
        here, below = (len(line) - len(line.lstrip()) for line in lines[at : at + 2])
        return here > below
    return len(rows[at]) == width


def _spaced(lines: Sequence[str]) -> Layout:
    """Columns parted by two spaces or more; where lines have none, by any space, if that fits every line."""
    for gap in (r"\s{2,}", r"\s+"):
        rows = [re.split(gap, line.strip()) for line in lines]
        width = len(rows[-1]) if rows else 0
        table = [row for row in rows if len(row) == width]
        start = next((at for at in range(len(rows)) if width > 1 and _is_head(lines, rows, at, width)), None)
        if start is None or len(rows) - start < 2 or any(len(row) != width for row in rows[start + 1 :]):
            continue
        head = rows[start] if len(rows[start]) == width else ["", *rows[start]]  # a column of row numbers has no name
        body = rows[start + 1 :]
        if table and body:
            caption = " ".join(map(str.strip, lines[:start]))
            return Layout((tuple(map(SpannedCell, head)), *(tuple(map(SpannedCell, row)) for row in body)), 1, caption)
    raise InputError("no table was found: its lines have no bars, no commas, and no columns that stay apart")
