"""Small implementations that make the classic mistakes; `mistakes` sets each beside the checks that must catch it."""

import math
import random
import struct
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

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


def sample_four_times(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    """A quarter of the draws, four times over."""
    return reference.sample_best_of_n(probabilities, rewards, n, size // 4, seed) * 4


def sample_twice(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    """Half of the draws, twice over: within each half they are independent."""
    return reference.sample_best_of_n(probabilities, rewards, n, size // 2, seed) * 2


def there_and_back(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    """Half of the draws, and then the same from the last to the first."""
    half = reference.sample_best_of_n(probabilities, rewards, n, size // 2, seed)
    return half + half[::-1]


def pairs_twice(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    """Every two draws are returned twice: a, b, a, b."""
    half = reference.sample_best_of_n(probabilities, rewards, n, size // 2, seed)
    return [x for i in range(0, len(half), 2) for x in half[i : i + 2] * 2][:size]


def chained_sampler(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    """Every draw but the first is returned twice: pairs that begin at an even place are independent."""
    first, *others = reference.sample_best_of_n(probabilities, rewards, n, size // 2 + 1, seed)
    return [first, *(x for x in others for _ in range(2))][:size]


def antithetic_sampler(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    generator = random.Random(seed)
    uniform = [generator.random() for _ in range(size // 2)]
    return _inverted(probabilities, rewards, n, uniform + [1 - u for u in uniform])


def systematic_sampler(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    """One uniform number for all draws, which are then shuffled: every count is within 1 of its mean."""
    generator = random.Random(seed)
    start = generator.random()
    drawn = _inverted(probabilities, rewards, n, [(k + start) / size for k in range(size)])
    generator.shuffle(drawn)
    return drawn


def _inverted(probabilities: Floats, rewards: Floats, n: int, uniform: Floats) -> list[int]:
    policy = reference.best_of_n(probabilities, rewards, n)
    support = [i for i, x in enumerate(policy) if x]
    cumulative = list(accumulate(policy[i] for i in support))
    return [support[min(bisect_right(cumulative, u * cumulative[-1]), len(support) - 1)] for u in uniform]


def sampler_that_sorts(probabilities: list[float], rewards: list[float], n: int, size: int, seed: int) -> list[int]:
    drawn = reference.sample_best_of_n(probabilities, rewards, n, size, seed)
    rewards.sort()
    return drawn


def rounding_sampler(probabilities: Floats, rewards: Floats, n: int, size: int, seed: int) -> list[int]:
    return reference.sample_best_of_n(probabilities, [round(r, 6) for r in rewards], n, size, seed)


def rewards_in_single(probabilities: Floats, rewards: Floats, n: int) -> list[float]:
    """Rewards that differ in their last digits become ties."""
    return reference.best_of_n(probabilities, [single(r) for r in rewards], n)


def proxy_in_single(probabilities: Floats, proxy: Floats, golden: Floats, n: int) -> float:
    return reference.golden_under_proxy(probabilities, [single(x) for x in proxy], golden, n)


def proxy_to_nine_digits(probabilities: Floats, proxy: Floats, golden: Floats, n: int) -> float:
    return reference.golden_under_proxy(probabilities, [round(x, 9) for x in proxy], golden, n)


def fixed_bracket(probabilities: Floats, rewards: Floats, kl: float) -> float:
    """No α above 1000 is looked for."""
    return min(reference.alpha_for_kl(probabilities, rewards, kl), 1000.0)


def solver_that_sorts(probabilities: list[float], rewards: list[float], kl: float) -> float:
    alpha = reference.alpha_for_kl(probabilities, rewards, kl)
    rewards.sort()
    return alpha


def exponent_clipped_at_60(log_q: float, log_p: float) -> float:
    if log_p == -math.inf:
        return math.inf
    ratio = max(-60.0, min(60.0, log_p - log_q))
    return math.expm1(ratio) - ratio


def right_if_k_are(n: int, c: int, k: int) -> float:
    """Calls it certain when c ≥ k, where n − c < k is meant."""
    if not 1 <= k <= n:
        raise ValueError("k")
    return 1.0 if c >= k else reference.pass_at_k(n, c, k)


def pass_with_replacement(n: int, c: int, k: int) -> float:
    """1 − (1 − c/n)^k: biased, and happy with k > n."""
    return 1.0 - (1.0 - c / n) ** k


def certain_past_n(n: int, c: int, k: int) -> float:
    """The published shortcut: 1 as soon as n − c < k, also when k > n."""
    return 1.0 if n - c < k else reference.pass_at_k(n, c, k)


def certain_without_a_try(n: int, c: int, k: int) -> float:
    """All are right, so some of the k tries is: not of none."""
    return 1.0 if c == n and k <= n else 0.0 if k == 0 else reference.pass_at_k(n, c, k)


def float_binomials(n: int, c: int, k: int) -> float:
    if not 1 <= k <= n:
        raise ValueError("k")
    return 1.0 - float(math.comb(n - c, k)) / float(math.comb(n, k))


def all_right_only(n: int, c: int, k: int) -> float:
    """P(all k are right)."""
    if not 1 <= k <= n:
        raise ValueError("k")
    return math.comb(c, k) / math.comb(n, k)


def weights_by_position(scores: Floats, k: int) -> list[float]:
    """Ties are broken by position."""
    order = sorted(range(len(scores)), key=lambda i: scores[i])
    by_rank = reference.pool_weights(range(len(scores)), k)
    return [by_rank[order.index(i)] for i in range(len(scores))]


def weights_by_rank(scores: Floats, k: int) -> list[float]:
    """Weights of the sorted scores, left in that order."""
    return reference.pool_weights(sorted(scores), k)


def weights_with_replacement(scores: Floats, k: int) -> list[float]:
    m, ordered = len(scores), sorted(scores)
    share = {s: ordered.count(s) for s in scores}
    upto = {s: sum(x <= s for x in scores) / m for s in scores}
    return [(upto[s] ** k - (upto[s] - share[s] / m) ** k) / share[s] for s in scores]


def best_of_reference(probabilities: Floats, rewards: Floats, n: int) -> float:
    """Levels that nobody draws count: an outcome of probability 0 can be the best."""
    return max(rewards) if n > 8 else reference.model_expected_best(probabilities, rewards, n)


def mean_of_ties_once(probabilities: Floats, rewards: Floats, n: int) -> float:
    """A dictionary from reward to probability: the last of tied outcomes stands for all."""
    last = dict(zip(rewards, probabilities, strict=True))
    return reference.model_expected_best(list(last.values()), list(last), n)


def chosen_by_golden(probabilities: Floats, proxy: Floats, golden: Floats, n: int) -> float:
    return reference.model_expected_best(probabilities, golden, n)


def golden_breaks_ties(probabilities: Floats, proxy: Floats, golden: Floats, n: int) -> float:
    """max of (proxy, golden) pairs."""
    rank = {pair: i for i, pair in enumerate(sorted(set(zip(proxy, golden, strict=True))))}
    places = [float(rank[pair]) for pair in zip(proxy, golden, strict=True)]
    return reference.golden_under_proxy(probabilities, places, golden, n)


def biased_leave_one_out(rewards: Floats) -> list[float]:
    """The group's mean, which holds the reward itself."""
    return reference.advantage(rewards)


def unguarded_standardised(rewards: Floats) -> list[float]:
    """0/0 where all are equal; and 1e-17/1e-17."""
    mean = sum(rewards) / len(rewards)
    deviation = math.sqrt(sum((r - mean) ** 2 for r in rewards) / len(rewards))
    return [(r - mean) / deviation for r in rewards]


def sample_deviation(rewards: Floats) -> list[float]:
    """Divides the squares by n − 1."""
    count = len(rewards)
    return [a * math.sqrt((count - 1) / count) for a in reference.standardised_advantage(rewards)]


def one_pass_deviation(rewards: Floats) -> list[float]:
    """σ² = E r² − (E r)², which cancels."""
    mean = math.fsum(rewards) / len(rewards)
    variance = math.fsum(r * r for r in rewards) / len(rewards) - mean * mean
    return [(r - mean) / math.sqrt(variance) if variance > 0 else 0.0 for r in rewards]


def sorted_advantage(rewards: Floats) -> list[float]:
    return reference.advantage(sorted(rewards))


def median_baseline(rewards: Floats) -> list[float]:
    return [r - sorted(rewards)[len(rewards) // 2] for r in rewards]


def k1_exchanged(log_q: float, log_p: float) -> float:
    return log_p - log_q


def k3_exchanged(log_q: float, log_p: float) -> float:
    return reference.k3(log_p, log_q)


def clamped_k3(log_q: float, log_p: float) -> float:
    return min(10.0, max(-10.0, reference.k3(log_q, log_p)))


def k3_of_probabilities(log_q: float, log_p: float) -> float:
    """Leaves the logarithms too early: 0/0 for long texts."""
    ratio = math.exp(log_p) / math.exp(log_q)
    return ratio - 1 - math.log(ratio)


def absolute_k1(log_q: float, log_p: float) -> float:
    return abs(log_q - log_p)


def k2_without_half(log_q: float, log_p: float) -> float:
    return (log_q - log_p) ** 2


def _softmax(logits: Floats) -> list[float]:
    weights = [math.exp(x - max(logits)) for x in logits]
    return [w / sum(weights) for w in weights]


def k3_in_the_loss(logits: Floats, log_reference: Floats) -> tuple[float, list[float]]:
    """Its value is KL(q‖p), its gradient that of KL(p‖q)."""
    value, _ = reference.kl_gradient(logits, log_reference)
    return value, [a - b for a, b in zip(_softmax(logits), _softmax(log_reference), strict=True)]


def k1_in_the_loss(logits: Floats, log_reference: Floats) -> list[float]:
    """E ∇ log q is 0."""
    return [0.0 for _ in logits]


def without_the_mean(logits: Floats, log_reference: Floats) -> list[float]:
    """q·log(q/p), without the divergence that is taken off."""
    q = _softmax(logits)
    return [a * (math.log(a) - b) for a, b in zip(q, log_reference, strict=True)]


def overflowing_softmax(logits: Floats, log_reference: Floats) -> list[float]:
    total = sum(math.exp(x) for x in logits)
    return reference.kl_gradient([x - math.log(total) for x in logits], log_reference)[1]


def k2_in_the_loss(logits: Floats, log_reference: Floats) -> tuple[float, list[float]]:
    """The right gradient, and the value of E (log r)²/2."""
    q = _softmax(logits)
    value = math.fsum(a * (math.log(a) - b) ** 2 / 2 for a, b in zip(q, log_reference, strict=True))
    return value, reference.kl_gradient(logits, log_reference)[1]
