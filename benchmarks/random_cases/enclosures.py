"""Random small models: every enclosure contains what mpmath finds at higher precision.

A case is one check: an enclosure contains mpmath's value and is as tight as asked, a certified root has its
sign change inside, or a round trip comes back.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import mpmath

from benchmarks.random_cases.chunks import Check
from exactalign import Distribution, EnclosedReal, LogForm, MemorylessSource, Reward, log, oo
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.infinity import Infinity
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.large_deviations import RateFunction, TailProbability
from exactalign.policies.sample_sizes import sample_size
from exactalign.policies.tilting import AlignedFamily
from tests.exactalign import high_precision as hp
from tests.exactalign.high_precision import number

DIGITS = 12
PRECISION = 6 * DIGITS + 60  # of the oracle: far past four times the digits, as cancellation may eat some


def contains(enclosed: Any, truth: Any, digits: int = DIGITS) -> bool:
    """Whether an answer contains the oracle's value, allowing for the oracle's error, and is as tight as asked."""
    value = hp.exact(truth) if isinstance(truth, mpmath.mpf) else Fraction(truth)
    slack = abs(value) / 10 ** (4 * digits) + Fraction(1, 10 ** (4 * digits + 30))
    if isinstance(enclosed, Infinity):
        return False
    if not isinstance(enclosed, Refinable):
        return abs(Fraction(enclosed) - value) <= slack
    low, high = enclosed.enclose(digits)
    tight = high - low <= max(abs(value) * 2 / 10**digits, Fraction(1, 10 ** (2 * digits + 50)))
    return tight and low - slack <= value <= high + slack


def brackets(root: Any, function: Callable[[Any], Any], digits: int = DIGITS) -> bool:
    """Whether an increasing function changes sign across the enclosure of its root."""
    with mpmath.workdps(PRECISION + 60):
        if isinstance(root, Fraction):
            return bool(abs(function(number(root))) < mpmath.mpf(10) ** -PRECISION)
        low, high = root.enclose(digits)
        tight = 0 < (high - low) * 10**digits <= min(abs(low), abs(high))
        return bool(tight and function(number(low)) <= 0 <= function(number(high)))


def draw_model(rng: random.Random) -> tuple[Distribution, Reward]:
    """A distribution with up to three outcomes (zeros happen), and a reward of one of several kinds (ties happen)."""
    count = rng.choice([1, 2, 2, 2, 3, 3, 3])
    weights = [rng.choice([0, 1, 1, 2, 3, 7, rng.randint(1, 10**6)]) for _ in range(count)]
    if not any(weights):
        weights[0] = 1
    kind = rng.randrange(6)
    if kind == 0:
        values = [LogForm(Fraction(rng.randint(-9, 9), rng.randint(1, 9))) for _ in range(count)]
    elif kind == 1:
        values = [log(rng.randint(1, 12)) for _ in range(count)]
    elif kind == 2:
        values = [log(2) * rng.randint(-3, 3) for _ in range(count)]
    elif kind == 3:
        values = [log(Fraction(rng.randint(1, 9), rng.randint(1, 9))) / rng.randint(1, 3) for _ in range(count)]
    elif kind == 4:
        values = [log(rng.randint(1, 4)) + rng.randint(0, 2) for _ in range(count)]
    else:  # close together, or far apart
        scale = rng.choice([Fraction(1, 10**9), Fraction(50), Fraction(1, 10**20)])
        values = [LogForm(3 + scale * rng.randint(0, 3)) for _ in range(count)]
    return Distribution.from_weights(weights), Reward.values(values)


def draw_alpha(rng: random.Random) -> Any:
    """A tilt: integer, rational, tiny, large or a log form."""
    return rng.choice(
        [
            Fraction(rng.randint(-6, 6)),
            Fraction(rng.randint(-60, 60), rng.randint(1, 20)),
            Fraction(rng.randint(-9, 9), 10 ** rng.randint(1, 8)),
            Fraction(rng.randint(-30, 30)),
            log(rng.randint(1, 9)) - Fraction(rng.randint(0, 4), 2),
        ]
    )


def checks(rng: random.Random) -> Iterator[Check]:
    """All checks of one random model."""
    p, reward = draw_model(rng)
    family = AlignedFamily(p, reward)
    mpmath.mp.dps = PRECISION + 60
    for _ in range(3):
        alpha = draw_alpha(rng)
        yield from tilt_checks(family, alpha)
    if not family.is_constant:
        yield from root_checks(family, rng)
        yield from rate_checks(family, rng)
    yield from best_of_n_checks(family, rng)


def tilt_checks(family: AlignedFamily, alpha: Any) -> Iterator[Check]:
    """Probabilities, log Z, KL, mean and variance of one tilt."""
    a = number(alpha)
    rows, log_z = hp.tilt(family.reference, family.reward, a)
    policy = family.at(alpha)
    center = mpmath.fsum(t * r for _, _, t, r in rows)
    divergence = mpmath.fsum(t * mpmath.log(t / mass) for _, mass, t, _ in rows)
    spread = mpmath.fsum(t * (r - center) ** 2 for _, _, t, r in rows)
    for outcome, _, t, _ in rows:
        yield f"probability at {alpha}", lambda o=outcome, t=t: contains(policy[o], t)
    yield f"log Z at {alpha}", lambda: contains(family.log_partition(alpha), log_z)
    yield f"KL at {alpha}", lambda: contains(family.kl(alpha), divergence)
    yield f"mean at {alpha}", lambda: contains(family.expected_reward(alpha), center)
    yield f"variance at {alpha}", lambda: contains(family.reward_variance(alpha), spread)


def root_checks(family: AlignedFamily, rng: random.Random) -> Iterator[Check]:
    """α(Δ), its negative companion, α for a reward, and the ways back."""
    p, reward = family.reference, family.reward
    share = rng.choice([Fraction(rng.randint(1, 99), 100), Fraction(1, 10 ** rng.randint(1, 20))])
    share = rng.choice([share, 1 - share])
    if 0 < share < 1:
        delta = family.kl_max * share
        alpha = family.align(delta).alpha
        yield f"α at {share}·Δmax", lambda: brackets(alpha, lambda x: hp.kl(p, reward, x) - number(delta))
        yield f"α → KL at {share}·Δmax", lambda: contains(family.kl(alpha), number(delta))
        below = family.kl_min_end * share
        second = family.negative_alpha(below)
        yield f"second root at {share}", lambda: brackets(second, lambda x: number(below) - hp.kl(p, reward, x))
        goal = family.values[0] + (family.values[-1] - family.values[0]) * share
        found = family.alpha_for_reward(goal)
        yield f"α at reward {share}", lambda: brackets(found, lambda x: hp.mean(p, reward, x) - number(goal))
        yield f"α → reward at {share}", lambda: contains(family.expected_reward(found), number(goal))
    k = rng.randint(1, 5)
    divergence = family.kl(k)
    if isinstance(divergence, LogForm):
        yield f"integer α at {k}", lambda: family.align(divergence).alpha == k
    yield "boundary", lambda: family.align(family.kl_max).case == "boundary"
    yield "beyond", lambda: family.align(family.kl_max + Fraction(1, 10**40)).case == "beyond"
    yield "before", lambda: family.align(family.kl_max - Fraction(1, 10**12)).case == "tilt"


def rate_checks(family: AlignedFamily, rng: random.Random) -> Iterator[Check]:
    """Rate functions against both definitions, and cumulants."""
    p, reward = family.reference, family.reward
    alpha = draw_alpha(rng)
    rate = RateFunction(family, alpha)
    low, high = rate.domain
    t = low + (high - low) * Fraction(rng.randint(1, 99), 100)
    rows, log_z = hp.tilt(p, reward, number(alpha))
    best = mpmath.fsum(q for o, _, q, _ in rows if o in family.groups[-1])
    yield "rate at the end", lambda: contains(rate.at(low), -mpmath.log(best))
    yield "rate outside", lambda: rate.at(high + Fraction(1, 10**30)) == oo and rate.at(low - 1) == oo
    beta = family.alpha_for_reward(-t)

    def both() -> bool:
        b = number(beta.enclose(70).midpoint if isinstance(beta, EnclosedReal) else beta)
        tilted, _ = hp.tilt(p, reward, b)
        direct = mpmath.fsum(
            x * mpmath.log(x / y) for (_, _, x, _), (_, _, y, _) in zip(tilted, rows, strict=True) if x
        )
        return contains(rate.at(t), direct)

    yield f"rate at {t}", both
    gap = EnclosedReal.of(rate.at(t)) - rate.legendre(t)
    yield f"Legendre at {t}", lambda: 0 in gap.enclose(DIGITS)
    rho = draw_alpha(rng)
    _, log_r = hp.tilt(p, reward, number(alpha) + number(rho))
    yield f"cumulant at {rho}", lambda: contains(rate.scaled_cumulant(rho), log_r - log_z)


def best_of_n_checks(family: AlignedFamily, rng: random.Random) -> Iterator[Check]:
    """The policy over short sequences, for integer and real N, against direct sums."""
    p, reward = family.reference, family.reward
    length = rng.choice([0, 1, 1, 2, 2, 3])
    source = MemorylessSource(p, length)
    if rng.random() < 0.25:
        exponent = LogForm(Fraction(rng.randint(0, 40), 10))
        enclosed, n = sample_size(exponent, 1, "real"), mpmath.exp(number(exponent))
    else:
        enclosed = n = rng.choice([1, 2, 3, 5, 10, 50])
    policy = best_of_n(source, reward, enclosed, enclosed=True)
    levels = hp.law(p, reward, length)
    rows = hp.policy(levels, n)
    center = mpmath.fsum(pi * r for pi, _, r in rows)
    divergence = mpmath.fsum(pi * mpmath.log(pi / mass) for pi, mass, _ in rows)
    yield "best-of-N KL", lambda: contains(policy.kl(), divergence)
    yield "best-of-N reward", lambda: contains(policy.expected_reward(), center)
    spread = mpmath.fsum(pi * (r - center) ** 2 for pi, _, r in rows)
    yield "best-of-N variance", lambda: contains(policy.reward_variance(), spread)
    cut = rng.randrange(len(levels))
    total = levels[cut][0]
    below = mpmath.fsum(pi for pi, _, _ in rows[: cut + 1])
    yield "at most", lambda: contains(policy.at_most(total), below)
    yield "at least", lambda: contains(policy.at_least(total), mpmath.fsum(pi for pi, _, _ in rows[cut:]))
    alpha = draw_alpha(rng)
    _, log_z = hp.tilt(p, reward, number(alpha))
    tilted = [mass * mpmath.exp(number(alpha) * r - length * log_z) for _, mass, r in rows]
    forward = mpmath.fsum(pi * mpmath.log(pi / t) for (pi, _, _), t in zip(rows, tilted, strict=True))
    reverse = mpmath.fsum(t * mpmath.log(t / pi) for (pi, _, _), t in zip(rows, tilted, strict=True))
    distance = mpmath.fsum(abs(pi - t) for (pi, _, _), t in zip(rows, tilted, strict=True)) / 2
    yield f"KL to the tilt at {alpha}", lambda: contains(policy.kl_to_tilt(alpha), forward)
    yield f"KL from the tilt at {alpha}", lambda: contains(policy.kl_from_tilt(alpha), reverse)
    yield f"TV to the tilt at {alpha}", lambda: contains(policy.total_variation_to_tilt(alpha), distance)
    if length:
        tail = TailProbability(source, reward, at_least=total / length, levels=policy.levels)
        yield f"tilted tail at {alpha}", lambda: contains(tail.tilted(alpha), mpmath.fsum(tilted[cut:]))
        yield "tail", lambda: contains(tail.reference(), sum((m for _, m in levels[cut:]), Fraction(0)))
