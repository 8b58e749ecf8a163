"""Careful floating-point implementations of every kind, in plain Python: they pass all checks.

They are here to be read, and as something to point `exactalign conformance` at. The package itself never
computes with them.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

Floats = Sequence[float]


def _levels(probabilities: Floats, rewards: Floats) -> list[tuple[list[int], float, float, float]]:
    """Outcomes that tie, their mass, and the mass strictly below and up to them."""
    groups: dict[float, list[int]] = {}
    for position, reward in enumerate(rewards):
        groups.setdefault(reward, []).append(position)
    total = math.fsum(probabilities)
    levels, below = [], 0.0
    for reward in sorted(groups):
        mass = math.fsum(probabilities[i] for i in groups[reward]) / total
        if mass > 0.0:
            upto = min(1.0, below + mass)
            levels.append((groups[reward], mass, below, upto))
            below = upto
    return levels


def best_of_n(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    """The best-of-n policy: levels sorted by reward, a level's gain shared in proportion to the probabilities."""
    policy = [0.0] * len(probabilities)
    for members, _, below, upto in _levels(probabilities, rewards):
        gained = upto**n - below**n
        held = math.fsum(probabilities[i] for i in members)
        for i in members:
            policy[i] = gained * (probabilities[i] / held)
    return policy


def best_of_n_kl(probabilities: Floats, rewards: Floats, n: int) -> float:
    """KL(π_N‖p) by levels: Σ (F≤^N − F<^N)·log((F≤^N − F<^N)/m)."""
    terms = []
    for _, mass, below, upto in _levels(probabilities, rewards):
        gained = upto**n - below**n
        if gained > 0.0:
            terms.append(gained * (math.log(gained) - math.log(mass)))
    return math.fsum(terms)


def best_of_n_win_rate(probabilities: Floats, rewards: Floats, n: int) -> float:
    """The win rate against the reference, ties counted half."""
    levels = _levels(probabilities, rewards)
    return math.fsum((upto**n - below**n) * (below + mass / 2) for _, mass, below, upto in levels)


def sample_best_of_n(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    """Draw n times, keep one of the best at random; `size` times."""
    generator = random.Random(seed)  # noqa: S311 (a simulation)
    cumulative = list(accumulate(probabilities))
    support = [i for i, p in enumerate(probabilities) if p > 0.0]

    def draw() -> int:
        return min(bisect_right(cumulative, generator.random() * cumulative[-1]), support[-1])

    kept = []
    for _ in range(size):
        best, ties = draw(), 1
        for _ in range(n - 1):
            other = draw()
            if rewards[other] > rewards[best]:
                best, ties = other, 1
            elif rewards[other] == rewards[best]:
                ties += 1
                if generator.random() * ties < 1.0:
                    best = other
        kept.append(best)
    return kept


def expected_best(scores: Floats, n: int) -> float:
    """The unbiased estimate Σ C(i−1, n−1)/C(N, n)·s_(i), its coefficients built from the largest downwards."""
    count = len(scores)
    if not 1 <= n <= count:
        raise ValueError(f"n is {n}: give a whole number from 1 to the number of scores, {count}")
    ordered = sorted(scores)
    weight, terms = n / count, []
    for i in range(count, n - 1, -1):
        terms.append(weight * ordered[i - 1])
        if i > 1:
            weight *= (i - n) / (i - 1)
    return math.fsum(terms)


def tilt(probabilities: Floats, rewards: Floats, alpha: float) -> list[float]:
    """The tilt p·e^(αr)/Z, the largest exponent taken out before exp."""
    top = max(alpha * r for p, r in zip(probabilities, rewards, strict=True) if p > 0.0)
    weights = [p * math.exp(alpha * r - top) if p > 0.0 else 0.0 for p, r in zip(probabilities, rewards, strict=True)]
    total = math.fsum(weights)
    return [w / total for w in weights]


def kl_divergence(p: Floats, q: Floats) -> float:
    """KL(p‖q) with 0·log 0 = 0, infinite when q misses part of p's support."""
    if any(x > 0.0 and y == 0.0 for x, y in zip(p, q, strict=True)):
        return math.inf
    return math.fsum(x * (math.log(x) - math.log(y)) for x, y in zip(p, q, strict=True) if x > 0.0)


def alpha_for_kl(probabilities: Floats, rewards: Floats, kl: float) -> float:
    """The α ≥ 0 with KL(tilt‖p) = kl, by bisection; a ValueError when there is none."""
    support = [(p, r) for p, r in zip(probabilities, rewards, strict=True) if p > 0.0]
    best = max(r for _, r in support)
    limit = -math.log(math.fsum(p for p, r in support if r == best))
    if kl == 0.0:
        return 0.0
    if not 0.0 < kl < limit or all(r == best for _, r in support):
        raise ValueError(f"no alpha reaches a KL divergence of {kl}: it must lie between 0 and {limit}")

    def reached(alpha: float) -> float:
        total = math.fsum(p * math.exp(alpha * (r - best)) for p, r in support)
        tilted = [p * math.exp(alpha * (r - best)) / total for p, r in support]
        mean = math.fsum(t * (r - best) for t, (_, r) in zip(tilted, support, strict=True))
        return alpha * mean - math.log(total)

    low, high = 0.0, 1.0
    while reached(high) < kl:
        low, high = high, 2 * high
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if reached(middle) < kl else (low, middle)
    return (low + high) / 2
