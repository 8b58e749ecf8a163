"""LaTeX formulas as MathML, which browsers and screen readers understand without a script.

A converter makes a tree of elements; only what formulas are made of is taken over from it, and all text is escaped. A
formula with anything else in it (a link, a class, a style) is shown as its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from itertools import groupby
from typing import Final
from unicodedata import normalize
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from latex2mathml.symbols_parser import convert_symbol
from markupsafe import Markup, escape

from exactalign.text.latex_reader import latex_to_text
from exactalign.text.signs import script, script_of

_ELEMENTS_LISTED: Final = """
math mrow mi mn mo mtext mspace msub msup msubsup munder mover munderover mfrac msqrt mroot mtable mtr mtd mstyle
mpadded mphantom
"""
_ELEMENTS: Final = frozenset(_ELEMENTS_LISTED.split())
_ATTRIBUTES_LISTED: Final = """
display mathvariant stretchy fence form separator width lspace rspace height depth voffset linethickness minsize
maxsize columnalign rowspacing columnspacing columnlines rowlines displaystyle scriptlevel accent accentunder
movablelimits largeop symmetric
"""
_ATTRIBUTES: Final = frozenset(_ATTRIBUTES_LISTED.split())
_VALUE: Final = re.compile(r"[A-Za-z0-9.%+ -]{1,40}")
_UNREAD: Final = re.compile(r"\\.|&#xNone;", re.DOTALL)
"""What the converter leaves of a command, and of a delimiter, that it does not know."""
_FUNCTION: Final = re.compile(r"[a-z]{2,}")
_UNDER_OR_OVER: Final = frozenset(["msub", "msup", "msubsup", "munder", "mover", "munderover"])
_ARG: Final = re.compile(r"\\arg(?:\s*\\(max|min))?(?![A-Za-z])")
_NAMED: Final = re.compile(r"\\operatorname\*?\s*\{[^{}]*\}")
_ESCAPE: Final = r"\\[{}%&#$_ ,]|\\(?:q?quad|l?dots)(?![A-Za-z])"
_IN_TEXT: Final = re.compile(rf"(?:{_ESCAPE})(?:(?<=[a-z])\s+)?|[ ~]")
_TEXT: Final = r"\\(?:text(?:bf|it|md|normal|rm|sf|tt|up)?|emph|[fm]box|[clr]lap|tag\*?)\s*\{"
_PIECE: Final = re.compile(
    rf"(?P<text>{_TEXT})(?P<words>(?:{_ESCAPE}|[^\\{{}}%])*)\}}|(?P<unread>%|{_TEXT})"
    r"|(?P<font>\\math(?:bb|bf|sf|tt)\{[A-Za-z0-9]\})|(?P<roman>\\mathrm)(?=\{)|\\(?:[A-Za-z]+|.)|(?P<signs>[^\x00-\x7f]+)",
    re.DOTALL,
)
"""What the converter would misread, and every other command, so that `\\\\%` is a line's end and a comment."""
_THIN: Final = "\u2009"
"""A thin space that the converter takes for a part of an operator's name: at a command in it, it shows the letters."""


class _Refused(Exception):
    """There is something in a formula that no formula needs."""


@lru_cache(maxsize=4096)
def mathml(latex: str) -> Markup:
    """Return a formula as a MathML element; one that cannot be converted is shown as its LaTeX source.

    >>> mathml("x").startswith("<math"), mathml(r"\\nonsense{x}")
    (True, Markup('<code class="tex">\\\\nonsense{x}</code>'))
    >>> print(mathml(r"\\log x").partition(">")[2])  # a space between a function and its argument
    <mrow><mi>log</mi><mspace width="0.167em"></mspace><mi>x</mi></mrow></math>
    >>> mathml(r"\\href{javascript:alert(1)}{x}")
    Markup('<code class="tex">\\\\href{javascript:alert(1)}{x}</code>')
    """
    source = normalize("NFC", latex).strip().strip("$")  # "=" with a stroke is one sign
    try:
        source = _with_names(_PIECE.sub(_piece, source))
        return Markup("").join(_written(convert_to_element(source, display="block"), latex))
    except Exception:  # noqa: BLE001 (the converter raises whatever it meets; the source is then shown)
        return Markup('<code class="tex">{}</code>').format(latex)


def _piece(found: re.Match[str]) -> str:
    """A piece of the source in words that the converter reads; raises `_Refused`."""
    match found.lastgroup:
        case "words":
            return f"{found['text']}{_IN_TEXT.sub(_entities, found['words'])}}}"
        case "unread":  # a comment, of which a report shows nothing, or text that does not end at its first brace
            raise _Refused(found[0])
        case "font":  # the converter reads no digits, and its table has another sign for this E
            sign = None if found[0] == r"\mathsf{E}" else convert_symbol(found[0])
            return chr(int(sign, 16)) if sign else "𝖤"
        case "roman":
            return r"\mathrm "  # a letter beside the brace would become italic
        case "signs":
            runs = groupby(found["signs"], script_of)
            return "".join(script(run) if mark in ("^", "_") else "".join(run) for mark, run in runs)
    return found[0]


def _entities(found: re.Match[str]) -> str:
    """An escape or a space of text as what the converter passes on as it is."""
    return "".join(f"&#{ord(c)};" for c in latex_to_text(found[0]).replace(" ", "\u00a0"))


def _with_names(source: str) -> str:
    r"""The source with arg, arg max and whatever an \operatorname gives as one name each."""
    source = _ARG.sub(lambda found: rf"\operatorname{{arg{_THIN + found[1] if found[1] else ''}}}", source)
    return _NAMED.sub(lambda found: found[0].replace(r"\,", _THIN), source)


def _written(element: Element, latex: str = "") -> Iterator[Markup]:
    """An element with everything in it; raises `_Refused`."""
    if element.tag not in _ELEMENTS or (element.tail or "").strip():
        raise _Refused(element.tag)
    given = element.text or ""
    sized = convert_symbol(given) if element.tag == "mo" and given[:1] == "\\" else None
    text = chr(int(sized, 16)) if sized else unescape(given)
    if given == "\\" or _UNREAD.search(text):
        raise _Refused(text)
    tag = Markup(element.tag)  # noqa: S704 (one of the elements above)
    yield Markup("<{}").format(tag)
    if element.tag == "math":
        yield Markup(' alttext="{}" xmlns="http://www.w3.org/1998/Math/MathML"').format(latex)
    for name, value in element.attrib.items():
        if name == "xmlns":
            continue
        if name not in _ATTRIBUTES or not _VALUE.fullmatch(value):
            raise _Refused(name)
        yield Markup(' {}="{}"').format(Markup(name), value)  # noqa: S704 (one of the attributes above)
    yield Markup(">") + escape(text)
    children = list(element)
    for place, child in enumerate(children):
        yield from _written(child)
        following = children[place + 1].tag if place + 1 < len(children) else "mo"
        function = child.tag == "mi" and _FUNCTION.fullmatch(unescape(child.text or ""))
        if function and following != "mo" and element.tag not in _UNDER_OR_OVER:
            yield Markup('<mspace width="0.167em"></mspace>')  # a function such as log before its argument
    yield Markup("</{}>").format(tag)
