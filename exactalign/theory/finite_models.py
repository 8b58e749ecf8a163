"""Best-of-n on a finite model against the closed forms of an atomless reward: exact values and exact gaps.

For every convex f, D_f(π⁽ⁿ⁾‖p) ≤ ∫₀¹ f(n·u^(n−1)) du by Jensen's inequality on each level, whose quantiles
are [F_{k−1}, F_k]. The gap is the sum over the levels of

    J_k = ∫ f(n·u^(n−1)) du − p_k·f(w_k) ≥ 0    over [F_{k−1}, F_k],  w_k = (F_k^n − F_{k−1}^n)/p_k,

which is 0 only where f is affine on [n·F_{k−1}^(n−1), n·F_k^(n−1)]. So a strictly convex f and n > 1 leave
a strict gap on every finite model, one-to-one reward or not.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
from flint import arb

from exactalign.numbers.arguments import checked
from exactalign.numbers.arithmetic import is_zero, logarithm, power, simplest, total
from exactalign.numbers.enclosed import EnclosedReal, ball_of
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.reading import Extended, Number, order_of, order_text, real_at_least
from exactalign.theory.closed_forms import (
    chi_squared_bound,
    kl_bound,
    renyi_bound,
    reverse_kl_bound,
    squared_hellinger_bound,
    total_variation_bound,
    win_rate_bound,
)
from exactalign.theory.generators import Generator
from exactalign.theory.reward_law import RewardLaw


@attrs.frozen(eq=False, slots=False)
class BestOfNGap:
    """A divergence (or win rate) of best-of-n on a finite model, beside its value for an atomless reward.

    `value` ≤ `bound` always. `levels` holds the share J_k ≥ 0 of every level in the gap, lowest level
    first, where the gap is such a sum; else it is None.
    """

    name: str
    n: Number
    value: Number
    bound: Extended
    levels: tuple[Extended, ...] | None = None

    @property
    def gap(self) -> Extended:
        """bound − value ≥ 0; `oo` when the bound is infinite.

        >>> kl_gap(RewardLaw.bernoulli("1/2"), 2).gap
        LogForm('-1/2 + 2*log(2) - 3/4*log(3)')
        """
        if isinstance(self.bound, Infinity):
            return self.bound
        return simplest(self.bound - self.value)

    @property
    def is_attained(self) -> bool:
        """Whether the bound is attained, decided; raises `Undecided` when an enclosed gap cannot be told from 0."""
        return is_zero(self.gap)

    def __repr__(self) -> str:
        return f"BestOfNGap({self.name}, n={self.n}: {self.value} ≤ {self.bound})"


@checked
def f_divergence_gap(law: RewardLaw, n: Any, generator: Generator, name: str = "f-divergence") -> BestOfNGap:
    """Return D_f(π⁽ⁿ⁾‖p), its atomless value and the gap of every level, for a convex `Generator`.

    Exact at integer n for integer exponents, else enclosed; the bound may be `oo` (the value never is).

    >>> f_divergence_gap(RewardLaw.bernoulli("1/2"), 2, Generator.chi_squared()).levels
    (Fraction(1, 24), Fraction(1, 24))
    """
    count = real_at_least(n, "n", 1)
    pieces = [mass * generator(ratio) for mass, ratio in zip(law.masses, law.ratios(count), strict=True)]
    bound = generator.integral(count, 0, 1)
    levels: list[Extended] = []
    for (low, high), piece in zip(pairwise(law.cumulative), pieces, strict=True):
        integral = generator.integral(count, low, high)
        levels.append(integral if isinstance(integral, Infinity) else simplest(integral - piece))
    return BestOfNGap(name, count, simplest(total(pieces)), bound, tuple(levels))


@checked
def kl_gap(law: RewardLaw, n: Any) -> BestOfNGap:
    """Return KL(π⁽ⁿ⁾‖p) beside log n − (n−1)/n, with the exact gap of every level (log forms for integer n).

    >>> kl_gap(RewardLaw.of([0], [1]), 2).levels == (kl_bound(2),)
    True
    """
    return _renamed(f_divergence_gap(law, n, Generator.kl()), "KL", kl_bound(n))


@checked
def reverse_kl_gap(law: RewardLaw, n: Any) -> BestOfNGap:
    """Return KL(p‖π⁽ⁿ⁾) beside n − 1 − log n."""
    return _renamed(f_divergence_gap(law, n, Generator.reverse_kl()), "reverse KL", reverse_kl_bound(n))


@checked
def chi_squared_gap(law: RewardLaw, n: Any) -> BestOfNGap:
    """Return χ²(π⁽ⁿ⁾‖p) beside (n−1)²/(2n−1); all rational for integer n."""
    return _renamed(f_divergence_gap(law, n, Generator.chi_squared()), "chi squared", chi_squared_bound(n))


@checked
def squared_hellinger_gap(law: RewardLaw, n: Any) -> BestOfNGap:
    """Return the squared Hellinger distance Σ(√π − √p)² beside 2 − 4√n/(n+1)."""
    gap = f_divergence_gap(law, n, Generator.squared_hellinger())
    return _renamed(gap, "squared Hellinger", squared_hellinger_bound(n))


@checked
def total_variation_gap(law: RewardLaw, n: Any) -> BestOfNGap:
    """Return TV(π⁽ⁿ⁾, p) beside u − uⁿ, u = n^(−1/(n−1)).

    f = ½|x − 1| is piecewise affine, so the bound is attained exactly when some F_k = u: for integer n and
    rational models only at n = 2 with some F_k = ½ (for n ≥ 3, u is irrational).

    >>> total_variation_gap(RewardLaw.bernoulli("1/2"), 2).is_attained
    True
    """
    count = real_at_least(n, "n", 1)
    # π − p changes sign once along the levels, so TV = max (F_k − F_k^n).
    reached = [mass - power(mass, count) for mass in law.cumulative]
    return BestOfNGap("total variation", count, _largest(reached), total_variation_bound(count))


@checked
def renyi_gap(law: RewardLaw, n: Any, order: Any) -> BestOfNGap:
    """Return the Rényi divergence of order a > 0 (or `oo`) beside its atomless value; no level shares.

    >>> renyi_gap(RewardLaw.bernoulli("1/2"), 2, 2)
    BestOfNGap(Rényi 2, n=2: -2*log(2) + log(5) ≤ 2*log(2) - log(3))
    """
    count, a = real_at_least(n, "n", 1), order_of(order)
    name, bound = f"Rényi {order_text(a)}", renyi_bound(count, a)
    if isinstance(a, Infinity):  # π/p increases along the levels
        return BestOfNGap(name, count, logarithm(law.ratios(count)[-1]), bound)
    if isinstance(a, Fraction) and a == 1:
        kl = kl_gap(law, count)
        return BestOfNGap(name, count, kl.value, bound)
    powers = [m * power(w, a) for m, w in zip(law.masses, law.ratios(count), strict=True)]
    value = logarithm(total(powers)) / (a - 1)
    return BestOfNGap(name, count, value, bound)


@checked
def win_rate_gap(law: RewardLaw, n: Any) -> BestOfNGap:
    """Return the win rate of best-of-n against one draw (ties count ½) beside n/(n+1).

    >>> win_rate_gap(RewardLaw.bernoulli("1/2"), 2).value
    Fraction(5, 8)
    """
    count = real_at_least(n, "n", 1)
    middles = [(low + high) / 2 for low, high in pairwise(law.cumulative)]
    rate = total(gain * middle for gain, middle in zip(law.best_of_n(count), middles, strict=True))
    return BestOfNGap("win rate", count, rate, win_rate_bound(count))


GAPS: dict[str, Callable[[RewardLaw, Any], BestOfNGap]] = {
    "KL": kl_gap,
    "reverse KL": reverse_kl_gap,
    "chi squared": chi_squared_gap,
    "total variation": total_variation_gap,
    "squared Hellinger": squared_hellinger_gap,
    "win rate": win_rate_gap,
}
"""The gaps that take no order, by name."""


def _renamed(gap: BestOfNGap, name: str, bound: Number) -> BestOfNGap:
    return BestOfNGap(name, gap.n, gap.value, bound, gap.levels)


def _largest(values: list[Any]) -> Number:
    """The largest of exact or enclosed numbers (as the maximum of balls when enclosed)."""
    if all(isinstance(value, Fraction) for value in values):
        return max(values)  # type: ignore[no-any-return]
    items = [EnclosedReal.of(value) for value in values]

    def evaluate() -> arb:
        balls = [ball_of(item) for item in items]
        highest = balls[0]
        for ball in balls[1:]:
            highest = highest.max(ball)
        return highest

    return EnclosedReal(evaluate)
