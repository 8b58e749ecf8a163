"""Text and formulas of the report for a LaTeX document that every engine compiles, whatever a claim's author wrote."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from exactalign.exceptions import ParameterError
from exactalign.text.latex import latex_text
from exactalign.text.signs import ACCENTS, commands, symbol

_WORDS: Final = {
    "–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "\u00a0": "~", "§": r"\S{}", "¶": r"\P{}",
    "†": r"\dag{}", "‡": r"\ddag{}", "©": r"\copyright{}", "®": r"\textregistered{}", "™": r"\texttrademark{}",
    "„": r"\quotedblbase{}", "‚": r"\quotesinglbase{}", "«": r"\guillemotleft{}", "»": r"\guillemotright{}",
    "¿": r"\textquestiondown{}", "¡": r"\textexclamdown{}", "£": r"\pounds{}", "‐": "-", "‑": "-",
}  # fmt: skip
_IN_FORMULAS: Final = {"§": r"\S", "¶": r"\P", "†": r"\dagger", "‡": r"\ddagger", "…": r"\ldots"}
_MARKS: Final = f"([{''.join(ACCENTS)}]*)"
_ACCENTED: Final = re.compile(rf"(\\[A-Za-z]+|.){_MARKS}", re.DOTALL)  # in a formula a command is one sign

_COMMAND: Final = re.compile(r"\\(?:[A-Za-z]+|.|$)", re.DOTALL)
_ENDING: Final = re.compile(r"[%#$\n\r]")
_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ENVIRONMENTS: Final = frozenset({"cases", "matrix", "pmatrix", "bmatrix", "vmatrix", "aligned"})
_HARMLESS_LISTED: Final = """
frac tfrac dfrac cfrac binom tbinom dbinom sqrt sum prod int oint bigcup bigcap bigoplus bigotimes bigvee bigwedge lim
liminf limsup sup inf max min arg log ln exp sin cos tan det dim deg gcd ker Pr left right big Big bigg Bigg bigl Bigl
biggl Biggl bigr Bigr biggr Biggr bigm Bigm mathrm mathbf mathbb mathcal mathit mathsf mathtt mathfrak operatorname
text hat bar tilde vec dot ddot overline underline widehat widetilde overset underset overbrace underbrace xrightarrow
xleftarrow limits nolimits quad qquad begin end mid nmid not implies iff to gets mapsto ldots cdots dots vdots ddots
colon prime ne neq le leq ge geq ll gg lt gt sim simeq approx cong equiv propto in notin ni subset subseteq supset
supseteq cup cap setminus emptyset varnothing forall exists nexists neg lnot wedge vee land lor oplus otimes odot circ
bullet cdot times div pm mp ast star infty partial nabla ell Re Im hbar epsilon langle rangle lceil rceil lfloor
rfloor lVert rVert lvert rvert Vert vert parallel perp top bot Rightarrow Leftarrow Leftrightarrow rightarrow
leftarrow leftrightarrow Longrightarrow longrightarrow uparrow downarrow
"""
_HARMLESS: Final = frozenset(_HARMLESS_LISTED.split()) | frozenset(",;:! {}|\\&%#$_'")


def tex_text(text: object) -> str:
    r"""Return text on one line as LaTeX source.

    >>> tex_text("α ≤ 50% of x²")
    '\\ensuremath{\\alpha} \\ensuremath{\\le} 50\\% of x\\ensuremath{^{2}}'
    """
    line = unicodedata.normalize("NFC", " ".join(str(text).split()))
    return "".join(_text(c, marks) for c, marks in re.findall(f"(.){_MARKS}", line))


def tex_formula(latex: str) -> str:
    r"""Return a formula for display; what stands outside ASCII in it becomes a command.

    A formula with anything that no formula needs (a command that reads or writes, an end of the display) is shown as
    its source.

    >>> print(tex_formula(r"\alpha ≤ 1"), tex_formula(r"\input{/etc/passwd}"))
    \alpha  \le  1 \text{\texttt{\textbackslash{}input\{/etc/passwd\}}}
    """
    source = latex.strip().strip("$")
    if not _is_formula(source):
        return rf"\text{{\texttt{{{tex_text(source)}}}}}"
    return "".join(
        base if base.isascii() and not marks else f" {_under(base, marks)} "
        for base, marks in _ACCENTED.findall(source)
    )


def tex_path(name: str) -> str:
    """Return the name of a folder for LaTeX; raises `ParameterError` for one that LaTeX would misread."""
    if not _PATH.fullmatch(name):
        raise ParameterError(
            f"the folder for the figures is {name!r}: LaTeX needs a name of letters, digits, . _ and -"
        )
    return name


def _is_formula(source: str) -> bool:
    """Whether every command is harmless, groups and environments are closed, and nothing ends the display."""
    if _ENDING.search(_COMMAND.sub(" ", source)) or "^^" in source:
        return False
    if any(command[1:] not in _HARMLESS and command[1:] not in commands() for command in _COMMAND.findall(source)):
        return False
    for kind in ("begin", "end"):
        found = re.findall(rf"\\{kind}(?![A-Za-z])(?:\{{([^{{}}]*)\}})?", source)
        if not all(name in _ENVIRONMENTS for name in found):
            return False
    depth = 0
    for brace in re.findall(r"[{}]", _COMMAND.sub(" ", source)):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and source.count(r"\begin") == source.count(r"\end") and _balanced(source)


def _balanced(source: str) -> bool:
    return len(re.findall(r"\\left(?![A-Za-z])", source)) == len(re.findall(r"\\right(?![A-Za-z])", source))


def _text(c: str, marks: str) -> str:
    """A character of text with the accents on it: those of text on a letter of text, those of mathematics on a sign."""
    if not marks:
        return _character(c)
    written = _character(c)
    if written.startswith(r"\ensuremath") or not all(ACCENTS[mark][0] for mark in marks):
        return rf"\ensuremath{{{_under(c, marks)}}}"
    for mark in marks:
        written = f"{ACCENTS[mark][0]}{{{written}}}"
    return written


def _under(base: str, marks: str) -> str:
    """A sign, or a command of a formula, in mathematics, with the accents on it, or beside it where it takes none."""
    sign = base if base.isascii() else _sign(base)
    if not marks:
        return sign
    takes_none = sign[0] in "_^" or (base.isascii() and not base.isalnum() and base[1:] not in commands())
    written = "" if takes_none else sign
    for mark in marks:
        formula = ACCENTS[mark][1]
        written = f"{formula}{{{written}}}" if formula else f"{written}{_named(mark)}"
    return f"{sign}{{{written}}}" if takes_none else written


def _sign(c: str) -> str:
    if (known := symbol(c) or _IN_FORMULAS.get(c)) is not None:
        return known
    base, marks = _apart(c)
    return _under(base, marks) if marks else _named(c)


def _apart(c: str) -> tuple[str, str]:
    """A letter without its accents, and these; the letter as it is where one of them has no command."""
    apart = unicodedata.normalize("NFD", c)
    return (apart[0], apart[1:]) if all(mark in ACCENTS for mark in apart[1:]) else (c, "")


def _character(c: str) -> str:
    if c in ACCENTS:
        return _text(" ", c)
    if c in _WORDS:
        return _WORDS[c]
    if not c.isprintable():
        return " "
    known = latex_text(c)
    if c.isascii() or known != c or (c <= "ÿ" and c.isalpha()):
        return known
    base, marks = _apart(c)
    if marks:
        return _text(base, marks)
    return "" if unicodedata.combining(c) else f"\\ensuremath{{{_named(c)}}}"


def _named(c: str) -> str:
    """A sign that no command is known for: its plain letters, or its number."""
    plain = unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode()
    return rf"\mathrm{{{plain}}}" if plain.isalnum() else rf"\mathtt{{U{ord(c):04X}}}"
