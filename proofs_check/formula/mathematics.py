"""LaTeX formulas as MathML, which browsers and screen readers understand without a script.

A converter makes a tree of elements; only what formulas are made of is taken over from it, and all text is escaped. A
formula with anything else in it (a link, a class, a style) is shown as its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Final
from unicodedata import normalize
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from markupsafe import Markup, escape

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
_COMMAND: Final = re.compile(r"\\[A-Za-z]+")
_FUNCTION: Final = re.compile(r"[a-z]{2,}")
_UNDER_OR_OVER: Final = frozenset(["msub", "msup", "msubsup", "munder", "mover", "munderover"])
_ARG: Final = re.compile(r"\\arg(?:\s*\\(max|min))?(?![A-Za-z])")
_NAMED: Final = re.compile(r"\\operatorname\*?\s*\{[^{}]*\}")
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
    source = _with_names(normalize("NFC", latex).strip().strip("$"))  # "=" with a stroke is one sign
    try:
        return Markup("").join(_written(convert_to_element(source, display="block"), latex))
    except Exception:  # noqa: BLE001 (the converter raises whatever it meets; the source is then shown)
        return Markup('<code class="tex">{}</code>').format(latex)


def _with_names(source: str) -> str:
    r"""The source with arg, arg max and whatever an \operatorname gives as one name each."""
    source = _ARG.sub(lambda found: rf"\operatorname{{arg{_THIN + found[1] if found[1] else ''}}}", source)
    return _NAMED.sub(lambda found: found[0].replace(r"\,", _THIN), source)


def _written(element: Element, latex: str = "") -> Iterator[Markup]:
    """An element with everything in it; raises `_Refused`."""
    if element.tag not in _ELEMENTS or (element.tail or "").strip():
        raise _Refused(element.tag)
    text = unescape(element.text or "")
    if _COMMAND.search(text):
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
