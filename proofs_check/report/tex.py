"""Text and formulas of the report for a LaTeX document that every engine compiles, whatever a claim's author wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby, pairwise, starmap
from typing import Final

from exactalign.exceptions import ParameterError
from exactalign.text.latex import latex_text
from exactalign.text.signs import ACCENTS, commands, script, script_of, symbol

_WORDS: Final = {
    "–": "--", "—": "---", "’": "'", "‘": "`", "“": "``", "”": "''", "\u00a0": "~", "§": r"\S{}", "¶": r"\P{}",
    "†": r"\dag{}", "‡": r"\ddag{}", "©": r"\copyright{}", "®": r"\textregistered{}", "™": r"\texttrademark{}",
    "„": r"\quotedblbase{}", "‚": r"\quotesinglbase{}", "«": r"\guillemotleft{}", "»": r"\guillemotright{}",
    "¿": r"\textquestiondown{}", "¡": r"\textexclamdown{}", "£": r"\pounds{}", "‐": "-", "‑": "-",
}  # fmt: skip
_LIGATURES: Final = ("--", "``", "''", ",,", "?`", "!`")  # signs of which LaTeX makes another
_IN_FORMULAS: Final = {"§": r"\S", "¶": r"\P", "†": r"\dagger", "‡": r"\ddagger", "…": r"\ldots"}
_FONTS: Final = {
    "BOLD": r"\mathbf", "ITALIC": r"\mathit", "SCRIPT": r"\mathcal", "FRAKTUR": r"\mathfrak",
    "BLACK-LETTER": r"\mathfrak", "DOUBLE-STRUCK": r"\mathbb", "SANS-SERIF": r"\mathsf", "MONOSPACE": r"\mathtt",
}  # fmt: skip
_FONT: Final = re.compile(rf"(?:MATHEMATICAL )?({'|'.join(_FONTS)}) (CAPITAL|SMALL|DIGIT) \w+")
_ONLY_CAPITALS: Final = frozenset({"SCRIPT", "DOUBLE-STRUCK"})

_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TOKEN: Final = re.compile(r"\\(?:[A-Za-z]+|[ -~])?|.", re.DOTALL)  # in a formula a command is one sign
_DOLLARS: Final = re.compile(r"\A(\$\$?)(.*[^\\])\1\Z", re.DOTALL)
_ENVIRONMENTS: Final = {"cases": 1, "matrix": 9, "pmatrix": 9, "bmatrix": 9, "vmatrix": 9, "aligned": 9}
"""How many & a line of them may have."""
_MOST_MARKS: Final = 6  # on one sign; LaTeX takes exponentially long for more
_OPERATORS_LISTED: Final = """
sum prod int oint bigcup bigcap bigoplus bigotimes bigvee bigwedge lim liminf limsup sup inf max min arg log ln exp
sin cos tan det dim deg gcd ker Pr
"""
_ONE: Final = """
sqrt mathrm mathbf mathbb mathcal mathit mathsf mathtt mathfrak operatorname hat bar tilde vec dot ddot overline
underline widehat widetilde overbrace underbrace xrightarrow xleftarrow
"""
_TWO: Final = "frac tfrac dfrac cfrac binom tbinom dbinom overset underset"
_OPERATORS: Final = frozenset(_OPERATORS_LISTED.split())
_TAKE_LIMITS: Final = _OPERATORS | {"operatorname", "overbrace", "underbrace"}
_ARGUMENTS: Final = dict.fromkeys(_ONE.split(), 1) | dict.fromkeys(_TWO.split(), 2)
_NO_ARGUMENTS: Final = [("[", ""), ("~", ""), (r"\ ", ""), ("\\\\", "")]
_WITH_OPTION: Final = frozenset({"sqrt", "xrightarrow", "xleftarrow"})
_SIZES_LISTED: Final = "big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm"
_DELIMITERS_LISTED: Final = r"""
( ) [ ] | / . < > \{ \} \| \langle \rangle \lceil \rceil \lfloor \rfloor \lVert \rVert \lvert \rvert \Vert \vert
\uparrow \downarrow
"""
_HARMLESS_LISTED: Final = """
quad qquad mid nmid not implies iff to gets mapsto ldots cdots dots vdots ddots colon prime ne neq le leq ge geq ll gg
lt gt sim simeq approx cong equiv propto in notin ni subset subseteq supset supseteq cup cap setminus emptyset
varnothing forall exists nexists neg lnot wedge vee land lor oplus otimes odot circ bullet cdot times div pm mp ast
star infty partial nabla ell Re Im hbar epsilon langle rangle lceil rceil lfloor rfloor lVert rVert lvert rvert Vert
vert parallel perp top bot Rightarrow Leftarrow Leftrightarrow rightarrow leftarrow leftrightarrow Longrightarrow
longrightarrow uparrow downarrow
"""
_SIZES: Final = frozenset(_SIZES_LISTED.split())
_DELIMITERS: Final = frozenset(_DELIMITERS_LISTED.split())
_HARMLESS: Final = frozenset(_HARMLESS_LISTED.split()) | _OPERATORS | frozenset(",;:! {}|\\&%#$_")
_IN_TEXT: Final = frozenset({"quad", "qquad", "ldots", "dots", *", {}&%#$_"})
_DEFINED: Final = {r"\lt": "<", r"\gt": ">"}  # commands of web pages
_DEEPEST: Final = 40
"""LaTeX itself ends at 255 groups, and some commands open several."""


def tex_text(text: object) -> str:
    r"""Return text on one line as LaTeX source.

    >>> tex_text("α ≤ 50% of x²")
    '\\ensuremath{\\alpha} \\ensuremath{\\le} 50\\% of x\\ensuremath{^{2}}'
    """
    line = unicodedata.normalize("NFC", " ".join(str(text).split()))
    runs = groupby(_with_marks(line), lambda sign: "" if sign[0].isascii() else _kind(*sign).strip("'"))
    pieces = [""]
    for small, signs in runs:
        pieces += [rf"\ensuremath{{{script(c for c, _ in signs)}}}"] if small else starmap(_text, signs)
    return "".join("{}" * (before[-1:] + piece[:1] in _LIGATURES) + piece for before, piece in pairwise(pieces))


def tex_formula(latex: str) -> str:
    r"""Return a formula for display; what stands outside ASCII in it becomes a command.

    A formula that LaTeX would refuse, or with anything that no formula needs (a command that reads or writes, an end
    of the display), is shown as its source.

    >>> print(tex_formula(r"\alpha ≤ 1"), tex_formula(r"\input{/etc/passwd}"))
    \alpha  \le  1 \text{\texttt{\textbackslash{}input\{/etc/passwd\}}}
    """
    source = _DOLLARS.sub(r"\2", latex.strip()).strip()
    try:
        return _Formula(source).row("")
    except _NoFormula:
        return rf"\text{{\texttt{{{tex_text(source)}}}}}"


def tex_path(name: str) -> str:
    """Return the name of a folder for LaTeX; raises `ParameterError` for one that LaTeX would misread."""
    if not _PATH.fullmatch(name):
        raise ParameterError(
            f"the folder for the figures is {name!r}: LaTeX needs a name of letters, digits, . _ and -"
        )
    return name


class _NoFormula(Exception):
    """LaTeX would refuse it, or it does more than a formula."""


class _Formula:
    """A formula that is read sign by sign, and written as it is read."""

    def __init__(self, source: str) -> None:
        self.signs = [*_with_marks(_TOKEN.findall(source)), ("", "")]
        self.at = 0
        self.depth = 0

    def row(self, end: str, *, aligned: int = 0) -> str:
        """Read past an end; each sign has one sub- and one superscript, `aligned` is how many & a line may have."""
        written: list[str] = []
        taken = last = ""
        columns = 0
        while self.signs[self.at] != (end, ""):
            kind = _kind(*self.signs[self.at])
            if kind:
                self.refuse(kind.replace("'", "^") in taken)
                written.append(self.script(kind))
                ended = kind != "'" or _kind(*self.signs[self.at]) not in ("'", "^")
                taken, last = taken + kind.replace("'", "^") * ended, ""
                continue
            base, marks = self.take()
            if base in (" ", "\t") and not marks:
                written.append(base)
            elif base in (r"\limits", r"\nolimits") and not marks:
                self.refuse(last not in _TAKE_LIMITS)
                written.append(base)
            elif aligned and base == "&" and not marks:
                written.append(base)
                taken = last = ""
                columns += 1
                self.refuse(columns > aligned)
            else:
                columns *= base != "\\\\"
                written.append(self.sign(base, marks))
                taken, last = "", (base if base.isascii() else _sign(base))[1:]
        self.at += 1
        return "".join(written)

    def take(self) -> tuple[str, str]:
        self.refuse(self.at == len(self.signs) - 1)
        self.at += 1
        return self.signs[self.at - 1]

    def refuse(self, wrong: bool) -> None:
        if wrong:
            raise _NoFormula

    def spaces(self) -> str:
        start = self.at
        while self.signs[self.at] == (" ", ""):
            self.at += 1
        return " " * (self.at - start)

    def follows(self, *those: str) -> bool:
        """Whether one of them comes next, after spaces."""
        start = self.at
        self.spaces()
        found, self.at = self.signs[self.at] in [(one, "") for one in those], start
        return found

    def script(self, kind: str) -> str:
        """A mark and its argument, the small signs beside each other as one script, or primes."""
        start = self.at
        base, _ = self.take()
        if kind == "'":  # LaTeX joins them with a superscript, but refuses one that comes after a space
            spaces = self.spaces()
            joined = _kind(*self.signs[self.at]) in ("'", "^")
            return (base if base.isascii() else _sign(base)) + ("" if joined else spaces)
        if base.isascii():
            return base + self.argument()
        while _kind(*self.signs[self.at]) == kind and not self.signs[self.at][0].isascii():
            self.at += 1
        return script(c for c, _ in self.signs[start : self.at])

    def argument(self) -> str:
        """A group, or one sign, which gets braces unless LaTeX needs none."""
        spaces = self.spaces()
        unit = base, marks = self.take()
        self.refuse(bool(_kind(*unit)) or unit in _NO_ARGUMENTS)
        written = self.sign(base, marks)
        alone = written == base and (len(base) == 1 or commands().get(base[1:], "").isalpha())
        return spaces + (written if alone or unit == ("{", "") else f"{{{written.strip()}}}")

    def sign(self, base: str, marks: str) -> str:
        """A sign, a command with its arguments, or a group."""
        self.depth += 1
        self.refuse(self.depth > _DEEPEST)
        if marks or not base.isascii():
            self.refuse(base.isascii() and not _takes_marks(base))
            written = f" {_under(base if base.isascii() else _sign(base), marks)} "
        elif base == "{":
            written = base + self.row("}") + "}"
        elif base[0] == "\\":
            written = _DEFINED.get(base, base) + self.after(base[1:])
        else:
            self.refuse(base in "}&%#$" or not base.isprintable())
            written = base
        self.depth -= 1
        return written

    def after(self, name: str) -> str:
        """What belongs to a command."""
        if name == "text":
            self.refuse(not self.follows("{"))
            return self.spaces() + self.words()
        if name == "begin":
            kind = self.environment()
            row = self.row(r"\end", aligned=_ENVIRONMENTS[kind])
            self.refuse(self.environment() != kind)
            return rf"{{{kind}}}{row}\end{{{kind}}}"
        if name == "left":
            return self.delimiter() + self.row(r"\right") + r"\right" + self.delimiter()
        if name in _SIZES:
            return self.delimiter()
        if name in _ARGUMENTS:
            written = ""
            if name == "operatorname" and self.follows("*"):
                written = self.spaces() + self.take()[0]
            if name in _WITH_OPTION and self.follows("["):
                written = self.spaces() + self.take()[0] + self.row("]") + "]"
            return written + "".join(self.argument() for _ in range(_ARGUMENTS[name]))
        self.refuse(name not in _HARMLESS and name not in commands())
        self.refuse(name == "\\" and self.follows("[", "*"))  # a length
        return ""

    def environment(self) -> str:
        self.refuse(self.take() != ("{", ""))
        name = self.row("}")
        self.refuse(name not in _ENVIRONMENTS)
        return name

    def delimiter(self) -> str:
        spaces = self.spaces()
        base, marks = self.take()
        sign = base if base.isascii() else _sign(base)
        self.refuse(bool(marks) or sign not in _DELIMITERS)
        return spaces + (base if base.isascii() else f"{sign} ")

    def words(self) -> str:
        r"""The argument of \text, in which mathematics has no commands."""
        written = [self.take()[0]]
        while self.signs[self.at] != ("}", ""):
            base, marks = self.take()
            command, bad = base[0] == "\\", base in "{}^_&%#$" or (base.isascii() and not base.isprintable())
            self.refuse(base[1:] not in _IN_TEXT if command else bad)
            self.refuse(bool(marks) and base.isascii() and not _takes_marks(base))
            written.append(base if base.isascii() and not marks else _text(base, marks))
        return "".join(written) + self.take()[0]


def _with_marks(signs: Iterable[str]) -> list[tuple[str, str]]:
    """Each sign with the combining marks behind it; marks that stand alone are on a space."""
    found: list[tuple[str, str]] = []
    for sign in signs:
        if unicodedata.category(sign[0])[0] == "M":
            base, marks = found.pop() if found else (" ", "")
            found.append((base, marks + sign))
        else:
            found.append((sign, ""))
    return found


def _kind(base: str, marks: str) -> str:
    """^ or _ for what is or starts a script, ' for a prime."""
    if marks:
        return ""
    return base * (base in ("^", "_", "'")) if base.isascii() else script_of(base)


def _takes_marks(base: str) -> bool:
    """Whether a sign of ASCII in a formula, or a command, stands for one sign."""
    return base[1:] in commands() if base[0] == "\\" else base.isprintable() and base not in "{}^_&%#$~' "


def _text(c: str, marks: str) -> str:
    """A character of text with the accents on it: those of text on a letter of text, those of mathematics on a sign."""
    written = _character(c)
    if not marks:
        return written
    if len(marks) > _MOST_MARKS:
        return _text(c, marks[:_MOST_MARKS]) + "".join(
            rf"\ensuremath{{{_named(mark)}}}" for mark in marks[_MOST_MARKS:]
        )
    if written.startswith((r"\ensuremath", "$")) or not all(_accents(mark)[0] for mark in marks):
        sign = rf"\text{{{written}}}" if c in "&%$#_{}\\^~'`" else c if c.isascii() else _sign(c)
        return rf"\ensuremath{{{_under(sign, marks)}}}"
    for mark in marks:
        written = f"{_accents(mark)[0]}{{{written}}}"
    return written


def _accents(mark: str) -> tuple[str, str]:
    return ACCENTS.get(mark, ("", ""))


def _under(sign: str, marks: str) -> str:
    """A sign of mathematics with the accents on it, and beside it by their numbers those that have no command."""
    if marks and sign[0] in "^_'":
        sign = f"{{{sign}}}"
    for k, mark in enumerate(marks):
        formula = _accents(mark)[1] if k < _MOST_MARKS else ""
        sign = f"{formula}{{{sign}}}" if formula else f"{sign}{_named(mark)}"
    return sign


def _sign(c: str) -> str:
    """A character outside ASCII in mathematics."""
    if (known := symbol(c) or _IN_FORMULAS.get(c) or _in_font(c)) is not None:
        return rf"\mathrm{{{known}}}" if known.isalpha() else known  # Greek Α is no Latin A
    base, marks = _apart(c)
    return _under(base if base.isascii() else _sign(base), marks) if marks else _named(c)


def _in_font(c: str) -> str | None:
    """A letter or digit of the mathematical alphabets that LaTeX has: 𝐗 is not X."""
    style = _FONT.fullmatch(unicodedata.name(c, ""))
    kind, _, code = unicodedata.decomposition(c).partition(" ")
    if style is None or kind != "<font>" or (style[1] in _ONLY_CAPITALS and style[2] != "CAPITAL"):
        return None
    letter = chr(int(code, 16))
    return f"{_FONTS[style[1]]}{{{letter}}}" if letter.isascii() else None


def _apart(c: str) -> tuple[str, str]:
    """A letter without its accents, and these; the letter as it is where one of them has no command."""
    apart = unicodedata.normalize("NFD", c)
    return (apart[0], apart[1:]) if all(mark in ACCENTS for mark in apart[1:]) else (c, "")


def _character(c: str) -> str:
    if c in _WORDS:
        return _WORDS[c]
    if not c.isprintable():
        return " "
    known = latex_text(c)
    if c.isascii() or known != c or (c <= "ÿ" and c.isalpha()):
        return known
    base, marks = _apart(c)
    return _text(base, marks) if marks else rf"\ensuremath{{{_sign(c)}}}"


def _named(c: str) -> str:
    """A sign that no command is known for: the letters of which it is a ligature, or its number."""
    kind, _, codes = unicodedata.decomposition(c).partition(" ")
    plain = "".join(chr(int(code, 16)) for code in codes.split())
    ligature = kind == "<compat>" and len(plain) > 1 and plain.isascii() and plain.isalpha()
    return rf"\mathrm{{{plain}}}" if ligature else rf"\mathtt{{U{ord(c):04X}}}"
