"""Text as HTML and as LaTeX: escaping, tables, digits. Knows no numbers; `tables` and `notebook` write with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from exactalign.text.signs import GREEK, GREEK_CAPITALS

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# MathJax reads few commands inside \text, so that special characters stand beside it, as mathematics.
_MATH_ESCAPES = {
    **{character: rf"\{character}" for character in "&%$#_{}"},
    "\\": r"\backslash ", "^": r"\wedge ", "~": r"\sim ", "<": "<", ">": ">", "|": "|", "…": r"\ldots ",
    "≈": r"\approx ", "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "−": "-", "·": r"\cdot ", "×": r"\times ",
    "∞": r"\infty ", "‖": r"\| ", "∝": r"\propto ", "±": r"\pm ", "Σ": r"\Sigma ",
}  # fmt: skip
_ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0327"  # those that every LaTeX font has
_LIGATURES = "-'`,!?"


def visible(text: str) -> str:
    """Return text in which characters that steer a terminal, or turn the line around, are shown by their numbers.

    >>> visible("a\\n b\\x1b[0m \\u202e")
    'a\\n b<U+001B>[0m <U+202E>'
    """
    return _CONTROL.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def one_line(text: str) -> str:
    """Return text on one line, without control characters (a label must not steer the terminal).

    >>> one_line("a\\n b\\x1b[0m")
    'a b<U+001B>[0m'
    """
    return " ".join(visible(text).split())


def html_table(
    columns: Sequence[str],
    cells: Iterable[Sequence[str]],
    *,
    right: Sequence[bool],
    title: str = "",
    caption: str = "",
    notes: Iterable[str] = (),
) -> str:
    """Return a table; `columns`, `title`, `caption` and `notes` are text, `cells` are HTML already.

    `right` names the columns that are set flush right.

    >>> print(html_table(["<n>"], [["1"]], right=[True]))
    <table>
    <thead>
    <tr><th scope="col" style="text-align: right">&lt;n&gt;</th></tr>
    </thead>
    <tbody>
    <tr><td style="text-align: right">1</td></tr>
    </tbody>
    </table>
    """
    from html import escape  # its table of characters takes longer to load than a table on a terminal to set

    style = [' style="text-align: right"' if flush else "" for flush in right]

    def row(tag: str, texts: Iterable[str]) -> str:
        end = tag.split()[0]
        pairs = zip(texts, style, strict=True)
        return f"<tr>{''.join(f'<{tag}{how}>{text}</{end}>' for text, how in pairs)}</tr>"

    lines = ["<table>"]
    if title or caption:
        strong = f"<strong>{escape(title)}</strong> " if title else ""
        lines.append(f"<caption>{(strong + escape(caption)).strip()}</caption>")
    lines += ["<thead>", row('th scope="col"', map(escape, columns)), "</thead>", "<tbody>"]
    lines += [row("td", texts) for texts in cells]
    lines.append("</tbody>")
    foot = [f'<tr><td colspan="{len(columns)}">{escape(note)}</td></tr>' for note in notes]
    if foot:
        lines += ["<tfoot>", *foot, "</tfoot>"]
    return "\n".join((*lines, "</table>"))


def image_html(image: bytes, kind: str, alt: str, caption: str) -> str:
    """Return an image as a figure that holds the image itself, with a text for those who cannot see it.

    >>> image_html(b"<svg/>", "image/svg+xml", 'a "line"', "A line").partition(" src=")[0]
    '<figure><img alt="a &quot;line&quot;"'
    """
    from base64 import b64encode
    from html import escape

    content = b64encode(image).decode("ascii")
    source = f'<img alt="{escape(alt)}" src="data:{kind};base64,{content}">'
    return f"<figure>{source}<figcaption>{escape(caption)}</figcaption></figure>"


def math_text(text: str) -> str:
    r"""Return text for a formula, alike for MathJax and pdflatex; letters that neither is sure to have as `U+4E2D`.

    >>> print(math_text("a_b 50%"), math_text("α₁"))
    \text{a}\_\text{b 50}\% \alpha \text{U+2081}
    """
    pieces: list[str] = []
    run = ""
    for character in one_line(text):
        plain = _plain(character)
        if plain is None:
            pieces += [rf"\text{{{run}}}"] if run else []
            pieces.append(_MATH_ESCAPES.get(character) or _letter(character))
            run = ""
        elif run and plain in _LIGATURES and run[-1] in _LIGATURES:
            pieces.append(rf"\text{{{run}}}")
            run = plain
        else:
            run += plain
    return "".join([*pieces, rf"\text{{{run}}}"] if run else pieces)


def math_digits(text: str) -> str:
    r"""Return decimal digits, as they are printed, for a formula.

    >>> print(math_digits("0.709…"), math_digits("0.20±1e-2"), math_digits("1.4…e+20"), math_digits("≈ 2"))
    0.709\ldots 0.20 \pm 10^{-2} 1.4\ldots \times 10^{20} \approx 2
    """
    text = re.sub(r"±1e\+?(-?\d+)", r" \\pm 10^{\1}", text)
    text = re.sub(r"e\+?(-?\d+)", r" \\times 10^{\1}", text)
    for sign, command in (("≈ ", r"\approx "), ("…", r"\ldots"), ("∞", r"\infty")):
        text = text.replace(sign, command)
    return re.sub(r"oo$", lambda _: r"\infty", text)


def _plain(character: str) -> str | None:
    """The character where it may stand inside \\text as it is."""
    if character in _MATH_ESCAPES:
        return None
    if character.isascii():
        return character
    apart = unicodedata.normalize("NFD", character)
    accented = len(apart) == 2 and apart[0].isascii() and apart[0].isalpha() and apart[1] in _ACCENTS
    return character if accented and character < "\u0180" else None


def _letter(character: str) -> str:
    words = unicodedata.name(character, "").split()
    if words[:1] == ["GREEK"] and words[2:3] == ["LETTER"] and len(words) == 4:
        name = words[3].replace("LAMDA", "LAMBDA").lower()
        if words[1] == "SMALL" and name in GREEK:
            return rf"\{name} "
        if words[1] == "CAPITAL" and name in GREEK_CAPITALS:
            return rf"\{name.capitalize()} "
    return rf"\text{{U+{ord(character):04X}}}"
