"""LaTeX formulas as MathML, which browsers and screen readers understand without a script."""

from __future__ import annotations

import re
from functools import lru_cache

from latex2mathml.converter import convert
from markupsafe import Markup, escape

_UNKNOWN = re.compile(r"\\[A-Za-z]+|<merror")
_FUNCTION = re.compile(r"(?<!<msub>)(?<!<msup>)(?<!<munder>)(?<!<mover>)(?<!<msubsup>)(<mi>[a-z]{2,}</mi>)(?!<mo|</)")
"""A function such as log before its argument, but where it stands under or over something."""
_REWRITTEN = ((r"\arg\max", r"\operatorname{arg\,max}"), (r"\arg\min", r"\operatorname{arg\,min}"),
              (r"\arg", r"\operatorname{arg}"))  # fmt: skip


@lru_cache(maxsize=4096)
def mathml(latex: str) -> Markup:
    """Return a formula as a MathML element; one that cannot be converted is shown as its LaTeX source.

    >>> mathml("x").startswith("<math"), mathml(r"\\nonsense{x}")
    (True, Markup('<code class="tex">\\\\nonsense{x}</code>'))
    """
    source = latex.strip().strip("$")
    for old, new in _REWRITTEN:
        source = source.replace(old, new)
    try:
        found = convert(source, display="block")
    except Exception:  # noqa: BLE001 (the converter raises whatever it meets; the source is then shown)
        found = "\\failed"
    if _UNKNOWN.search(found):
        return Markup('<code class="tex">{}</code>').format(latex)
    found = _FUNCTION.sub(r'\1<mspace width="0.167em"/>', found)
    label = escape(latex).replace('"', "&quot;")
    return Markup(found.replace("<math ", f'<math alttext="{label}" ', 1))  # noqa: S704 (made of the converter's tags)
