r"""Text for LaTeX: what is special to it escaped, and each sign of mathematics as the command that any engine knows.

Tables and the report of `proofs_check` write through it, `printed_numbers` reads its commands back. Letters that
LaTeX takes as they are (é, ø) stay, and so does what has no command here.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_SPECIAL: Final = {
    **{character: rf"\{character}" for character in "&%$#_{}"},
    **{character: f"{{{character}}}" for character in "[]*"},  # special after a line's end
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", "…": r"\ldots{}", "≈": r"$\approx$",
}  # fmt: skip
_SYMBOLS: Final = {
    "−": "-", "·": r"\cdot", "×": r"\times", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx", "∞": r"\infty",
    "∑": r"\sum", "Σ": r"\Sigma", "∏": r"\prod", "√": r"\surd", "→": r"\to", "←": r"\gets", "⇒": r"\Rightarrow",
    "⇔": r"\Leftrightarrow", "↦": r"\mapsto", "∈": r"\in", "∉": r"\notin", "∀": r"\forall", "∃": r"\exists",
    "∂": r"\partial", "∫": r"\int", "‖": r"\|", "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "⌈": r"\lceil",
    "⌉": r"\rceil", "⌊": r"\lfloor", "⌋": r"\rfloor", "±": r"\pm", "∪": r"\cup", "∩": r"\cap", "⊂": r"\subset",
    "⊆": r"\subseteq", "∅": r"\emptyset", "ℝ": r"\mathbb{R}", "∼": r"\sim", "≡": r"\equiv", "∘": r"\circ",
    "′": "'", "½": r"\frac12", "¼": r"\frac14", "¬": r"\neg", "∧": r"\wedge", "∨": r"\vee", "⋅": r"\cdot",
    "✓": r"\surd", "⟨": r"\langle", "⟩": r"\rangle", "ε": r"\varepsilon", "ϕ": r"\phi", "φ": r"\varphi", "ο": "o",
    "ς": r"\varsigma", "⊗": r"\otimes", "⊕": r"\oplus", "⊥": r"\perp", "⊤": r"\top", "↑": r"\uparrow",
    "↓": r"\downarrow", "↔": r"\leftrightarrow", "⟹": r"\Longrightarrow", "⟺": r"\Longleftrightarrow",
    "∇": r"\nabla", "≅": r"\cong", "≃": r"\simeq", "≲": r"\lesssim", "≳": r"\gtrsim", "∣": r"\mid",
    "∤": r"\nmid", "∖": r"\setminus", "⊊": r"\subsetneq", "⊃": r"\supset", "⊇": r"\supseteq", "≺": r"\prec",
    "≻": r"\succ", "≼": r"\preceq", "≽": r"\succeq", "≢": r"\not\equiv", "≔": ":=", "∓": r"\mp", "⁄": "/",
    "∎": r"\blacksquare", "□": r"\square", "■": r"\blacksquare", "•": r"\bullet", "★": r"\star", "∗": "*",
    "ℓ": r"\ell", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}", "ℚ": r"\mathbb{Q}", "⅓": r"\frac13", "⅔": r"\frac23",
    "¾": r"\frac34", "⋯": r"\cdots", "∥": r"\|", "″": "''", "‴": "'''", "°": r"^\circ", "✗": r"\times",
}  # fmt: skip
_CAPITALS: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))
_SUFFIXES: Final = {"SUPERSCRIPT": "^", "SUBSCRIPT": "_"}
_ACCENTS: Final = {"\u0302": r"\hat", "\u0304": r"\bar", "\u0303": r"\tilde"}


def latex_text(text: str) -> str:
    r"""Return one line of text as LaTeX source, Greek letters and signs of mathematics as commands.

    Any text is accepted. A few rare signs need the package amssymb.

    >>> print(latex_text("50% of Δ_max, α ≤ é"))
    50\% of \ensuremath{\Delta}\_max, \ensuremath{\alpha} \ensuremath{\le} é
    """
    return "".join(_character(c) for c in text)


def symbol(character: str) -> str | None:
    r"""Return a character outside ASCII as LaTeX mathematics, None when it is no sign of mathematics known here.

    >>> symbol("α"), symbol("₀"), symbol("‖"), symbol("é")
    ('\\alpha', '_{0}', '\\|', None)
    """
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    if character in _CAPITALS:
        return _CAPITALS[character]
    name = unicodedata.name(character, "")
    if name.startswith("GREEK ") and " WITH " not in name:
        word = name.rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
        return "\\" + (word.capitalize() if "CAPITAL" in name else word)
    for kind, mark in _SUFFIXES.items():
        if name.startswith(kind):
            plain = unicodedata.normalize("NFKC", character).replace("−", "-")
            inner = plain if plain.isascii() else symbol(plain)
            return None if inner is None else f"{mark}{{{inner}}}"
    letter = unicodedata.normalize("NFD", character)
    if len(letter) == 2 and letter[0].isascii() and letter[1] in _ACCENTS and character > "ÿ":
        return f"{_ACCENTS[letter[1]]}{{{letter[0]}}}"
    return None


def commands() -> dict[str, str]:
    r"""Return LaTeX command, without its backslash, → the one character that it stands for.

    >>> commands()["alpha"], commands()["Delta"], commands()["le"]
    ('α', 'Δ', '≤')
    """
    greek = (chr(code) for code in range(0x391, 0x3CA))
    known = {c: symbol(c) for c in (*_SYMBOLS, *greek)}
    return {found[1:]: c for c, found in known.items() if found and found[0] == "\\" and found[1:].isalpha()}


def _character(c: str) -> str:
    if c in _SPECIAL:
        return _SPECIAL[c]
    if c.isascii():
        return c
    found = symbol(c)
    return c if found is None else f"\\ensuremath{{{found}}}"
