"""Models that several claims of the paper share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from exactalign.laws import divergences
from exactalign.policies import tilting
from proofs_check.language.cases import pmf, proportional

# The instrument's functions as claims use them: at instances where their values are exact and finite.
kl: Callable[..., Any] = divergences.kl_divergence
cross_entropy: Callable[..., Any] = divergences.cross_entropy
tilt: Callable[..., Any] = tilting.tilt

W: Final = pmf("1/3, 2/3")
"""The standard witness p = q = (1/3, 2/3): least denominators with distinct entries, T(q, p, α) ∝ (1, 2^{1+α})."""
REVERSED: Final = pmf("2/3, 1/3")
COIN: Final = pmf("1/2, 1/2")
ONE_LETTER: Final = pmf("1")

EXAMPLE_P: Final = pmf("1/5, 3/10, 1/2")
"""The reference of Example 2 and Table 1."""
EXAMPLE_WEIGHTS: Final = (6, 1, 2)
"""exp(reward) there."""
EXAMPLE_Q: Final = proportional(*EXAMPLE_WEIGHTS)
