"""Best-of-N by its definition: every N-tuple of draws is listed. The oracle of the fast algorithms.

Nothing of the package's arithmetic is used: probabilities are `Fraction`s, a reward is given as a rank (an
integer, equal for equal rewards), and the winner is uniform among the draws that attain the highest rank.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

Probabilities = Mapping[Hashable, Fraction]


def sequences(p: Probabilities, length: int) -> dict[tuple[Hashable, ...], Fraction]:
    """Return the law of `length` independent draws, written out."""
    return {
        symbols: prod((p[symbol] for symbol in symbols), start=Fraction(1)) for symbols in product(p, repeat=length)
    }


def best_of_n(p: Probabilities, rank: Mapping[Hashable, int], n: int) -> dict[Hashable, Fraction]:
    """Return the policy that keeps the best of n draws, ties uniform among the draws that attain the maximum."""
    policy: dict[Hashable, Fraction] = dict.fromkeys(p, Fraction(0))
    for draws in product(p, repeat=n):
        mass = prod((p[y] for y in draws), start=Fraction(1))
        if mass:
            highest = max(rank[y] for y in draws)
            winners = [y for y in draws if rank[y] == highest]
            for y in winners:
                policy[y] += mass / len(winners)
    return policy


def marginal(policy: Mapping[tuple[Hashable, ...], Fraction], positions: Sequence[int]) -> dict[Hashable, Fraction]:
    """Return the joint law of some positions (of one position: the law of its symbol)."""
    law: dict[Hashable, Fraction] = defaultdict(Fraction)
    for symbols, mass in policy.items():
        chosen = tuple(symbols[i] for i in positions)
        law[chosen[0] if len(chosen) == 1 else chosen] += mass
    return dict(law)


def by_type(
    policy: Mapping[tuple[Hashable, ...], Fraction], outcomes: Sequence[Hashable]
) -> dict[tuple[int, ...], Fraction]:
    """Return the probabilities of the types, as counts of the outcomes."""
    law: dict[tuple[int, ...], Fraction] = defaultdict(Fraction)
    for symbols, mass in policy.items():
        counts = Counter(symbols)
        law[tuple(counts[o] for o in outcomes)] += mass
    return dict(law)


def win_rate(policy: Probabilities, p: Probabilities, rank: Mapping[Hashable, int]) -> Fraction:
    """Return P(rank Y > rank X) + ½·P(rank Y = rank X) by listing all pairs."""
    return sum(
        (policy[y] * p[x] * Fraction((rank[y] > rank[x]) * 2 + (rank[y] == rank[x]), 2) for y, x in product(policy, p)),
        Fraction(0),
    )
