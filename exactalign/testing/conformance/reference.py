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


def pass_at_k(n: int, c: int, k: int) -> float:
    """The unbiased estimate 1 − C(n−c,k)/C(n,k), as a product of ratios."""
    if not 1 <= k <= n:
        raise ValueError(f"k is {k}: give a whole number from 1 to the number of samples, {n}")
    if n - c < k:
        return 1.0
    missed = 1.0
    for i in range(min(c, k)):
        missed *= (n - max(c, k) - i) / (n - i)
    return 1.0 - missed


def pool_weights(scores: Floats, k: int) -> list[float]:
    """The probability of each sample to be the best of k drawn without replacement; equal scores share theirs."""
    count = len(scores)
    if not 1 <= k <= count:
        raise ValueError(f"k is {k}: give a whole number from 1 to the number of scores, {count}")
    order = sorted(range(count), key=lambda i: scores[i])
    by_rank, weight = [0.0] * count, k / count
    for i in range(count, k - 1, -1):
        by_rank[i - 1] = weight
        if i > 1:
            weight *= (i - k) / (i - 1)
    tied: dict[float, list[int]] = {}
    for rank, i in enumerate(order):
        tied.setdefault(scores[i], []).append(rank)
    mean = {score: math.fsum(by_rank[rank] for rank in ranks) / len(ranks) for score, ranks in tied.items()}
    return [mean[score] for score in scores]


def model_expected_best(probabilities: Floats, rewards: Floats, n: int) -> float:
    """The expected reward of best-of-n in a finite model, by levels."""
    return math.fsum((upto**n - below**n) * rewards[m[0]] for m, _, below, upto in _levels(probabilities, rewards))


def pool_expected_best(scores: Floats, n: int) -> float:
    """The expected best of n draws with replacement."""
    ordered, count = sorted(scores), len(scores)
    return math.fsum(s * (((i + 1) / count) ** n - (i / count) ** n) for i, s in enumerate(ordered))


def golden_under_proxy(probabilities: Floats, proxy: Floats, golden: Floats, n: int) -> float:
    """The expected golden reward of best-of-n by a proxy."""
    return math.fsum(x * g for x, g in zip(best_of_n(probabilities, proxy, n), golden, strict=True))


def advantage(rewards: Floats) -> list[float]:
    """What is left of each reward beside the mean of its group; zeros where all are equal."""
    return [left if max(rewards) > min(rewards) else 0.0 for left in _left(rewards)]


def leave_one_out_advantage(rewards: Floats) -> list[float]:
    """What is left of each reward beside the mean of the others."""
    return [left * len(rewards) / (len(rewards) - 1) for left in advantage(rewards)]


def standardised_advantage(rewards: Floats) -> list[float]:
    """What is left of each reward beside the mean, in standard deviations; zeros where all are equal."""
    left = advantage(rewards)
    deviation = math.sqrt(math.fsum(d * d for d in left) / len(left))
    return [d / deviation if deviation else 0.0 for d in left]


def _left(rewards: Floats) -> list[float]:
    mean = math.fsum(rewards) / len(rewards)
    return [r - mean for r in rewards]


def k1(log_q: float, log_p: float) -> float:
    """−log r, r = p/q."""
    return log_q - log_p


def k2(log_q: float, log_p: float) -> float:
    """(log r)²/2, r = p/q."""
    return (log_p - log_q) ** 2 / 2


def k3(log_q: float, log_p: float) -> float:
    """r − 1 − log r, r = p/q, without cancellation where r is near 1."""
    ratio = log_p - log_q
    return math.expm1(ratio) - ratio


def kl_gradient(logits: Floats, log_reference: Floats) -> tuple[float, list[float]]:
    """KL(q‖p) and its gradient in the logits, q being their softmax."""
    top = max(logits)
    log_total = math.log(math.fsum(math.exp(x - top) for x in logits))
    log_q = [x - top - log_total for x in logits]
    q = [math.exp(x) for x in log_q]
    ratios = [a - b for a, b in zip(log_q, log_reference, strict=True)]
    divergence = math.fsum(a * b for a, b in zip(q, ratios, strict=True))
    return divergence, [a * (b - divergence) for a, b in zip(q, ratios, strict=True)]


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
    return high
