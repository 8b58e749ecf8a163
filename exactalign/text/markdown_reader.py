r"""Inline Markdown read as plain text: `**x**` becomes `x`, `[x](u)` becomes `x`, `\*` a star.

The tables' readers use it for the cells of Markdown tables. What GitHub shows is what is read: emphasis, code, links,
images, strike-through, HTML tags and entities, escapes, and mathematics between dollars.
"""

from __future__ import annotations

import html
import re
from typing import Final

from exactalign.text.latex_reader import latex_to_text

_MOST_MARKS: Final = 400
"""In text with more marks than this only escapes are read."""

_PUNCTUATION: Final = r"[!-/:-@\[-`{-~]"
_INLINE = re.compile(
    rf"""\\(?P<escaped>{_PUNCTUATION})
    |(?P<tick>`+)(?P<code>[^`]+)(?P=tick)(?!`)
    |\$(?P<math>(?!\s)(?:\\.|[^$\\])+(?<!\s))\$(?![0-9])
    |!?\[(?P<link>(?:\\.|[^\[\]\\])*)\](?:\([^()\s]*(?:\s+"[^"]*")?\)|\[[^\[\]]*\])
    |\[\^(?P<note>[^\[\]\s]+)\]
    |(?P<stars>\*{{1,3}})(?=\S)(?P<starred>(?:\\.|[^\\])+?)(?<=\S)(?P=stars)(?!\*)
    |(?<![A-Za-z0-9_])(?P<lines>_{{1,3}})(?=\S)(?P<lined>(?:\\.|[^\\])+?)(?<=\S)(?P=lines)(?![A-Za-z0-9_])
    |~~(?P<struck>(?:\\.|[^\\])+?)~~
    |<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>
    |(?P<entity>&(?:\#[0-9]{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)""",
    re.VERBOSE | re.DOTALL,
)
_TAGS: Final = {"br": " ", "sup": "^", "sub": "_"}


def markdown_to_text(source: str) -> str:
    r"""Return one cell of Markdown as the text that it shows; a footnote `[^1]` stays, and struck text in `~~`.

    Sub- and superscript tags become `_` and `^`. Raises `InputError` for mathematics with unbalanced braces.

    >>> markdown_to_text(r"**[x](https://a.b)** \*"), markdown_to_text("$\\pi_{2}$"), markdown_to_text("5<sup>a</sup>")
    ('x *', 'π_2', '5^a')
    """
    if sum(map(source.count, "*_`$[<&~")) > _MOST_MARKS:
        return re.sub(rf"\\({_PUNCTUATION})", r"\1", source)
    return _INLINE.sub(_shown, source)


def _shown(found: re.Match[str]) -> str:
    part = found.groupdict()
    if part["escaped"] is not None:
        return str(part["escaped"])
    if part["code"] is not None:
        return str(part["code"].strip() or part["code"])
    if part["math"] is not None:
        return latex_to_text(part["math"].replace("\\|", "|"))
    if part["note"] is not None or part["struck"] is not None:
        return found[0]
    if part["entity"] is not None:
        return html.unescape(found[0])
    if part["tag"] is not None:
        return "" if part["close"] else _TAGS.get(part["tag"].lower(), "")
    inner = next(part[name] for name in ("link", "starred", "lined") if part[name] is not None)
    return markdown_to_text(inner)
