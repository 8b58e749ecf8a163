"""Random models whose rewards tie through relations of logarithms: best-of-N against the listing of all draws.

Totals tie because log 4 = 2 log 2 and log 6 = log 2 + log 3. The listing knows nothing of log forms: the reward of a
sequence is r + log(a)/6 with a rational r and a rational a, kept as the pair (r, a), and two pairs are one reward when
they are equal (r ≠ 0 is no logarithm of a rational).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

import mpmath

from benchmarks.random_cases.chunks import Check
from exactalign import Distribution, Reward, best_of_n, log

_Pair = tuple[Fraction, Fraction]


def checks(rng: random.Random) -> Iterator[Check]:
    """The probability of every sequence, and the mean's order, of one random model."""
    count = rng.choice((2, 2, 3))
    weights = [rng.choice((0, 1, 1, 2, 3, 7, rng.randint(1, 10**6))) for _ in range(count)]
    weights[rng.randrange(count)] = 5
    base = rng.choice(((2, 4, 8), (2, 3, 6), (4, 6, 9), (Fraction(2, 3), Fraction(3, 2), 1), (12, 18, 27)))
    letters = []
    for _ in range(count):
        root, rational = rng.choice((1, 1, 2, 3)), rng.choice((Fraction(0), Fraction(0), Fraction(1, 2), Fraction(1)))
        letters.append((rational, root, Fraction(rng.choice(base)) ** rng.choice((-1, 1, 1, 2))))
    length, n = rng.choice(((1, 2), (1, 3), (1, 4), (2, 2), (2, 3), (3, 2)) if count == 2 else ((1, 2), (1, 3), (2, 2)))
    p = Distribution.from_weights(weights)
    reward = Reward.values([log(a) / root + rational for rational, root, a in letters])
    policy = best_of_n(p**length, reward, n)
    listed = listing(
        [Fraction(w, sum(weights)) for w in weights], [(r, a ** (6 // k)) for r, k, a in letters], length, n
    )
    for sequence, mass in listed.items():
        told = f"{weights} {reward} {length} {n} {sequence}"
        yield f"probability at {told}", lambda s=sequence, x=mass: policy.probability(s) == x


def listing(p: list[Fraction], letters: list[_Pair], length: int, n: int) -> dict[tuple[int, ...], Fraction]:
    """The law of the best of n sequences, ties uniform, by listing all K^(length·n) draws."""
    masses, rewards = {}, {}
    for y in product(range(len(p)), repeat=length):
        masses[y] = prod((p[letter] for letter in y), start=Fraction(1))
        rewards[y] = sum((letters[i][0] for i in y), Fraction(0)), prod((letters[i][1] for i in y), start=Fraction(1))
    with mpmath.workdps(60):
        order = sorted(set(rewards.values()), key=_size)
    rank = {pair: place for place, pair in enumerate(order)}
    law = dict.fromkeys(masses, Fraction(0))
    for draws in product(masses, repeat=n):
        best = max(rank[rewards[y]] for y in draws)
        kept = [y for y in draws if rank[rewards[y]] == best]
        mass = prod((masses[y] for y in draws), start=Fraction(1))
        for y in kept:
            law[y] += mass / len(kept)
    return law


def _size(pair: _Pair) -> mpmath.mpf:
    rational, a = pair
    return (
        mpmath.mpf(rational.numerator) / rational.denominator + mpmath.log(mpmath.mpf(a.numerator) / a.denominator) / 6
    )
