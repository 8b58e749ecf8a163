"""Models that several claims of the paper share."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any, Final

from hypothesis import strategies as st

from exactalign import Distribution
from exactalign.laws import divergences
from exactalign.policies import tilting
from proofs_check.language.cases import Case, pmf, proportional

# The instrument's functions as claims use them: at instances where their values are exact and finite.
kl: Callable[..., Any] = divergences.kl_divergence
cross_entropy: Callable[..., Any] = divergences.cross_entropy
tilt: Callable[..., Any] = tilting.tilt

W: Final = pmf("1/3, 2/3")
"""The standard witness p = q = (1/3, 2/3): least denominators with distinct entries, T(q, p, α) ∝ (1, 2^{1+α})."""
REVERSED: Final = pmf("2/3, 1/3")

EXAMPLE_P: Final = pmf("1/5, 3/10, 1/2")
"""The reference of Example 2 and Table 1."""
EXAMPLE_WEIGHTS: Final = (6, 1, 2)
"""exp(reward) there."""
EXAMPLE_Q: Final = proportional(*EXAMPLE_WEIGHTS)


def selection(size: int, draws: int, keep: Callable[[tuple[int, ...]], int]) -> dict[Any, dict[Any, Fraction]]:
    """The rule that keeps `keep(drawn)` of the letters 0, …, size − 1 that are drawn."""
    return {drawn: {keep(drawn): Fraction(1)} for drawn in product(range(size), repeat=draws)}


def in_s_zeta(q: Distribution, zeta: Fraction) -> bool:
    """Whether q has entries above ζ, all different (Assumption 1)."""
    return min(q.probabilities) > zeta and len(set(q.probabilities)) == len(q)


@st.composite
def regular_models(draw: Any, /, **more: Any) -> Case:
    """p and q with distinct entries above a ζ > 0 on 1 to 4 letters, and more values."""
    size = draw(st.integers(1, 4))
    weights = st.lists(st.integers(1, 9), min_size=size, max_size=size, unique=True)
    p, q = Distribution.from_weights(draw(weights)), Distribution.from_weights(draw(weights))
    zeta = min(*p.probabilities, *q.probabilities) * draw(
        st.fractions(0, 1, max_denominator=8).filter(lambda s: 0 < s < 1)
    )
    return Case(p=p, q=q, zeta=zeta, **{name: draw(strategy) for name, strategy in more.items()})
