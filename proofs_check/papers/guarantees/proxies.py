"""Rewards with exact variance proxies, and the comparison gain ≤ √(c·σ²·D) without a square root."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Literal

from hypothesis import strategies as st

from exactalign import Distribution, Reward, log
from exactalign.numbers.reading import Number
from exactalign.theory import RewardLaw, variance_proxy
from proofs_check import Case, Comparison, at_most, pmf
from proofs_check.engine.searches import pmfs

Side = Literal["upper", "lower"]

FIFTH: Final = pmf("4/5, 1/5")
"""With the rewards 0 and 1 the standard witness: its mirror image attains the √KL law."""
MIRRORED: Final = pmf("1/5, 4/5")
BIT: Final = (0, 1)


def law_of(p: Distribution, r: tuple[Any, ...]) -> RewardLaw:
    """The law of the reward r(0), r(1), … under p."""
    return RewardLaw(p, Reward.values(r))


def gain_of(policy: Distribution, p: Distribution, r: tuple[Any, ...]) -> Fraction:
    """E_π r − E_p r, for rational rewards."""
    return sum(((policy[o] - p[o]) * Fraction(v) for o, v in zip(p, r, strict=True)), Fraction(0))


def proxy_parts(law: RewardLaw, side: Side = "upper") -> tuple[Number, Number]:
    """Top and bottom of σ² on one side: rational over a logarithm where a closed form is attained by a tilt.

    Two levels: span²(1 − 2p) over 2 log((1−p)/p). Three equally spaced levels (a, b, c): 2h²(a − c) over log(a/c).
    Otherwise the variance, or an enclosed number that is a proxy for sure, over 1.
    """
    found = variance_proxy(law, side)
    if found.where == "zero":
        return law.variance, Fraction(1)
    values, masses = law.values, law.masses
    low, high = sorted((masses[0], masses[-1]))
    gaps = {above - below for below, above in pairwise(values)}
    if len(values) == 2:
        return gaps.pop().as_rational() ** 2 * (high - low), 2 * log(high / low)
    if len(values) == 3 and len(gaps) == 1 and masses[1] ** 2 <= 16 * low * high:
        return 2 * gaps.pop().as_rational() ** 2 * (high - low), log(high / low)
    return found.valid, Fraction(1)


def variance_parts(law: RewardLaw, side: Side = "upper") -> tuple[Number, Number]:  # noqa: ARG001 (the signature of proxy_parts)
    """The variance in place of the proxy: what a wrong variant uses."""
    return law.variance, Fraction(1)


def within(gain: Any, constant: Any, proxy: tuple[Any, Any], divergence: Any, label: str) -> Comparison:
    """gain ≤ √(constant·σ²·divergence): squared, and times the bottom of σ²."""
    if gain <= 0:
        return at_most(gain, Fraction(0), label)
    top, bottom = proxy
    right = Fraction(constant) * top * divergence
    return at_most(bottom * (gain * gain), right, f"{label}, squared")


@st.composite
def rewarded(draw: Any, /, max_size: int = 3, *, policy: bool = True, **more: Any) -> Case:
    """A reference p, a reward r with small integer values and, on the same letters, a policy π; and other values."""
    size = draw(st.integers(1, max_size))
    values: dict[str, Any] = {
        "p": draw(pmfs(size, zeros=True)),
        "r": tuple(draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))),
    }
    if policy:
        values["pi"] = draw(pmfs(size, zeros=True))
    for name, strategy in more.items():
        values[name] = draw(strategy)
    return Case(**values)


def dominated(x: Case) -> bool:
    """Whether π puts no mass where p has none."""
    return set(x.pi.support) <= set(x.p.support)
