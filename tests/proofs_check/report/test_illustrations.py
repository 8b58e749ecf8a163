"""The tables of the report against listing all draws, and against floats that take another way."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction
from itertools import pairwise

import pytest

from exactalign.tables.table import Table
from proofs_check.report import illustrations
from proofs_check.report.illustrations import figures, tables
from tests.exactalign.brute_force import best_of_n

P = dict(enumerate(map(Fraction, ("1/5", "3/10", "1/2"))))
WEIGHTS = [2 / 3, 1 / 9, 2 / 9]
"""Example 1: the reward of a letter is the logarithm of its weight."""


def cells(table: Table, digits: int | None = illustrations.DIGITS) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.render("csv", digits=digits))))


def tilted(alpha: float) -> list[float]:
    masses = [float(P[y]) * WEIGHTS[y] ** alpha for y in P]
    return [mass / sum(masses) for mass in masses]


def kl(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * math.log(a / b) for a, b in zip(one, other, strict=True) if a)


def of_types(m: int, n: float) -> tuple[list[tuple[int, int, int]], list[float], list[float]]:
    """The types of m letters, their probabilities under p, and those when the best of n sequences is kept."""
    types = [(i, j, m - i - j) for i in range(m + 1) for j in range(m + 1 - i)]
    of = [
        math.factorial(m) / math.prod(map(math.factorial, t)) * math.prod(float(P[y]) ** t[y] for y in P) for t in types
    ]
    reward = [round(sum(t[y] * math.log(WEIGHTS[y]) for y in P), 9) for t in types]
    return types, of, kept(of, reward, n)


def kept(masses: Sequence[float], rewards: Sequence[float], n: float) -> list[float]:
    """The probabilities when the best of n is kept, ties shared by mass."""
    found = []
    for mass, reward in zip(masses, rewards, strict=True):
        below = sum(m for m, r in zip(masses, rewards, strict=True) if r < reward)
        level = sum(m for m, r in zip(masses, rewards, strict=True) if r == reward)
        found.append(mass / level * ((below + level) ** n - below**n))
    return found


def near(text: str, value: float, digits: int = 10) -> bool:
    return math.isclose(float(text), value, rel_tol=2 * 10.0**-digits)


def test_table_1_is_what_listing_all_pairs_gives() -> None:
    head, *rows = cells(illustrations._table_1(), None)
    assert head == ["P(y_1, y_2)", "y_1 = 0", "y_1 = 1", "y_1 = 2"]
    weights = (6, 1, 2)
    pairs: dict[Hashable, Fraction] = {(i, j): P[i] * P[j] for i in P for j in P}
    policy = best_of_n(pairs, {(i, j): weights[i] * weights[j] for i in P for j in P}, 2)
    assert [row[0] for row in rows] == ["y_2 = 0", "y_2 = 1", "y_2 = 2"]
    assert [[Fraction(cell) for cell in row[1:]] for row in rows] == [[policy[i, j] for i in P] for j in P]


def test_the_optima_spend_their_budget() -> None:
    head, *rows = cells(illustrations._optima())
    assert head == ["Δ", "case", "α(Δ)", "φ(1)", "φ(2)", "φ(3)"]
    assert rows.pop() == ["log(5)", "boundary", "", "1.000000000", "0", "0"]
    assert [row[0] for row in rows] == ["1/20", "11/100", "1/4", "1/2", "1", "3/2"]
    for budget, case, alpha, *policy in rows:
        assert case == "tilt"
        assert all(map(near, policy, tilted(float(alpha)), [8] * 3))
        assert near(str(kl(tilted(float(alpha)), [float(P[y]) for y in P])), float(Fraction(budget)), 8)


def test_the_divergence_of_long_sequences_does_not_vanish() -> None:
    head, *rows = cells(illustrations._growth())
    assert head == ["m", "N", "KL(π‖φ)", "KL(π‖φ)/m"]
    assert [int(row[0]) for row in rows] == [1, 10, 20, 40, 80, 160]
    assert [int(row[1]) for row in rows] == [math.floor(math.exp(0.11 * int(row[0]))) for row in rows]
    target = tilted(float(cells(illustrations._optima())[2][2]))
    for m, n, divergence, each in rows[:3]:
        types, of, policy = of_types(int(m), int(n))
        log_ratio = [sum(t[y] * math.log(target[y] / float(P[y])) for y in P) for t in types]
        found = kl(policy, [a * math.exp(b) for a, b in zip(of, log_ratio, strict=True)])
        assert near(divergence, found, 8)
        assert near(each, found / int(m), 8)
    assert all(float(one[2]) < float(other[2]) for one, other in pairwise(rows))


def test_the_gap_of_lemma_6() -> None:
    head, *rows = cells(illustrations._gaps())
    assert head == ["N", "KL(π‖p)", "log N − (N−1)/N", "gap"]
    assert [int(row[0]) for row in rows] == [1, 2, 3, 4, 8, 16, 64]
    for text, divergence, bound, gap in rows:
        n = int(text)
        _, of, policy = of_types(1, n)
        value, limit = kl(policy, of), math.log(n) - (n - 1) / n
        assert near(divergence, value, 8) or (n == 1 and divergence == "0")
        assert math.isclose(float(bound), limit, abs_tol=1e-8)
        assert math.isclose(float(gap), limit - value, abs_tol=1e-8)


@pytest.mark.slow
def test_the_formulas_for_long_sequences_on_two_letters() -> None:
    """K = 2 at m = 1000, by its 1,001 levels: what the table has enclosed, and by formula, to four digits."""
    _, *rows = cells(illustrations.sharp(), illustrations.FEWER)
    assert [row[0] for row in rows[::4]] == ["Figure 1", "K = 2", "K = 3, on a lattice", "K = 3, uniform p, on none"]
    m, delta = (
        1000,
        kl([2 / 3, 1 / 3], [1 / 3, 2 / 3]),
    )  # p = (1/3, 2/3), weights 2 and 1, α = 2
    masses = [math.exp(math.lgamma(m + 1) - math.lgamma(k + 1) - math.lgamma(m - k + 1) + k * math.log(1 / 3)
                       + (m - k) * math.log(2 / 3)) for k in range(m + 1)]  # fmt: skip
    above = [sum(masses[k:]) for k in range(m + 2)]
    at_least = [-math.expm1(math.exp(m * delta) * math.log1p(-tail)) if tail < 1 else 1.0 for tail in above]
    levels = [(masses[k], one - other, k) for k, (one, other) in enumerate(pairwise(at_least)) if one > other > 0]
    divergence = sum(kept * math.log(kept / mass) for mass, kept, _ in levels)
    to_tilt = sum(
        kept * (math.log(kept / mass) - k * math.log(2) - (m - k) * math.log(1 / 2)) for mass, kept, k in levels
    )
    reward = m * math.log(2) * 2 / 3 - sum(kept * k * math.log(2) for _, kept, k in levels)
    for row, value in zip(rows[4:7], (to_tilt, divergence - m * delta, reward), strict=True):
        assert math.isclose(float(row[2]), value, rel_tol=1e-3)
        assert math.isclose(float(row[3]), value, rel_tol=1e-2)


@pytest.mark.slow
def test_each_table_comes_with_its_digits() -> None:
    made = (illustrations._table_1, illustrations._optima, illustrations._growth, illustrations._gaps)
    assert [(table.caption, digits) for table, digits in tables()] == [
        (made[0]().caption, None),
        *((make().caption, 10) for make in made[1:]),
        (illustrations.sharp().caption, 4),
    ]


@pytest.mark.slow
def test_the_figures_are_of_the_example() -> None:
    assert [figure.name for figure in figures()] == ["figure1", "tradeoff", "rates", "convergence", "gap", "golden"]
    assert [figure.title for figure in figures() if "11/100" in figure.title] == [
        "KL budget 11/100, length m = 10, N = 3",
        "Rates at KL budget 11/100",
        "KL divergence per symbol at KL budget 11/100",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("made", [illustrations.figures, illustrations.tables, illustrations.sharp])
def test_each_is_made_once(made: Callable[[], object]) -> None:
    assert made() is made()
