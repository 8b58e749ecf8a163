"""Names of variables as people read them."""

from __future__ import annotations

from typing import Final

_GREEK: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ", "epsilon": "ε", "eps": "ε", "eta": "η",
    "zeta": "ζ", "theta": "θ", "lam": "λ", "lambda": "λ", "mu": "μ", "phi": "φ", "psi": "ψ", "pi": "π", "rho": "ρ",
    "tau": "τ", "sigma": "σ",
}  # fmt: skip
"""Names of variables that are shown as Greek letters."""

_LATEX: Final = {"eps": r"\varepsilon", "lam": r"\lambda"}


def shown_name(name: str, latex: bool = False) -> str:
    """The name of a variable for people: alpha_1 is α_1, some mu of a case is some μ."""
    some, space, name = name.rpartition(" ")
    head, underscore, index = name.partition("_")
    if latex:
        head = _LATEX.get(head, "\\" + head if head in _GREEK else head)
        return head + (f"_{{{index}}}" if underscore else "")
    return some + space + _GREEK.get(head, head) + underscore + index
