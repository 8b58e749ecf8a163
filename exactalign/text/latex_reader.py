r"""LaTeX source read as plain text: `$y_{1} = 0$` becomes `y_1 = 0`, `\frac12` becomes `(1/2)`.

The tables' readers use it for cells; it is strict where a guess would change a number. pylatexenc 2.11 was judged
by its errors on such cells and not taken: without a word it drops `\percent` in `\qty{43.75}{\percent}`, prefixes
the colour in `\cellcolor{gray!20}0.43` to the number, prints `\phantom{0}0.5` as `00.5`, accepts unbalanced braces,
loses unknown commands, fails on `\href`, and takes 17 ms for a kilobyte. Here an unknown command stays in the text,
so that what holds it is no number, and unbalanced braces are refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from exactalign.exceptions import InputError
from exactalign.text.signs import ACCENTS, accented, blackboard, readable

_MAX_NESTING = 50
_PLAIN = re.compile(r"[^\\{}$~]+")
_COMMAND = re.compile(r"([A-Za-z]+\*?)\s*|(.)", re.DOTALL)
_THREE = re.compile(r"[0-9]{3}(?![0-9])")
_OPTIONAL = re.compile(r"\s*\[[^\[\]]*\]")
_FRACTION = re.compile(r"[tdc]?frac|nicefrac|sfrac|flatfrac")
_WRAPPER = re.compile(
    r"text(bf|it|rm|sf|tt|up|sc|sl|md)?|emph|math(bf|rm|it|sf|tt|cal|scr|frak|normal|bin|rel|ord|op)|bm|pmb"
    r"|boldsymbol|mbox|ensuremath|underline|uline|text|makecell|thead|shortstack|hbox|fbox|operatorname\*?|best|second"
    r"|smash|textnormal"
)
_SILENT = re.compile(
    r"left|right|[bB]igg?[lrm]?|middle|(display|text|script|scriptscript)style|(bf|it|rm|sf|tt|sl|sc|md)(series|shape|family)?"
    r"|upshape|em|boldmath|unboldmath|centering|raggedright|raggedleft|arraybackslash|strut|mathstrut|null|relax|protect"
    r"|tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|noindent|hfill|hfil|xspace|limits"
    r"|nonumber|notag|leavevmode|allowbreak|nobreak"
)
_SPACES: Final = {"quad": " ", "qquad": " ", "space": " ", "enspace": " ", "thinspace": "\u2009", "newline": " "}
_SYMBOL: Final = {
    **dict.fromkeys("()[]!/-", ""), ",": "\u2009", ";": " ", ":": " ", " ": " ", ">": " ", "\n": " ",
    "\\": " ", "|": "‖",
}  # fmt: skip
_WORDS: Final = {
    name: f" {name} " for name in ("log", "ln", "exp", "min", "max", "sup", "inf", "Pr", "arg", "argmax", "argmin")
}
_DROPPED: Final = {  # commands whose arguments are no text: how many of them in braces
    "cellcolor": 1, "rowcolor": 1, "color": 1, "columncolor": 1, "phantom": 1, "hphantom": 1, "vphantom": 1, "cite": 1,
    "citep": 1, "citet": 1, "label": 1, "hspace": 1, "vspace": 1, "rule": 2, "footnote": 1, "index": 1,
    "fontsize": 2, "selectfont": 0, "footnotemark": 0, "addlinespace": 0, "kern": 0,
}  # fmt: skip
_SECOND: Final = {  # commands of which the last argument is the text: how many stand before it
    "textcolor": 1, "colorbox": 1, "fcolorbox": 2, "href": 1, "rotatebox": 1, "scalebox": 1, "resizebox": 2,
    "hyperref": 0,
    "multirow": 2, "multicolumn": 2, "parbox": 1, "raisebox": 1, "adjustbox": 1,
}  # fmt: skip
_COMMANDS: Final = _WORDS | _SPACES | readable() | {"dot": "."}


def latex_to_text(source: str) -> str:
    r"""Return LaTeX source as the text that it prints, unknown commands kept as they stand.

    Sub- and superscripts keep their mark without braces, a fraction becomes `(a/b)` or `((a + b)/c)`, thin spaces
    U+2009, `{,}` before three digits `'`; siunitx's `\num`, `\SI`, `\qty` give the number and its unit. Raises
    `InputError` for unbalanced braces and nesting past any sense.

    >>> latex_to_text(r"\textbf{50\%}"), latex_to_text(r"$\pi_{\mathrm{ref}} \le \tfrac12$"), latex_to_text(r"12{,}345")
    ('50%', 'π_ref ≤(1/2)', "12'345")
    >>> latex_to_text(r"\SI{0.43}{\bit}"), latex_to_text(r"\textcolor{red}{\$5}"), latex_to_text(r"\mine{5}")
    ('0.43 bit', '$5', '\\mine5')
    """
    if not re.search(r"[\\{}$~]", source):
        return source
    return _Reader(source).group(0).replace("^°", "°")


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def group(self, depth: int) -> str:
        """Read up to the closing brace of this depth, or to the end."""
        if depth > _MAX_NESTING:
            raise InputError(f"braces are nested more than {_MAX_NESTING} deep")
        parts: list[str] = []
        while self.position < len(self.text):
            if self.text[self.position] == "}":
                if not depth:
                    raise InputError("the braces of the LaTeX text are not balanced")
                self.position += 1
                return "".join(parts)
            parts.append(self.item(depth))
        if depth:
            raise InputError("the braces of the LaTeX text are not balanced")
        return "".join(parts)

    def item(self, depth: int) -> str:
        plain = _PLAIN.match(self.text, self.position)
        if plain is not None:
            self.position = plain.end()
            return plain[0]
        character = self.text[self.position]
        self.position += 1
        if character == "{":
            if self.text.startswith(",}", self.position):  # a comma that is no punctuation
                self.position += 2
                return "'" if self._groups(self.position - 3, self.position) else ","
            return self.group(depth + 1)
        if character == "\\":
            return self.command(depth)
        return {"$": "", "~": " "}.get(character, character)

    def command(self, depth: int) -> str:
        found = _COMMAND.match(self.text, self.position)
        if found is None:
            return "\\"
        self.position = found.end()
        name, symbol = found.groups()
        if symbol is not None:
            return self.accent(symbol, depth) if symbol in _LETTER_ACCENTS else _SYMBOL.get(symbol, symbol)
        if _FRACTION.fullmatch(name):
            return f"({bracketed(self.argument(depth))}/{bracketed(self.argument(depth))})"
        if name in ("num", "SI", "qty", "si", "unit"):
            return self.quantity(name, depth)
        if name in _SECOND:
            self.option()
            for _ in range(_SECOND[name]):
                self.argument(depth)
                self.option()
            return self.argument(depth)
        if name in _DROPPED:
            self.option()
            for _ in range(_DROPPED[name]):
                self.argument(depth)
            return ""
        if name in ("textsuperscript", "textsubscript", "tnote"):
            return f"{'_' if name == 'textsubscript' else '^'}{self.argument(depth)}"
        if name == "mathbb":
            return blackboard(self.argument(depth))
        if _WRAPPER.fullmatch(name):
            self.option()
            return self.argument(depth)
        if _SILENT.fullmatch(name):
            return ""
        if name == "sqrt":
            start = self.position
            self.option()
            return f"{self.text[start : self.position].strip(' []')}√({self.argument(depth)})"
        if name in ("hat", "bar", "tilde", "widehat", "overline", "widetilde"):
            base = {"widehat": "hat", "overline": "bar", "widetilde": "tilde"}.get(name, name)
            inner = self.argument(depth)
            return (accented(base, inner) if len(inner) == 1 else None) or f"\\{name} {inner}"
        return _COMMANDS.get(name, f"\\{found[0]}")

    def quantity(self, name: str, depth: int) -> str:
        r"""siunitx: `\num{1.5e-3}`, `\SI{0.43}{\bit}`, `\qty{43.75}{\percent}`, `\unit{nat}`."""
        self.option()
        if name in ("si", "unit"):
            return self.unit(depth)
        number = re.sub(r"\+-|\\pm", "±", self.argument(depth))
        if name == "num":
            return number
        self.option()
        return f"{number} {self.unit(depth)}".rstrip()

    def unit(self, depth: int) -> str:
        unit = self.argument(depth).strip()
        return re.sub(r"\\(?=[A-Za-z])", "", unit)  # the names of units are commands that only siunitx knows

    def accent(self, symbol: str, depth: int) -> str:
        """Text accents, as in a name: the letter and its mark."""
        letter = self.argument(depth)
        return unicodedata.normalize("NFC", letter[:1] + _LETTER_ACCENTS[symbol]) + letter[1:] if letter else symbol

    def argument(self, depth: int) -> str:
        while self.text[self.position : self.position + 1].isspace():
            self.position += 1
        if depth > _MAX_NESTING:
            raise InputError(f"commands are nested more than {_MAX_NESTING} deep")
        if self.position >= len(self.text) or self.text[self.position] == "}":
            return ""
        if self.text[self.position] in "{\\":
            return self.item(depth + 1)
        self.position += 1  # one letter is an argument without braces
        return self.text[self.position - 1]

    def option(self) -> None:
        found = _OPTIONAL.match(self.text, self.position)
        if found is not None:
            self.position = found.end()

    def _groups(self, start: int, end: int) -> bool:
        """Whether a comma in braces stands where one groups thousands; else it is taken as any comma."""
        return self.text[max(start - 1, 0) : start].isdigit() and bool(_THREE.match(self.text, end))


def bracketed(part: str) -> str:
    """Return a part of a fraction: what is more than one sign or number is kept together by brackets."""
    part = part.strip()
    return part if re.fullmatch(r"[\w.,'^]*|[\d\s.,']*|\([^()]*\)", part) else f"({part})"


_LETTER_ACCENTS: Final = {text[1]: mark for mark, (text, _) in ACCENTS.items() if text and not text[1].isalpha()}
