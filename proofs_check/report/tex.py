"""Text and formulas for a LaTeX document that any engine compiles: ASCII only, each sign of mathematics a command."""

from __future__ import annotations

import unicodedata
from typing import Final

_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\ensuremath{<}", ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}", '"': "''",
}  # fmt: skip
_WORDS: Final = {"–": "--", "—": "---", "…": r"\dots{}", "’": "'", "‘": "`", "“": "``", "”": "''", "\u00a0": "~"}
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
_LATIN_CAPITALS: Final = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧ", "ABEZHIKMNOPTX", strict=True))
_SUFFIXES: Final = {"SUPERSCRIPT": "^", "SUBSCRIPT": "_"}
_ACCENTS: Final = {"\u0302": r"\hat", "\u0304": r"\bar", "\u0303": r"\tilde", "\u0301": r"\'", "\u0300": r"\`",
                   "\u0308": r'\"'}  # fmt: skip


def tex_text(text: object) -> str:
    r"""Return text as LaTeX source of ASCII characters only.

    >>> tex_text("α ≤ 50% of x²")
    '\\ensuremath{\\alpha} \\ensuremath{\\le} 50\\% of x\\ensuremath{^{2}}'
    """
    return "".join(_character(c) for c in " ".join(str(text).split()))


def tex_formula(latex: str) -> str:
    """Return a formula for display; what stands outside ASCII in it becomes a command."""
    source = latex.strip().strip("$")
    return "".join(c if c.isascii() else f" {_symbol(c)} " for c in source)


def _character(c: str) -> str:
    if c in _SPECIAL:
        return _SPECIAL[c]
    if c.isascii():
        return c if c.isprintable() else " "
    if c in _WORDS:
        return _WORDS[c]
    plain = unicodedata.normalize("NFD", c)
    if len(plain) == 2 and plain[0].isascii() and plain[1] in _ACCENTS:
        return f"\\ensuremath{{{_ACCENTS[plain[1]]}{{{plain[0]}}}}}" if plain[1] in "\u0302\u0304\u0303" else (
            f"{_ACCENTS[plain[1]]}{{{plain[0]}}}"
        )
    return f"\\ensuremath{{{_symbol(c)}}}"


def _symbol(c: str) -> str:
    """A character outside ASCII as LaTeX mathematics."""
    if c in _SYMBOLS:
        return _SYMBOLS[c]
    if c in _LATIN_CAPITALS:
        return _LATIN_CAPITALS[c]
    name = unicodedata.name(c, "")
    if name.startswith("GREEK ") and " WITH " not in name:
        word = name.rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
        return "\\" + (word.capitalize() if "CAPITAL" in name else word)
    for kind, mark in _SUFFIXES.items():
        if name.startswith(kind):
            plain = unicodedata.normalize("NFKC", c).replace("−", "-")
            return f"{mark}{{{plain}}}" if plain.isascii() else f"{mark}{{{_symbol(plain)}}}"
    if c in _ACCENTS:  # a combining accent after its letter
        return ""
    plain = unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode()
    return rf"\mathrm{{{plain}}}" if plain.isalnum() else rf"\mathtt{{U{ord(c):04X}}}"
