"""All types of sequences of one length, and their multinomial weights, in one order.

Types are given by the counts of the groups past the first; the count of the last group changes slowest. A row, in which
only the first two groups change, goes by a recurrence of two short operations a term: no factorial, no power of a
polynomial.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, comb, lgamma, log, log2

from flint import fmpz

TypeCounts = tuple[int, ...]

_AVERAGED_SIZE = 100_000
_WORD_BITS = 30  # weights as short as this are multiplied faster as integers of Python


def types(length: int, groups: int) -> list[TypeCounts]:
    """Return the counts of the groups past the first for every type.

    >>> types(2, 3)
    [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2)]
    """
    if groups == 1:
        return [()]
    if groups == 2:
        return [(count,) for count in range(length + 1)]
    if groups == 3:
        return [(first, second) for second in range(length + 1) for first in range(length - second + 1)]
    return [(*rest, count) for count in range(length + 1) for rest in types(length - count, groups - 1)]


def type_weights(length: int, weights: Sequence[fmpz]) -> list[fmpz]:
    """Return m!/Π nₖ!·Π wₖ^nₖ for every type, in the order of `types`, for positive integer weights w.

    >>> type_weights(2, [fmpz(3), fmpz(5), fmpz(2)])
    [9, 30, 25, 12, 20, 4]
    """
    powers = [fmpz(1)]
    for _ in range(length):
        powers.append(powers[-1] * weights[0])
    found: list[fmpz] = []
    _add_weights(found, fmpz(1), length, weights, powers)
    return found


def mean_weight_bits(length: int, weights: Sequence[fmpz]) -> int:
    """Return how many bits a weight of `type_weights` has on average, about: for estimates of memory.

    >>> mean_weight_bits(100, [fmpz(3), fmpz(5), fmpz(2)])
    278
    """
    groups = len(weights)
    if length * groups > _AVERAGED_SIZE:  # an average would take long, and hardly such a law is asked for
        return ceil(length * log2(int(sum(weights, fmpz(0)))))
    all_types = comb(length + groups - 1, groups - 1)
    # The mean of log n! for one count n of a type drawn uniformly.
    shares = (comb(length - n + groups - 2, groups - 2) / all_types for n in range(length + 1))
    factorials = sum(share * lgamma(n + 1) for n, share in enumerate(shares))
    ways = (lgamma(length + 1) - groups * factorials) / log(2)
    return ceil(ways + length / groups * sum(log2(int(w)) for w in weights)) + 1


def _add_weights(found: list[fmpz], factor: fmpz, length: int, weights: Sequence[fmpz], powers: Sequence[fmpz]) -> None:
    """Append factor·(the weights of the types of a shorter length over the first groups)."""
    if len(weights) == 1:
        found.append(factor * powers[length])
    elif len(weights) == 2:
        first, second = (int(w) if w.bit_length() <= _WORD_BITS else w for w in weights)
        term = factor * powers[length]
        found.append(term)
        for count in range(length):
            # C(n, j + 1)/C(n, j) = (n − j)/(j + 1): the quotient is exact, being the next term.
            term = term * (second * (length - count)) // (first * (count + 1))
            found.append(term)
    else:
        last = weights[-1]
        for count in range(length + 1):
            _add_weights(found, factor, length - count, weights[:-1], powers)
            factor = factor * (last * (length - count)) // (count + 1)
