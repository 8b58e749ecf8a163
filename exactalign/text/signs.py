r"""The signs of mathematics and their commands in LaTeX: one table, for what writes LaTeX and for what reads it.

`latex` and `markup` write a sign as its command; `latex_reader` takes commands back, and knows further spellings
that people use (`\leq` for `\le`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_SYMBOLS: Final = {
    "−": "-", "·": r"\cdot", "×": r"\times", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx", "∞": r"\infty",
    "∑": r"\sum", "Σ": r"\Sigma", "∏": r"\prod", "√": r"\surd", "→": r"\to", "←": r"\gets", "⇒": r"\Rightarrow",
    "⇔": r"\Leftrightarrow", "↦": r"\mapsto", "∈": r"\in", "∉": r"\notin", "∀": r"\forall", "∃": r"\exists",
    "∂": r"\partial", "∫": r"\int", "‖": r"\|", "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "⌈": r"\lceil",
    "⌉": r"\rceil", "⌊": r"\lfloor", "⌋": r"\rfloor", "±": r"\pm", "∪": r"\cup", "∩": r"\cap", "⊂": r"\subset",
    "⊆": r"\subseteq", "∅": r"\emptyset", "ℝ": r"\mathbb{R}", "∼": r"\sim", "≡": r"\equiv", "∘": r"\circ",
    "′": "'", "¬": r"\neg", "∧": r"\wedge", "∨": r"\vee", "⋅": r"\cdot",
    "✓": r"\checkmark", "⟨": r"\langle", "⟩": r"\rangle", "ε": r"\varepsilon", "ϕ": r"\phi", "φ": r"\varphi", "ο": "o",
    "ς": r"\varsigma", "⊗": r"\otimes", "⊕": r"\oplus", "⊥": r"\perp", "⊤": r"\top", "↑": r"\uparrow",
    "↓": r"\downarrow", "↔": r"\leftrightarrow", "⟹": r"\Longrightarrow", "⟺": r"\Longleftrightarrow",
    "∇": r"\nabla", "≅": r"\cong", "≃": r"\simeq", "≲": r"\lesssim", "≳": r"\gtrsim", "∣": r"\mid",
    "∤": r"\nmid", "∖": r"\setminus", "⊊": r"\subsetneq", "⊃": r"\supset", "⊇": r"\supseteq", "≺": r"\prec",
    "≻": r"\succ", "≼": r"\preceq", "≽": r"\succeq", "≢": r"\not\equiv", "≔": ":=", "∓": r"\mp", "⁄": "/",
    "∎": r"\blacksquare", "□": r"\square", "■": r"\blacksquare", "•": r"\bullet", "★": r"\star", "∗": "*",
    "ℓ": r"\ell", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}", "ℚ": r"\mathbb{Q}", "∋": r"\ni",
    "⋯": r"\cdots", "∥": r"\|", "″": "''", "‴": "'''", "°": r"^\circ", "✗": r"\times",
    "ϑ": r"\vartheta", "ϖ": r"\varpi", "ϱ": r"\varrho", "ϵ": r"\epsilon", "ϝ": r"\digamma",
}  # fmt: skip
_CAPITALS: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))
GREEK: Final = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu"),
    *("xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
GREEK_CAPITALS: Final = ("gamma", "delta", "theta", "lambda", "xi", "pi", "sigma", "upsilon", "phi", "psi", "omega")
"""The letters that have a command, with a capital for capitals."""
_SCRIPTS: Final = {"<super>": "^", "<sub>": "_"}
"""How the Unicode database calls them, and LaTeX."""
ACCENTS: Final = {
    "\u0300": ("\\`", r"\grave"), "\u0301": (r"\'", r"\acute"), "\u0302": (r"\^", r"\hat"),
    "\u0303": (r"\~", r"\tilde"), "\u0304": (r"\=", r"\bar"), "\u0306": (r"\u", r"\breve"),
    "\u0307": (r"\.", r"\dot"), "\u0308": (r"\"", r"\ddot"), "\u030a": (r"\r", r"\mathring"),
    "\u030c": (r"\v", r"\check"), "\u030b": (r"\H", ""), "\u0327": (r"\c", ""), "\u0328": (r"\k", ""),
    "\u0323": (r"\d", ""), "\u0326": (r"\textcommabelow", ""), "\u0331": (r"\b", ""), "\u0332": ("", r"\underline"),
    "\u0305": ("", r"\overline"), "\u20d7": ("", r"\vec"), "\u0338": ("", r"\not\mathrel"),
}  # fmt: skip
"""Accents that combine with the letter before them: their commands in text and in mathematics, or ""."""
_ACCENTS: Final = {mark: ACCENTS[mark][1] for mark in "\u0302\u0304\u0303"}
_FURTHER: Final = {
    "leq": "≤", "leqslant": "≤", "geq": "≥", "geqslant": "≥", "neq": "≠", "lt": "<", "gt": ">", "rightarrow": "→",
    "longrightarrow": "→", "leftarrow": "←", "uparrow": "↑", "downarrow": "↓", "epsilon": "ε", "vartheta": "θ",
    "varpi": "π", "varrho": "ρ", "dagger": "†", "dag": "†", "ddagger": "‡", "ddag": "‡", "S": "§", "P": "¶",
    "textdagger": "†", "textdaggerdbl": "‡", "textsection": "§", "checkmark": "✓", "ast": "*",
    "textasteriskcentered": "*",
    "textasteriskmath": "*", "Vert": "‖", "lVert": "‖", "rVert": "‖", "parallel": "‖", "vert": "|", "lvert": "|",
    "rvert": "|", "mid": "|", "colon": ":", "pm": "±", "times": "×", "cdot": "·", "div": "÷", "setminus": "∖",
    "ldots": "…", "dots": "…", "cdots": "…", "dotsc": "…", "textellipsis": "…", "textbackslash": "\\",
    "backslash": "\\",
    "textasciitilde": "~", "sim": "~", "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|",
    "textendash": "–", "textemdash": "—", "textminus": "−", "textpm": "±", "texttimes": "×", "lbrace": "{",
    "rbrace": "}",
    "lbrack": "[", "rbrack": "]", "textdollar": "$", "textunderscore": "_", "ell": "ℓ", "varnothing": "∅", "infin": "∞",
    "percent": "%", "textpercent": "%", "square": "□", "langle": "⟨", "rangle": "⟩", "prime": "′", "circ": "°",
}  # fmt: skip
_BLACKBOARD: Final = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ"}


def symbol(character: str) -> str | None:
    r"""Return a character outside ASCII as LaTeX mathematics, None when it is no sign of mathematics known here.

    >>> symbol("α"), symbol("₀"), symbol("⅕"), symbol("‖"), symbol("é")
    ('\\alpha', '_{0}', '\\frac15', '\\|', None)
    """
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    if character in _CAPITALS:
        return _CAPITALS[character]
    name = unicodedata.name(character, "")
    found = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER ([A-Z]+)", name)
    if found is not None:
        word = found[2].lower().replace("lamda", "lambda")
        if found[1] == "CAPITAL":
            return f"\\{word.capitalize()}" if word in GREEK_CAPITALS else None
        return f"\\{word}" if word in GREEK else None
    kind, _, codes = unicodedata.decomposition(character).partition(" ")
    plain = "".join(chr(int(code, 16)) for code in codes.split())
    if kind == "<fraction>" and plain[-1] != "⁄":
        top, bottom = plain.split("⁄")
        return rf"\frac{top}{bottom}" if len(plain) == 3 else rf"\frac{{{top}}}{{{bottom}}}"
    if kind in _SCRIPTS and len(plain) == 1 and "ORDINAL" not in name:  # ª is no power
        inner = plain if plain.isascii() else symbol(plain)
        return None if inner is None else f"{_SCRIPTS[kind]}{{{inner}}}"
    letter = unicodedata.normalize("NFD", character)
    if len(letter) == 2 and letter[0].isascii() and letter[1] in _ACCENTS and character > "ÿ":
        return f"{_ACCENTS[letter[1]]}{{{letter[0]}}}"
    return None


def script_of(character: str) -> str:
    """Return ^ or _ for a small sign and ' for a prime, as LaTeX marks them, "" for any other.

    >>> script_of("²"), script_of("₁"), script_of("′"), script_of("2")
    ('^', '_', "'", '')
    """
    mark = (symbol(character) or "")[:1]
    return mark if mark in (*_SCRIPTS.values(), "'") else ""


def script(small: Iterable[str]) -> str:
    r"""Return small signs of one kind as one script in LaTeX.

    >>> script("⁻⁵"), script("ᵝᵐ")
    ('^{-5}', '^{\\beta m}')
    """
    known = [symbol(sign) or "" for sign in small]
    inner = "".join(re.sub(r"(\\[A-Za-z]+)$", r"\1 ", one[1:].strip("{}")) for one in known)
    return f"{known[0][0]}{{{inner.strip()}}}"


def commands() -> dict[str, str]:
    r"""Return LaTeX command, without its backslash, → the one character that it stands for.

    >>> commands()["alpha"], commands()["Delta"], commands()["le"]
    ('α', 'Δ', '≤')
    """
    greek = (chr(code) for code in range(0x391, 0x3CA))
    known = {c: symbol(c) for c in (*_SYMBOLS, *greek)}
    return {found[1:]: c for c, found in known.items() if found and found[0] == "\\" and found[1:].isalpha()}


def readable() -> dict[str, str]:
    r"""Return every LaTeX command that is read, without its backslash, → its character: `commands` and other spellings.

    >>> readable()["leq"], readable()["le"], readable()["dagger"]
    ('≤', '≤', '†')
    """
    return commands() | _FURTHER


def blackboard(letter: str) -> str:
    r"""Return what `\mathbb` makes of a letter that is a sign here, and other letters as they are.

    >>> blackboard("R"), blackboard("x")
    ('ℝ', 'x')
    """
    return _BLACKBOARD.get(letter, letter)


def accented(command: str, letter: str) -> str | None:
    r"""Return a letter under one of the accents `\hat`, `\bar`, `\tilde`; None for another command.

    >>> accented("hat", "g")
    'ĝ'
    """
    mark = next((mark for mark, name in _ACCENTS.items() if name == f"\\{command}"), None)
    return None if mark is None else unicodedata.normalize("NFC", letter + mark)
