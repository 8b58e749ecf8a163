r"""LaTeX tabulars as layouts: rules, `\multicolumn` and `\multirow`, captions, tabulars inside cells."""

from __future__ import annotations

import re
from itertools import pairwise

from exactalign.exceptions import InputError
from exactalign.tables.layout import Layout, SpannedCell, check_row
from exactalign.text.latex_reader import latex_to_text

_NAMES = r"tabular[*xy]?|longtable\*?|supertabular|array|NiceTabular\*?|tblr|longtblr|matrix|tabulary"
_EDGE = re.compile(rf"\\(begin|end)\{{({_NAMES})\}}")
_ROW_END = re.compile(r"\\\\|\\tabularnewline\b")
_TOKEN = re.compile(r"\\tabularnewline\b|\\[A-Za-z]+|\\.|[{}&]|[^\\{}&]+|\\", re.DOTALL)
_RULE = re.compile(
    r"\s*(?:\\(?P<rule>toprule|midrule|bottomrule|hline|Xhline|specialrule|hdashline)\b(?:\[[^\]]*\]|\{[^{}]*\})*"
    r"|\\(?:cmidrule|cline|cdashline)(?:\[[^\]]*\])?(?:\([^)]*\))?\{[^}]*\}|\\(?:addlinespace|morecmidrules)(?:\[[^\]]*\])?"
    r"|\\(?:rowcolor|arrayrulecolor)(?:\[[^\]]*\])?\{[^{}]*\}|\\noalign\{[^{}]*\}"
    r"|\\(?P<repeat>endfirsthead|endhead|endfoot|endlastfoot)\b|\\(?:centering|small|footnotesize|rowfont)\b)"
)
_SKIP = re.compile(r"^\*?\s*\[\s*-?[0-9.]+\s*(?:pt|em|ex|mm|cm|in|\\[a-z]+)\s*\]|^\*")
_SPAN = re.compile(r"\s*(?:\{\s*)?\\(multicolumn|multirow)\s*(?:\[[^\]]*\]\s*)?\{([^{}]*)\}\s*")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*\n?")
_CAPTION = re.compile(r"\\caption\*?\s*(?:\[[^\]]*\])?\s*(?=\{)")
_FLOAT = re.compile(r"\\(?:begin|end)\{[a-z]*table\*?\}")
_OPTIONAL = re.compile(r"\A\s*(?:\[[^\]]*\]\s*)?")
_MAX_NESTING = 50


def latex_layouts(text: str) -> list[Layout]:
    """Return the tabulars of LaTeX source; rows without one are a table too. Raises `InputError` for broken LaTeX."""
    text = _COMMENT.sub(r"\1", text)
    spans = _tabulars(text)
    if not spans:
        return [_layout(text, "")]
    edges = [0, *(end for _, _, end in spans)]
    layouts = []
    for number, (start, body, end) in enumerate(spans):
        following = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        before, after = text[edges[number] : start], text[end:following]
        own = (text[start:end], _FLOAT.split(before)[-1], _FLOAT.split(after)[0])  # no other table's
        caption = next(filter(None, map(_CAPTION.search, own)), None)
        words = "" if caption is None else _argument(caption.string[caption.end() :])
        layouts.append(_layout(_flattened(body), _readable(words)))
    return layouts


def _tabulars(text: str) -> list[tuple[int, str, int]]:
    """Each tabular that is in no other: where it starts, its body, and where it ends."""
    found: list[tuple[int, str, int]] = []
    depth, opened = 0, None
    for edge in _EDGE.finditer(text):
        if edge[1] == "begin":
            depth += 1
            opened = edge if depth == 1 else opened
        elif depth:
            depth -= 1
            if not depth and opened is not None:
                if edge[2] != opened[2]:
                    raise InputError(rf"\begin{{{opened[2]}}} has no \end{{{opened[2]}}}")
                found.append((opened.start(), _body(text, opened, edge), edge.end()))
    if depth and opened is not None:
        raise InputError(rf"\begin{{{opened[2]}}} has no \end{{{opened[2]}}}")
    return found


def _body(text: str, opened: re.Match[str], closed: re.Match[str]) -> str:
    rest = text[opened.end() : closed.end()]
    for _ in range(2 if opened[2] in ("tabular*", "tabularx", "tabulary") else 1):
        rest = _after_argument(rest)
    return rest.removesuffix(closed[0])


def _flattened(text: str) -> str:
    """A tabular inside a cell only breaks its lines: they are joined, the innermost first."""
    for _ in range(_MAX_NESTING):
        inner = [(a, b) for a, b in pairwise(_EDGE.finditer(text)) if (a[1], b[1]) == ("begin", "end")]
        if not inner:
            return text
        parts, start = list[str](), 0
        for opened, closed in inner:
            lines = _ROW_END.sub(" ", _body(text, opened, closed))
            parts += [text[start : opened.start()], f"{{{lines}}}"]
            start = closed.end()
        text = "".join((*parts, text[start:]))
    raise InputError("tabulars are nested past any sense")


def _layout(text: str, caption: str) -> Layout:
    rows: list[tuple[SpannedCell, ...]] = []
    ruled: list[int] = []  # after how many rows a rule over the whole table stands
    kept = 0  # rows of a longtable's first head
    for number, chunk in enumerate(_split(text, ("\\\\", "\\tabularnewline"))):
        check_row(chunk)
        rest = _SKIP.sub("", chunk) if number else chunk
        start = 0
        while (found := _RULE.match(rest, start)) is not None:
            if found["rule"]:
                ruled.append(len(rows))
            if found["repeat"] == "endfirsthead" or (found["repeat"] == "endhead" and not kept):
                kept = len(rows)
            elif found["repeat"]:  # a longtable's head for further pages, and its feet
                rows = rows[:kept]
                ruled = [at for at in ruled if at <= kept]
            start = found.end()
        rest = _CAPTION.sub("", rest[start:]) if "\\caption" in rest else rest[start:]
        if rest.strip():
            rows.append(tuple(_cell(part) for part in _split(rest, ("&",))))
    inner = [at for at in ruled if 0 < at < len(rows)]
    return Layout(tuple(rows), _head_rows(rows, inner[0] if inner else 1), caption)


def _head_rows(rows: list[tuple[SpannedCell, ...]], above: int) -> int:
    """How many rows are the head: those that group others, and what stands under them, above the first inner rule."""
    heads = 1
    limit = above if above > 1 else 2
    while heads < min(limit, len(rows) - 1):
        before, after = rows[heads - 1], rows[heads]
        grouped = any(cell.across > 1 or cell.down > 1 for cell in before)
        wordy = above > 1 and not any(re.search("[0-9]", cell.text) for cell in after)
        if not grouped and not wordy:
            break
        heads += 1
    return heads


def _cell(part: str) -> SpannedCell:
    found = _SPAN.match(part)
    if found is None:
        return SpannedCell(_readable(part))
    span = found[2].strip()
    if not re.fullmatch(r"-?[1-9][0-9]{0,2}", span):
        raise InputError(rf"\{found[1]} spans {span!r} cells: give a number below 1000")
    rest = part[found.end() :]
    if found[1] == "multirow":
        rest = _OPTIONAL.sub("", _after_argument(rest))  # how far the text is moved may stand behind the width
        return SpannedCell(_readable(_argument(rest)), 1, int(span))
    content = _argument(_after_argument(rest))
    inner = _SPAN.match(content)
    if inner is not None and inner[1] == "multirow":
        return _cell(content)._replace(across=abs(int(span)))
    return SpannedCell(_readable(content), abs(int(span)))


def _readable(source: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", latex_to_text(source)).strip()


def _argument(text: str) -> str:
    """The first {…} of a text, without its braces; all of it when it begins with none."""
    text = text.lstrip()
    if not text.startswith("{"):
        return text
    rest = _after_argument(text)
    return text[1 : len(text) - len(rest) - 1] if rest else text[1 : text.rindex("}")]


def _after_argument(text: str) -> str:
    r"""What follows the first {…} (or single token) of a text; an optional […] may stand before it."""
    start = len(text) - len(_OPTIONAL.sub("", text))
    if text[start : start + 1] in ("*", "="):
        return text[start + 1 :]
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return text[token.end() :] if token.start() > start else text
        if depth > _MAX_NESTING:
            break
    raise InputError("the braces of the LaTeX table are not balanced")


def _split(text: str, marks: tuple[str, ...]) -> list[str]:
    """Split LaTeX at `&`, or at line ends, outside of braces and escapes."""
    parts: list[str] = []
    depth = start = 0
    for found in _TOKEN.finditer(text):
        piece = found[0]
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth -= 1
        elif depth == 0 and piece in marks:
            parts.append(text[start : found.start()])
            start = found.end()
        if depth < 0 or depth > _MAX_NESTING:
            raise InputError("the braces of the LaTeX table are not balanced")
    if depth:
        raise InputError("the braces of the LaTeX table are not balanced")
    return [*parts, text[start:]]
