"""Names of variables, and given values, as people read them."""

from __future__ import annotations

from typing import Any, Final

from exactalign import Distribution, Reward
from exactalign.numbers.rationals import exact_text

_GREEK: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "epsilon": "ε", "eps": "ε", "eta": "η",
    "zeta": "ζ", "theta": "θ", "iota": "ι", "kappa": "κ", "lam": "λ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "pi": "π", "rho": "ρ", "tau": "τ", "sigma": "σ", "Gamma": "Γ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
"""Names of variables that are shown as Greek letters."""

_LATEX: Final = {"eps": r"\varepsilon", "lam": r"\lambda"}


def shown_name(name: str, latex: bool = False) -> str:
    """The name of a variable for people: alpha_1 is α_1, some mu of a case is some μ."""
    some, space, name = name.rpartition(" ")
    head, underscore, index = name.partition("_")
    if latex:
        if underscore and not index:  # x_ is no x
            head, underscore = rf"{head}\_", ""
        plain = head if len(head) == 1 else rf"\mathit{{{head}}}"  # else ab would be a·b
        head = _LATEX.get(head, "\\" + head if head in _GREEK else plain)
        return head + (f"_{{{index}}}" if underscore else "")
    return some + space + _GREEK.get(head, head) + underscore + index


def shown_constant(value: Any) -> str:
    """A given law or reward as the list of its values, a word as that of its letters."""
    if isinstance(value, Distribution):
        return f"({', '.join(map(exact_text, value.probabilities))})"
    if isinstance(value, Reward):
        return f"({', '.join(exact_text(form) for _, form in value.items())})"
    return f"({', '.join(map(exact_text, value))})" if isinstance(value, tuple) else exact_text(value)
