r"""Text for LaTeX: what is special to it escaped, and each sign of mathematics as the command that any engine knows.

Tables and the report of `proofs_check` write through it, `latex_reader` reads its commands back. Letters that
LaTeX takes as they are (é, ø) stay, and so does what has no command in `signs`.
"""

from __future__ import annotations

from typing import Final

from exactalign.text.signs import symbol

_SPECIAL: Final = {
    **{character: rf"\{character}" for character in "&%$#_{}"},
    **{character: f"{{{character}}}" for character in "[]*"},  # special after a line's end
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", "…": r"\ldots{}", "≈": r"$\approx$",
}  # fmt: skip


def latex_text(text: str) -> str:
    r"""Return one line of text as LaTeX source, Greek letters and signs of mathematics as commands.

    Any text is accepted. A few rare signs need the package amssymb.

    >>> print(latex_text("50% of Δ_max, α ≤ é"))
    50\% of \ensuremath{\Delta}\_max, \ensuremath{\alpha} \ensuremath{\le} é
    """
    return "".join(_character(c) for c in text)


def _character(c: str) -> str:
    if c in _SPECIAL:
        return _SPECIAL[c]
    if c.isascii():
        return c
    found = symbol(c)
    return c if found is None else f"\\ensuremath{{{found}}}"
