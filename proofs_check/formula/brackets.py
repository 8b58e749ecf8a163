"""Where a formula for people needs a bracket that its operators alone do not ask for."""

from __future__ import annotations

import re
from typing import Final

import attrs

from proofs_check.formula.operators import OPERATORS

POWER: Final = OPERATORS["^"].binds
TIGHT: Final = {
    "-": (1,), "/": (1,), "neg": (0,), "^": (0,), "power": (0,), "tilt by": (1,), "Hellinger": (0, 1),
    "implies": (0, 1), "iff": (0, 1),
}  # fmt: skip
"""What does not associate needs a bracket at the same strength already: on its right, of powers on the left."""
WITHIN: Final = {
    "at": (0, POWER), "Pr": (0, POWER), "info": (0, POWER), "LDP": (2, POWER), "about": (1, 2), "ranked": (0, 9),
}  # fmt: skip
"""The argument beside which the template puts a bracket, an exponent or a factor, and how strongly that holds it."""
LIMITS: Final = ("limit", "limit at", "diverges")
"""What LaTeX shows as a limit before its body, and words behind it."""
BEGINS_WITH_A_NUMBER: Final = re.compile(r"\{*(\d|\\tfrac)")
"""Before such a factor LaTeX needs a sign: 2 3 would be read as 23, and 2 ½ as a mixed number."""
BEFORE_A_FACTOR: Final = {"*": 0, "/": 0, "tilt by": 2}
"""The argument behind which a factor stands, or a divisor."""
ENDS_AS_ITS_LAST: Final = frozenset({"*", "/", "^", "neg", "real", "sum", "sum to"})
"""What ends as its last argument does."""
TAKES_IN: Final = frozenset({"E", "Var", "x log x", "sum", "sum to", "Hellinger"})
"""What a reward behind it could be read to be under."""
CHAINS: Final = ("+", "-", "*", "/")
INDEXED_BY: Final = {
    "term": 1, "Rényi": 0, "best": 1, "soft best": 1, "kept": 1, "spacings": 0, "E": 0, "Var": 0,
}  # fmt: skip
"""The argument that words show as an index, or over and over: N_(m + 1) is not N_m + 1, nor E_(p^n) a power."""
STOPPED: Final = {
    op: attrs.evolve(OPERATORS[op], words=f"max({OPERATORS[op].words}, 0)",
                latex=rf"\max\left({OPERATORS[op].latex}, 0\right)", binds=9)
    for op in ("monus", "ceiling", "floor")
}  # fmt: skip
"""Natural numbers end at 0, and so do a difference and a rounded number: where they may, the formula says it."""
