"""Section 4.2: Example 2 and Table 1, with p = (1/5, 3/10, 1/2), rewards (log 6, 0, log 2) and m = N = 2."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Final

from exactalign import Distribution, Reward
from proofs_check import pmf
from proofs_check.formula import Term, best, both, constant, total
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion

P: Final = constant(pmf("1/5, 3/10, 1/2"))
R: Final = constant(Reward.parse("log 6, 0, log 2"))
PAIRS: Final = best(P**2, 2, total(R, 2))
"""π_N^m of the example."""


def at(policy: Term, pair: tuple[int, int], size: int = 3) -> Term:
    """The probability of a pair."""
    return policy(constant(pair, size, 2))


def first_is(policy: Term, letter: int, size: int = 3) -> Term:
    """π(y₁ = letter), a sum over the second letter."""
    return sum((at(policy, (letter, k), size) for k in range(1, size)), at(policy, (letter, 0), size))


def second_is(policy: Term, letter: int, size: int = 3) -> Term:
    """π(y₂ = letter)."""
    return sum((at(policy, (k, letter), size) for k in range(1, size)), at(policy, (0, letter), size))


class Example2Uniform(Assertion):
    id = "A-ex2-uniform"
    place = "Example 2"
    title = "The reference of Example 2 is uniform"
    statement = "The reference p = (1/5, 3/10, 1/2) of the example is uniform."
    asserts = Statement(both(*(P(constant(k, 3)) == Fraction(1, 3) for k in range(3))))
    flaw = (
        "1/5 ≠ 1/3. The numbers of the example belong to the p that is displayed: with a uniform p they would be 17/81"
        " and 41/81 in place of 49/625 and 209/625."
    )
    weight = "slip"
    expected = "refuted"


class Example2Marginal(Assertion):
    id = "A-ex2-marginal"
    place = "Example 2"
    title = "The marginals of the best of 2 pairs"
    statement = "π(y₁ = 0) = π(y₂ = 0) = 209/625."
    asserts = Statement(both(first_is(PAIRS, 0) == Fraction(209, 625), second_is(PAIRS, 0) == Fraction(209, 625)))
    expected = "decided"


class Example2NotProduct(Assertion):
    id = "A-ex2-notproduct"
    place = "Example 2"
    title = "The best of 2 pairs is no product"
    statement = "π(0,0) = 49/625 ≠ π(y₁ = 0) π(y₂ = 0)."
    asserts = Statement(
        both(
            at(PAIRS, (0, 0)) == Fraction(49, 625),
            at(PAIRS, (0, 0)) != first_is(PAIRS, 0) * second_is(PAIRS, 0),
        )
    )
    expected = "decided"


COIN_PAIRS: Final = best(constant(Distribution.uniform(2)) ** 2, 2, total(constant(Reward.values([0, 1])), 2))


class Example2NotClosed(Assertion):
    id = "A-ex2-notclosed"
    place = "Example 2"
    title = "Memoryless sources are not closed under best-of-N"
    statement = "There are a memoryless source and a reward whose best-of-N policy over sequences is not memoryless."
    asserts = Statement(at(COIN_PAIRS, (1, 1), 2) != first_is(COIN_PAIRS, 1, 2) * second_is(COIN_PAIRS, 1, 2))
    expected = "decided"
    notes = (
        "K = m = N = 2 with a uniform reference: the least instance. With K = 1, m = 1, N = 1 or a constant reward the"
        " policy is a product."
    )


TABLE: Final = (
    ("49/625", "21/250", "43/250"),
    ("21/250", "81/10000", "9/125"),
    ("43/250", "9/125", "103/400"),
)
"""Table 1 as printed: rows y₂, columns y₁."""


class Table1(Assertion):
    id = "A-table1"
    place = "Table 1"
    title = "The nine entries of Table 1"
    statement = (
        "The best of 2 pairs has the probabilities 49/625, 21/250, 43/250; 21/250, 81/10000, 9/125; 43/250, 9/125, "
        "103/400 (rows y₂, columns y₁)."
    )
    asserts = Statement(both(*(at(PAIRS, (i, j)) == Fraction(TABLE[j][i]) for i, j in product(range(3), repeat=2))))
    expected = "decided"
    notes = "The library has the nine entries from the definition by sampling: theorems table1_00 to table1_22."
