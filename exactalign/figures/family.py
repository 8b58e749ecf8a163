"""The aligned family as a curve, the KL divergence for which a figure can be drawn, and how a model is written down."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isfinite
from typing import Any

from exactalign.exceptions import ParameterError
from exactalign.figures.content import Point, coordinate
from exactalign.laws.distributions import Distribution
from exactalign.laws.rewards import Reward
from exactalign.numbers.infinity import oo
from exactalign.policies.tilting import AlignedFamily, Alignment
from exactalign.tables.table import number_text

_STEPS = 60
_FINEST = Fraction(1, _STEPS << 8)
_GAP = 1 / 40  # of the curve's extent, between neighbouring points


def grid(low: int, high: int, steps: int) -> list[Fraction]:
    """Return steps + 1 equally spaced rationals from low to high."""
    return [low + Fraction(k * (high - low), steps) for k in range(steps + 1)]


def along_family(family: AlignedFamily, point: Callable[[Any], Point], *, negative: bool = False) -> tuple[Point, ...]:
    """Return point(α) for α from 0 (or −∞) to ∞: first evenly spread, then closer where neighbours are far apart."""
    spread = (family.values[-1] - family.values[0]).enclose(2).midpoint
    scale = Fraction(2) ** (2 - spread.numerator.bit_length() + spread.denominator.bit_length())

    def at(u: Fraction) -> tuple[Fraction, Point, list[float]]:
        alpha = scale * u / (1 - abs(u)) if abs(u) < 1 else (oo if u > 0 else -oo)
        found = point(alpha)
        return u, found, [coordinate(value) for value in found]

    start = -1 if negative else 0
    shown = [at(u) for u in grid(start, 1, _STEPS * (1 - start))]
    extents = [abs(b - a) or 1.0 for a, b in zip(shown[0][2], shown[-1][2], strict=True)]
    fine = [shown[0]]
    todo = shown[:0:-1]
    while todo:
        here, there = fine[-1], todo[-1]
        gap = max(abs(b - a) / e for a, b, e in zip(here[2], there[2], extents, strict=True))
        if gap > _GAP and isfinite(gap) and there[0] - here[0] > _FINEST:
            todo.append(at((here[0] + there[0]) / 2))
        else:
            fine.append(todo.pop())
    return tuple(found for _, found, _ in fine)


def require_varied(family: AlignedFamily, what: str = "reward") -> None:
    """Raise `ParameterError` when the reward is constant."""
    if family.is_constant:
        raise ParameterError(f"the {what} is constant on the support of the reference: there is nothing to draw")


def require_tilt(family: AlignedFamily, kl: Any) -> Alignment:
    """Return the optimum at a KL divergence for which α > 0 exists; raise `ParameterError` with the range otherwise."""
    require_varied(family)
    alignment = family.align(kl)
    if alignment.case != "tilt" or alignment.alpha == 0:
        limit = family.kl_max
        raise ParameterError(
            f"the KL budget is {kl}: this figure needs one above 0 and below {limit} ≈ "
            f"{number_text(limit, digits=6)}, where the optimal tilt exists"
        )
    return alignment


def number_of_draws(n: int | str) -> str:
    """Return how N is chosen, in words: by a rule (see `sample_size`), or one number for all lengths.

    >>> number_of_draws("floor"), number_of_draws(5)
    ('⌊exp(mΔ)⌋', '5')
    """
    rules: dict[int | str, str] = {"real": "exp(mΔ)", "floor": "⌊exp(mΔ)⌋", "ceil": "⌈exp(mΔ)⌉"}
    return rules.get(n, str(n))


def model_parameters(reference: Distribution, reward: Reward) -> dict[str, object]:
    """Return a model as parameters of a figure: outcomes, probabilities, rewards."""
    return {
        "outcomes": reference.outcomes,
        "reference": reference.probabilities,
        "reward": tuple(reward[outcome] for outcome in reference.outcomes),
    }
