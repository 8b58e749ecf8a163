"""Small implementations that make the classic mistakes, each next to the checks that must catch it."""

import math
import random
import struct
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from exactalign.testing.conformance import reference

Floats = Sequence[float]


def single(x: float) -> float:
    """Round to float32."""
    return float(struct.unpack("f", struct.pack("f", x))[0])


def cumulative_sum_of_unsorted(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    upto = list(accumulate(probabilities))
    return [b**n - a**n for a, b in zip([0.0, *upto], upto, strict=False)]


def ties_by_index(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    order = sorted(range(len(rewards)), key=lambda i: rewards[i])
    policy, below = [0.0] * len(order), 0.0
    for i in order:
        policy[i] = (below + probabilities[i]) ** n - below**n
        below += probabilities[i]
    return policy


def ties_twice(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    """Every tied outcome takes the whole gain of its level."""
    policy = []
    for r in rewards:
        upto = sum(p for p, s in zip(probabilities, rewards, strict=True) if s <= r)
        below = sum(p for p, s in zip(probabilities, rewards, strict=True) if s < r)
        policy.append(upto**n - below**n)
    return policy


def literal_formula(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    """Right, but 0/0 for an outcome of probability 0."""
    policy = []
    for p, r in zip(probabilities, rewards, strict=True):
        upto = sum(x for x, s in zip(probabilities, rewards, strict=True) if s <= r)
        below = sum(x for x, s in zip(probabilities, rewards, strict=True) if s < r)
        policy.append(p * (upto**n - below**n) / (upto - below))
    return policy


def reward_weights(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    """Takes e^r into the probabilities, so that shifts and scales matter (and overflow)."""
    weights = [p * math.exp(r) for p, r in zip(probabilities, rewards, strict=True)]
    tilted = [w / sum(weights) for w in weights]
    return reference.best_of_n(tilted if n > 1 else probabilities, rewards, n)


def reward_divided_by_largest(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    """Normalises rewards by the largest one and rounds: the answer depends on a shift."""
    top = max(abs(r) for r in rewards) or 1.0
    return reference.best_of_n(probabilities, [round(r / top, 2) for r in rewards], n)


def tolerance_in_ties(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    """Rewards within 1e-6 count as tied."""
    return reference.best_of_n(probabilities, [round(r, 6) for r in rewards], n)


def in_single_precision(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    return [single(x) for x in reference.best_of_n([single(p) for p in probabilities], rewards, n)]


def sorts_in_place(probabilities: list[float], rewards: list[float], n: int) -> list[float]:
    answer = reference.best_of_n(probabilities, rewards, n)
    rewards.sort()
    return answer


def analytic_kl(probabilities: Floats, rewards: Floats, n: int) -> float:
    return math.log(n) - (n - 1) / n


def single_precision_kl(probabilities: Floats, rewards: Floats, n: int) -> float:
    """F^N underflows in float32, and 0·log 0 is NaN."""
    order = sorted(range(len(rewards)), key=lambda i: rewards[i])
    total, below = 0.0, 0.0
    for level in sorted(set(rewards)):
        mass = single(sum(probabilities[i] for i in order if rewards[i] == level))
        if not mass:
            continue
        upto = min(1.0, single(below + mass))
        gained = single(single(upto**n) - single(below**n))
        if gained == 0.0:
            return math.nan
        total = single(total + single(gained * single(math.log(gained / mass))))
        below = upto
    return total


def kl_in_bits(probabilities: Floats, rewards: Floats, n: int) -> float:
    return reference.best_of_n_kl(probabilities, rewards, n) / math.log(2)


def ties_as_wins(probabilities: Floats, rewards: Floats, n: int) -> float:
    policy = reference.best_of_n(probabilities, rewards, n)
    pairs = [(i, j) for i in range(len(policy)) for j in range(len(policy)) if rewards[i] >= rewards[j]]
    return math.fsum(policy[i] * probabilities[j] for i, j in pairs)


def continuous_win_rate(probabilities: Floats, rewards: Floats, n: int) -> float:
    return n / (n + 1)


def plug_in_best_of_n(scores: Floats, n: int) -> float:
    """E max under the empirical distribution: biased, and happy with n > N."""
    ordered, count = sorted(scores), len(scores)
    return math.fsum(s * (((i + 1) / count) ** n - (i / count) ** n) for i, s in enumerate(ordered))


def clipped_order_statistic(scores: Floats, n: int) -> float:
    """Right for n ≤ N, and answers for n > N as if n were N."""
    return reference.expected_best(scores, max(1, min(n, len(scores))))


def overflowing_order_statistic(scores: Floats, n: int) -> float:
    """Binomial coefficients as floats."""
    count = len(scores)
    if not 1 <= n <= count:
        raise ValueError("n")
    return sum(float(math.comb(i, n - 1)) * s for i, s in enumerate(sorted(scores))) / float(math.comb(count, n))


def bracket_end(probabilities: Floats, rewards: Floats, target: float) -> float:
    """Bisection that silently ends at its bracket's end."""

    def kl(alpha: float) -> float:
        return reference.kl_divergence(reference.tilt(probabilities, rewards, alpha), probabilities)

    low, high = 0.0, 100.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if kl(middle) < target else (low, middle)
    return high


def quadratic_alpha(probabilities: Floats, rewards: Floats, kl: float) -> float:
    """The small-kl approximation √(2Δ/Var)."""
    reference.alpha_for_kl(probabilities, rewards, kl)
    mean = math.fsum(p * r for p, r in zip(probabilities, rewards, strict=True))
    variance = math.fsum(p * (r - mean) ** 2 for p, r in zip(probabilities, rewards, strict=True))
    return math.sqrt(2 * kl / variance)


def naive_softmax(probabilities: Floats, rewards: Floats, alpha: float) -> list[float]:
    weights = [p * math.exp(alpha * r) for p, r in zip(probabilities, rewards, strict=True)]
    return [w / sum(weights) for w in weights]


def swapped_kl(p: Floats, q: Floats) -> float:
    return reference.kl_divergence(q, p)


def smoothed_kl(p: Floats, q: Floats) -> float:
    return math.fsum((x + 1e-9) * math.log((x + 1e-9) / (y + 1e-9)) for x, y in zip(p, q, strict=True))


def first_tie_sampler(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    """The tied draw of lowest index wins, as argmax over outcomes does."""
    generator, outcomes = random.Random(seed), range(len(rewards))
    return [max(sorted(generator.choices(outcomes, probabilities, k=n)), key=lambda i: rewards[i]) for _ in range(size)]


def unseeded_sampler(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    return reference.sample_best_of_n(probabilities, rewards, n, size, random.SystemRandom().randrange(2**32))


def repeating_sampler(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    """Every draw is returned twice."""
    half = reference.sample_best_of_n(probabilities, rewards, n, size // 2, seed)
    return [x for x in half for _ in range(2)]


class Mistake(NamedTuple):
    """A wrong function, what it breaks, and the size of the counterexample that must be found."""

    function: Callable[..., Any]
    kind: str
    breaks: tuple[str, ...]
    keeps: tuple[str, ...]
    outcomes: int
    dtype: str = "float64"


MISTAKES = (
    Mistake(cumulative_sum_of_unsorted, "pmf", ("unsorted", "ties", "constant-reward"), ("formula", "one-draw"), 2),
    Mistake(ties_by_index, "pmf", ("ties", "constant-reward"), ("formula", "unsorted", "one-draw"), 2),
    Mistake(ties_twice, "pmf", ("ties", "constant-reward", "probabilities"), ("formula", "unsorted"), 2),
    Mistake(literal_formula, "pmf", ("zero-probabilities",), ("formula", "unsorted", "ties", "many-outcomes"), 2),
    Mistake(reward_weights, "pmf", ("shift", "formula", "scale"), ("one-draw", "one-outcome"), 2),
    Mistake(reward_divided_by_largest, "pmf", ("shift",), ("one-draw", "ties"), 2),
    Mistake(tolerance_in_ties, "pmf", ("scale",), ("shift", "one-draw", "ties", "formula"), 2),
    Mistake(in_single_precision, "pmf", ("formula",), ("one-outcome",), 2),
    Mistake(sorts_in_place, "pmf", ("repeatable",), ("formula", "unsorted", "ties"), 2),
    Mistake(analytic_kl, "kl", ("finite-model", "formula", "constant-reward"), ("one-draw", "bounds"), 2),
    Mistake(kl_in_bits, "kl", ("formula",), ("one-draw",), 2),
    Mistake(single_precision_kl, "kl", ("many-draws",), ("formula", "unsorted", "ties"), 2, "float32"),
    Mistake(ties_as_wins, "win-rate", ("formula", "one-draw", "bounds"), (), 1),
    Mistake(continuous_win_rate, "win-rate", ("formula", "ties", "constant-reward"), ("bounds",), 2),
    Mistake(plug_in_best_of_n, "order-statistic", ("formula", "too-few-samples", "maximum"), ("mean",), 2),
    Mistake(clipped_order_statistic, "order-statistic", ("too-few-samples",), ("formula", "maximum"), 1),
    Mistake(overflowing_order_statistic, "order-statistic", ("many-samples",), ("formula", "ties"), 2000),
    Mistake(bracket_end, "alpha-solver", ("infeasible-kl", "constant-reward"), ("formula", "ties"), 2),
    Mistake(quadratic_alpha, "alpha-solver", ("formula", "ties"), ("infeasible-kl",), 2),
    Mistake(naive_softmax, "tilt", ("shift", "large-alpha"), ("formula", "ties", "zero-alpha"), 2),
    Mistake(swapped_kl, "kl-divergence", ("formula", "missing-support"), ("self",), 2),
    Mistake(smoothed_kl, "kl-divergence", ("formula", "missing-support"), (), 2),
    Mistake(first_tie_sampler, "sampler", ("ties", "constant-reward"), ("frequencies", "unsorted"), 2),
    Mistake(unseeded_sampler, "sampler", ("seeds",), ("frequencies", "ties"), 2),
    Mistake(repeating_sampler, "sampler", ("independence",), ("frequencies", "seeds"), 2),
)
