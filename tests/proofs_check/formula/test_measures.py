"""What operators of formulas mean, at models small enough to be gone through by hand, and where they have no value."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, Reward, log
from exactalign.exceptions import TooLarge, Undecided
from exactalign.numbers.duals import Dual
from exactalign.policies.tilting import AlignedFamily, TiltedDistribution
from exactalign.theory.reward_law import RewardLaw
from exactalign.theory.sub_gaussian import VarianceProxy, variance_proxy
from proofs_check import pmf
from proofs_check.formula import functions, measures
from proofs_check.formula.functions import binomial, exponential, larger, logarithm, power, smaller, square_root
from proofs_check.formula.measures import NotDefined
from proofs_check.formula.polynomials import Polynomial

PI = EnclosedReal(arb.pi)
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
weights = st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any)
P, Q, ZERO = pmf("1/5, 3/10, 1/2"), pmf("2/3, 1/9, 2/9"), pmf("0, 1/4, 3/4")
R = Reward.values([1, 0, 1])


def enclosed(law: Distribution) -> dict[Any, Any]:
    """The same law, with masses that are only enclosed (but for those that are 0)."""
    return {o: EnclosedReal.of(mass) if mass else Fraction(0) for o, mass in law.items()}


def near(found: Any, truth: Any) -> bool:
    gap = EnclosedReal.of(found - truth).enclose(10)
    return gap.lower <= 0 <= gap.upper and gap.width < Fraction(1, 10**20)


def test_words_and_how_many_there_may_be() -> None:
    assert list(measures.words("ab", 2)) == [("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]
    assert list(measures.words("ab", Fraction(1))) == [("a",), ("b",)]
    assert list(measures.words("ab", 0)) == [()]
    assert len(list(measures.words("ab", 3, 8))) == 8
    with pytest.raises(TooLarge, match=r"^2\^3 words are more than 7: give a shorter length$"):
        measures.words("ab", 3, 7)
    assert len(next(iter(measures.words("a", measures.LARGEST_SPACE)))) == 4096
    with pytest.raises(TooLarge, match=r"^1\^4097 words are more than 4096"):
        measures.words("a", 4097)


def test_a_law_of_many_letters_has_at_most_a_million_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "outcomes", lambda law: range(1_000_001))
    with pytest.raises(TooLarge, match=r"\^1 words are more than 1000000: "):
        measures.power_of(P, 1)


def test_distances_of_a_tilt_that_cannot_be_iterated_over() -> None:
    p, q = Distribution.from_weights([4, 9]), Distribution.from_weights([1, 1])
    tilt = AlignedFamily(p, Reward.values([0, 1])).at(Fraction(1, 3))
    masses = [4, 9 * math.exp(1 / 3)]
    t = [mass / sum(masses) for mass in masses]
    distances: dict[Callable[[Any, Any], Any], Callable[[float, float], float]] = {
        measures.total_variation: lambda a, b: abs(a - b) / 2,
        measures.chi_squared: lambda a, b: (a - b) ** 2 / b,
        measures.hellinger: lambda a, b: (math.sqrt(a) - math.sqrt(b)) ** 2,
        measures.divergence: lambda a, b: a * math.log(a / b),
    }
    for distance, term in distances.items():
        for first, second, one, other in ((tilt, q, t, (0.5, 0.5)), (q, tilt, (0.5, 0.5), t)):
            assert math.isclose(distance(first, second), sum(map(term, one, other)), rel_tol=1e-12)
    for first, second in ((tilt, q), (q, tilt)):
        assert not measures.same_law(first, second)
        assert measures.continuous(first, second)
        assert measures.varies(first, second) == (second is tilt)


@given(weights, weights)
def test_distances_by_their_definitions(one: list[int], other: list[int]) -> None:
    p, q = Distribution.from_weights(one), Distribution.from_weights(other)
    assert measures.total_variation(p, q) == sum(abs(p[o] - q[o]) for o in p) / 2
    roots = math.fsum((math.sqrt(p[o]) - math.sqrt(q[o])) ** 2 for o in p)
    assert math.isclose(float(measures.hellinger(p, q)), roots, abs_tol=1e-12)
    assert measures.same_law(p, q) == (p == q)
    assert measures.continuous(p, q) == all(p[o] == 0 for o in q if q[o] == 0)
    assert measures.varies(p, q) == (len({q[o] for o in p if p[o]}) > 1)
    if measures.continuous(p, q):
        inside = [o for o in q if q[o]]
        assert measures.chi_squared(p, q) == sum((p[o] - q[o]) ** 2 / q[o] for o in inside)
        ratio = sum(p[o] ** 3 / q[o] ** 2 for o in inside)
        assert near(measures.renyi(Fraction(3), p, q), log(ratio) / 2)
        assert measures.divergence(p, q) == sum((p[o] * log(p[o] / q[o]) for o in p if p[o]), Fraction(0))
        assert near(measures.divergence(enclosed(p), enclosed(q)), measures.divergence(p, q))
        assert measures.cross_entropy_of(p, q) == -sum((p[o] * log(q[o]) for o in p if p[o]), Fraction(0))
        assert near(measures.cross_entropy_of(enclosed(p), enclosed(q)), measures.cross_entropy_of(p, q))


@given(weights, st.lists(st.integers(-2, 2), min_size=3, max_size=3), st.integers(1, 3))
def test_the_best_of_draws_by_going_through_them(one: list[int], values: list[int], n: int) -> None:
    """Of several best draws each is kept equally often, a letter that was drawn twice twice as often."""
    p, r = Distribution.from_weights(one), Reward.values(values)
    expected = dict.fromkeys(p, Fraction(0))
    for draws in product(p, repeat=n):
        chance = math.prod((p[d] for d in draws), start=Fraction(1))
        highest = [d for d in draws if values[d] == max(values[e] for e in draws)]
        for d in highest:
            expected[d] += chance / len(highest)
    found = measures.best(p, Fraction(n), r)
    assert {o: found[o] for o in p} == expected
    again = measures.best(enclosed(p), Fraction(n), r)
    assert all(near(again[o], expected[o]) for o in p)
    soft = measures.soft_best(p, Fraction(n), Reward.values([0, 0, 0]))
    assert soft == {o: p[o] for o in p}
    powers = Reward.values([log(2) * value for value in values])  # with rational odds
    softly = dict.fromkeys(p, Fraction(0))
    for draws in product(p, repeat=n):
        whole = sum(Fraction(2) ** values[d] for d in draws)
        for d in draws:
            softly[d] += math.prod(p[e] for e in draws) * Fraction(2) ** values[d] / whole
    assert measures.soft_best(p, Fraction(n), powers) == softly
    mean = sum(p[o] * values[o] for o in p)
    assert measures.expectation(p, r) == mean
    assert measures.variance(p, r) == sum(p[o] * (values[o] - mean) ** 2 for o in p)


def test_what_never_happens_has_an_exact_probability() -> None:
    for law in (P, enclosed(P)):
        never = measures.probability(law, lambda _: False)
        assert (type(never), never) == (Fraction, Fraction(0))
    assert measures.probability(P, lambda o: o != 1) == P[0] + P[2]


def test_a_law_with_exact_masses_is_one_to_go_on_with() -> None:
    """By a reward that is only enclosed, too: what is exact is told from the masses."""
    found = measures.best(P, Fraction(2), {0: PI, 1: Fraction(0), 2: PI + 1})
    assert found == measures.best(P, Fraction(2), Reward.values([1, 0, 2]))
    last = {draws: {draws[-1]: Fraction(1)} for draws in product(range(3), repeat=2)}
    assert measures.kept(P, Fraction(2), last) == P
    assert all(isinstance(law, Distribution) for law in (found, measures.kept(P, Fraction(2), last)))


def test_the_best_of_very_many_has_a_formula() -> None:
    found = measures.best(P, Fraction(1000), Reward.values([0, 1, 2]))
    assert [found[o] for o in P] == [P[0] ** 1000, (P[0] + P[1]) ** 1000 - P[0] ** 1000, 1 - (1 - P[2]) ** 1000]


def test_what_a_rule_keeps() -> None:
    last = {draws: {draws[-1]: Fraction(1)} for draws in product(range(3), repeat=2)}
    assert {o: measures.kept(P, Fraction(2), last)[o] for o in P} == dict(P.items())
    mixed = {draws: {draws[0]: THIRD, 2: 1 - THIRD} if draws[0] != 2 else {2: Fraction(1)} for draws in last}
    assert measures.kept(P, Fraction(2), mixed)[0] == P[0] / 3
    assert measures.keeps_best({(0, 1): {0: Fraction(1)}}, Fraction(2), R)
    assert not measures.keeps_best({(0, 1): {1: Fraction(1)}}, Fraction(2), R)
    assert measures.keeps_best({(0, 1): {0: Fraction(1), 1: Fraction(0)}}, Fraction(2), R)
    assert measures.keeps_best({(0, 2): {0: HALF, 2: HALF}}, Fraction(2), R)
    with pytest.raises(NotDefined, match=r"^the rule keeps one of 2 draws, not of 3$"):
        measures.kept(P, Fraction(3), last)
    with pytest.raises(NotDefined, match=r"^the rule keeps one of 2 draws, not of 1$"):
        measures.keeps_best(last, Fraction(1), R)


def test_tilts_and_what_has_no_mass_keeps_none() -> None:
    tilted = measures.tilt_of(ZERO, P, Fraction(2))
    assert type(tilted) is Distribution  # as all that is exact
    assert type(measures.kept(P, Fraction(1), {(o,): {o: Fraction(1)} for o in P})) is Distribution
    assert type(measures.best(enclosed(P), Fraction(1), R)) is dict
    weight = P[1] / 16 + 9 * P[2] / 16
    assert [tilted[o] for o in P] == [0, P[1] / 16 / weight, 9 * P[2] / 16 / weight]
    assert measures.partition(Q, ZERO, Fraction(2)) == Q[1] ** 2 / 4 + Q[2] ** 2 * 3 / 4
    assert [measures.tilt_of(Q, ZERO, Fraction(-1))[o] for o in P] == [0, Fraction(2, 5), Fraction(3, 5)]
    again = measures.tilt_of(enclosed(Q), enclosed(ZERO), Fraction(-1))
    assert again[0] == 0
    assert near(again[1], Fraction(2, 5))
    by = measures.tilt_by(Reward.values([log(2), 0, log(3)]), P, Fraction(2))
    parts = [P[0] * 4, P[1], P[2] * 9]
    assert all(near(by[o], parts[o] / sum(parts)) for o in P)
    again = measures.tilt_by(Reward.values([log(2), 0, log(3)]), enclosed(P), Fraction(2))
    assert all(near(again[o], parts[o] / sum(parts)) for o in P)


def test_draws_are_as_many_as_can_be_gone_through_in_any_order() -> None:
    half, r = Distribution.uniform(2), Reward.values([log(2), 0])
    assert sum(measures.soft_best(half, Fraction(40), r).values()) == 1  # 41 lots, 2^40 draws in their orders
    said = r"^of 2 letters there are 401 lots of 400 draws, in any order, more than 100000 draws in all: give fewer$"
    with pytest.raises(TooLarge, match=said):
        measures.soft_best(half, Fraction(400), r)
    with pytest.raises(TooLarge, match=r"^10{30} draws to go through are more than"):
        measures.soft_best(half, Fraction(10**30), r)
    assert near(measures.best(enclosed(half), Fraction(40), r)[1], HALF**40)
    with pytest.raises(TooLarge, match=said):
        measures.best(enclosed(half), Fraction(400), r)
    one = Distribution.from_weights([1, 0])
    assert measures.soft_best(one, Fraction(measures._MOST_DRAWS), r) == {0: 1, 1: 0}
    with pytest.raises(TooLarge):
        measures.soft_best(one, Fraction(measures._MOST_DRAWS + 1), r)


def test_masses_of_the_best_have_at_most_a_million_digits() -> None:
    thirds, r = pmf("1/3, 2/3"), Reward.values([1, 0])
    assert measures.best(thirds, Fraction(10**5), r)[1] == Fraction(2, 3) ** 10**5
    said = (
        r"^the masses of the best of 10000000 draws have some 4771212 digits, more than 1000000: "
        r"give fewer draws, or a smaller denominator$"
    )
    with pytest.raises(TooLarge, match=said):
        measures.best(thirds, Fraction(10**7), r)
    with pytest.raises(TooLarge, match=r"^the masses of the best of ~10\^400 draws have some ~10\^399 digits"):
        measures.best(thirds, Fraction(10**400), r)
    with pytest.raises(TooLarge, match="have some 1000001 digits"):  # of 10 the number of digits is the number of draws
        measures.best(pmf("1/10, 9/10"), Fraction(10**6 + 1), r)
    assert measures.best(pmf("1, 0"), Fraction(10**30), r)[0] == 1  # whose masses have no digits


def test_powers_of_laws() -> None:
    assert measures.power_of(P, Fraction(2))[0, 2] == P[0] * P[2]
    again = measures.power_of(enclosed(P), Fraction(2))
    assert near(again[0, 2], P[0] * P[2])
    assert len(again) == 9
    with pytest.raises(TooLarge):
        measures.power_of(P, Fraction(13))  # 3^13 words are more than a million
    with pytest.raises(TooLarge):
        measures.power_of(enclosed(P), Fraction(8))


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=4), st.integers(0, 4))
def test_the_reward_of_a_word_letter_by_letter(values: list[int], length: int) -> None:
    total = measures.total(Reward.values(values), length)
    for word in product(range(len(values)), repeat=length):
        assert total(word) == sum(values[y] for y in word)
    named = measures.total(Reward({"no": 1, "yes": log(2)}), 2)
    assert [named(("no", "yes")), named(("yes", "no")), named(("yes", "yes"))] == [1 + log(2), 1 + log(2), 2 * log(2)]


def test_ranks_of_a_word() -> None:
    assert [measures.ranked(Reward.values([5, 1, 3]), (0, 1, 2, 1), Fraction(i)) for i in range(4)] == [1, 1, 3, 5]
    with pytest.raises(NotDefined, match=r"^a word of 2 letters has no letter of rank 2$"):
        measures.ranked(R, (0, 1), Fraction(2))


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_the_sum_of_spacings_is_the_largest_of_n(n: int) -> None:
    """The sum of exponentials with rates 1, …, n is the largest of n of rate 1: P(≤ x) = (1 − e^−x)^n."""
    for at in (2, 3, 5):
        assert measures.spacings(Fraction(n), log(at)) == (1 - Fraction(1, at)) ** n
    assert measures._convolved(n) is measures._convolved(n)  # at every case the same
    with pytest.raises(TooLarge, match=r"^257 spacings are more than 256: give fewer$"):
        measures.spacings(Fraction(257), log(2))


def test_the_largest_budget() -> None:
    assert measures.largest_budget(P, pmf("2/5, 2/5, 1/5")) == -log(HALF)  # of two letters, equally likely under q
    assert measures.largest_budget(P, pmf("1/5, 2/5, 2/5")) == -log(Fraction(4, 5))
    assert measures.largest_budget(pmf("0, 1/4, 3/4"), pmf("4/5, 1/10, 1/10")) == 0
    assert measures.largest_budget(pmf("1/4, 0, 3/4"), pmf("1/10, 4/5, 1/10")) == 0


@pytest.mark.parametrize("budget", [Fraction(0), Fraction(1, 10), Fraction(5)])
def test_what_is_optimal(budget: Fraction) -> None:
    p, q = pmf("1/2, 1/2"), pmf("1/4, 3/4")
    assert not measures.optimal(pmf("1/2, 1/2"), q, p, Fraction(-1))
    assert measures.optimal(p, q, p, budget) == (budget == 0)
    assert measures.optimal(pmf("0, 1"), q, p, budget) == (budget == 5)
    assert not measures.optimal(pmf("1, 0"), q, p, budget)


def test_what_is_optimal_within_a_budget_that_is_only_enclosed() -> None:
    p, q = pmf("1/2, 1/2"), pmf("1/4, 3/4")
    assert measures.optimal(pmf("0, 1"), q, p, PI)  # as within any budget that allows it
    assert not measures.optimal(pmf("0, 1"), q, p, PI / 5)  # π/5 < log 2
    assert not measures.optimal(p, q, p, -PI)
    with pytest.raises(
        Undecided, match=r"^what is optimal is found within a budget that is exact, and this one is enc"
    ):
        measures.optimal(p, q, p, PI)
    dead = pmf("0, 1/2, 1/2")
    assert measures.optimal(dead, pmf("3/5, 1/5, 1/5"), dead, PI)  # the best letters are those of p


def test_variance_proxies() -> None:
    """Hoeffding: a reward of two values 0 and 1 with even odds has 1/4, and no less."""
    p, r = pmf("1/2, 1/2"), Reward.values([0, 1])
    assert measures.sub_gaussian(p, r, Fraction(1, 4))
    assert measures.sub_gaussian(p, r, Fraction(1))
    assert not measures.sub_gaussian(p, r, Fraction(1, 4) - Fraction(1, 10**9))
    with pytest.raises(Undecided, match="a variance proxy is found for exact laws"):
        measures.sub_gaussian(enclosed(p), r, Fraction(1))


@pytest.mark.parametrize(
    ("value", "down", "up"),
    [
        (Fraction(7, 2), 3, 4),
        (Fraction(3), 3, 3),
        (Fraction(-1, 2), 0, 0),
        (Fraction(-3), 0, 0),
        (PI, 3, 4),
        (-PI, 0, 0),
    ],
)
def test_what_is_rounded_is_never_negative(value: Any, down: int, up: int) -> None:
    for rounding, whole in ((math.floor, down), (math.ceil, up)):
        found = measures.whole(rounding)(value)
        assert (type(found), found) == (Fraction, whole)
        if value != whole:
            assert measures.whole(rounding)(Dual(value, Fraction(1))) == whole


def test_what_cannot_be_rounded() -> None:
    root = EnclosedReal.of(2).sqrt()
    with pytest.raises(Undecided, match="a number too large, or too close to a whole one, to be rounded"):
        measures.whole(math.floor)(root * root)
    for value in (Fraction(3), log(2) - log(2) + 3):
        with pytest.raises(NotDefined, match="what is rounded jumps at a whole number"):
            measures.whole(math.ceil)(Dual(value, Fraction(1)))


def test_order() -> None:
    assert [measures.order(Fraction(a), Fraction(1)) for a in (0, 1, 2)] == [-1, 0, 1]
    assert [measures.order(log(a), log(2)) for a in (1, 2, 3)] == [-1, 0, 1]
    assert (measures.order(PI, Fraction(3)), measures.order(Fraction(3), PI)) == (1, -1)
    near_by = PI + Fraction(1, 2**2100)
    with pytest.raises(Undecided, match="with 2048 bits"):
        measures.order(near_by, EnclosedReal(arb.pi))


@pytest.mark.parametrize(
    ("function", "at", "slope"),
    [
        (logarithm, Fraction(3), THIRD),
        (exponential, Fraction(0), Fraction(1)),
        (square_root, Fraction(9), Fraction(1, 6)),
        (lambda x: smaller(x, Fraction(4)), Fraction(3), Fraction(1)),
        (lambda x: smaller(Fraction(4), x), Fraction(5), Fraction(0)),
        (lambda x: larger(x, Fraction(4)), Fraction(3), Fraction(0)),
        (lambda x: larger(Fraction(4), x), Fraction(5), Fraction(1)),
        (lambda x: power(x, Fraction(3)), Fraction(2), Fraction(12)),
        (lambda x: power(x, Fraction(-1)), Fraction(2), Fraction(-1, 4)),
    ],
)
def test_functions_of_duals(function: Callable[[Any], Any], at: Fraction, slope: Fraction) -> None:
    found = function(Dual(at, Fraction(1)))
    assert found.slope == slope
    assert found.value == function(at)


def test_functions_are_exact_where_they_can_be() -> None:
    assert logarithm(Fraction(4)) == 2 * log(2)
    assert logarithm(log(9) - 2 * log(3) + 4) == 2 * log(2)
    assert type(logarithm(log(2))) is EnclosedReal
    assert exponential(log(6) - log(2)) == 3
    assert type(exponential(log(2) + 1)) is EnclosedReal
    assert type(exponential(PI)) is EnclosedReal
    assert (power(THIRD, Fraction(-2)), power(log(2), Fraction(1))) == (9, log(2))
    assert near(power(Fraction(2), HALF), EnclosedReal.of(2).sqrt())
    assert (smaller(THIRD, HALF), larger(THIRD, HALF)) == (THIRD, HALF)


def test_powers_of_so_many_bits_are_written_out_and_no_longer_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "_MOST_BITS", 100)
    assert power(Fraction(3), Fraction(50)) == 3**50
    for base, exponent in ((Fraction(3), 51), (Fraction(1, 3), 51), (Fraction(-3), 51), (Fraction(3), -51)):
        with pytest.raises(TooLarge) as caught:
            power(base, Fraction(exponent))
        assert str(caught.value) == f"({base})^{exponent} has too many digits: give an exponent nearer to 0"
    with pytest.raises(TooLarge):
        power(Dual(Fraction(3), Fraction(1)), Fraction(51))
    assert power(Fraction(-1), Fraction(10**9)) == 1
    x = Polynomial((Fraction(0), Fraction(1)))
    monkeypatch.setattr(functions, "_MOST_FACTORS", 7)
    assert len(power(x, Fraction(7)).coefficients) == 8
    with pytest.raises(TooLarge):
        power(x, Fraction(8))


def test_binomial_coefficients() -> None:
    assert [[binomial(Fraction(n), Fraction(k)) for k in range(5)] for n in (0, 4)] == [
        [1, 0, 0, 0, 0],
        [1, 4, 6, 4, 1],
    ]
    assert {type(binomial(Fraction(n), Fraction(k))) for n in (0, 4) for k in (0, 2, 5)} == {Fraction}
    assert binomial(Fraction(10**100), Fraction(2)) == Fraction(10**100 * (10**100 - 1), 2)
    with pytest.raises(TooLarge, match=r"^C\(100000000, 50000000\) has too many digits: give smaller numbers$"):
        binomial(Fraction(10**8), Fraction(5 * 10**7))


def test_a_proxy_is_found_once_for_a_law_with_a_reward(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []
    find = variance_proxy

    def counting(law: RewardLaw) -> VarianceProxy:
        asked.append(law.values)
        return find(law)

    monkeypatch.setattr(measures, "variance_proxy", counting)
    measures._proxy.cache_clear()
    law, turned = Distribution({"a": HALF, "b": HALF}), Distribution({"b": HALF, "a": HALF})
    once, twice = Reward({"a": Fraction(0), "b": Fraction(1)}), Reward({"a": Fraction(0), "b": Fraction(2)})
    quarter = Fraction(1, 4)
    assert measures.sub_gaussian(law, once, quarter)
    assert not measures.sub_gaussian(law, once, Fraction(1, 5))
    assert measures.sub_gaussian(law, once, HALF)
    assert len(asked) == 1
    assert not measures.sub_gaussian(law, twice, quarter)
    assert measures.sub_gaussian(law, twice, Fraction(1))
    assert len(asked) == 2
    assert measures.sub_gaussian(turned, once, quarter)
    assert not measures.sub_gaussian(pmf("1, 0"), Reward.values([1, 0]), Fraction(-1))


def test_a_tilt_by_or_of_what_is_only_enclosed() -> None:
    """As that of the law itself: with masses that are enclosed, and with none where there is none."""
    for q, p in ((enclosed(Q), P), (Q, enclosed(P)), (enclosed(Q), enclosed(ZERO)), (Q, enclosed(ZERO))):
        found = measures.tilt_of(q, p, 2)
        exact = measures.tilt_of(Q, P if p[0] else ZERO, 2)
        assert list(found) == [0, 1, 2]
        assert all(near(found[o], exact[o]) for o in found)
    half = measures.tilt_of(Q, P, HALF)  # which is a tilt, and has no exact masses
    twice = measures.tilt_of(half, P, HALF)
    assert all(near(twice[o] * half[0] ** HALF * P[0], twice[0] * half[o] ** HALF * P[o]) for o in (1, 2))


def test_a_tilt_by_exact_rewards_is_one_of_a_family_of_tilts() -> None:
    assert isinstance(measures.tilt_by(R, P, HALF), TiltedDistribution)
    assert isinstance(measures.tilt_by(R, enclosed(P), HALF), dict)
    assert isinstance(measures.tilt_by({0: PI, 1: PI, 2: PI}, P, HALF), dict)


def test_a_number_is_looked_at_with_up_to_320_digits_before_it_is_not_rounded() -> None:
    asked: list[int] = []

    class Near:
        """A number that no enclosure tells from 1."""

        def enclose(self, digits: int) -> SimpleNamespace:
            asked.append(digits)
            return SimpleNamespace(lower=1 - Fraction(1, 10**digits), upper=1 + Fraction(1, 10**digits))

    with pytest.raises(Undecided):
        measures.whole(math.floor)(Near())
    assert asked == [5, 20, 80, 320]


def test_what_is_only_enclosed_is_not_seen_to_be_zero() -> None:
    root, nothing = EnclosedReal.of(2).sqrt(), Fraction(0)
    for a, b, expected in (
        (nothing, nothing, True),
        (Fraction(1), Fraction(1), False),
        (nothing, Fraction(1), False),
        (nothing, root * root - 2, False),
        (root * root - 2, nothing, False),
    ):
        assert measures.both_zero(a, b) is expected
