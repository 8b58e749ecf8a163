"""Text and formulas of the report for a LaTeX document that every engine compiles, whatever a claim's author wrote."""

from __future__ import annotations

import unicodedata
from typing import Final

from exactalign.text.latex import latex_text
from exactalign.text.signs import symbol

_WORDS: Final = {"–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "\u00a0": "~"}


def tex_text(text: object) -> str:
    r"""Return text on one line as LaTeX source.

    >>> tex_text("α ≤ 50% of x²")
    '\\ensuremath{\\alpha} \\ensuremath{\\le} 50\\% of x\\ensuremath{^{2}}'
    """
    return "".join(_character(c) for c in " ".join(str(text).split()))


def tex_formula(latex: str) -> str:
    """Return a formula for display; what stands outside ASCII in it becomes a command."""
    return "".join(c if c.isascii() else f" {symbol(c) or _named(c)} " for c in latex.strip().strip("$"))


def _character(c: str) -> str:
    if c in _WORDS:
        return _WORDS[c]
    if not c.isprintable():
        return " "
    known = latex_text(c)
    if c.isascii() or known != c or (c <= "ÿ" and c.isalpha()):
        return known
    return "" if unicodedata.combining(c) else f"\\ensuremath{{{_named(c)}}}"


def _named(c: str) -> str:
    """A sign that no command is known for: its plain letters, or its number."""
    plain = unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode()
    return rf"\mathrm{{{plain}}}" if plain.isalnum() else rf"\mathtt{{U{ord(c):04X}}}"
