"""Which counterexample is shown: one at which the statement is false, as simple as the rules can make it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, Reward, log
from exactalign.testing.strategies import rationals
from proofs_check import Case, pmf
from proofs_check.engine.smallest import is_degenerate, shrunk, size, smallest
from proofs_check.formula import (
    KL,
    E,
    H,
    T,
    Z,
    both,
    count,
    either,
    largest_budget,
    law,
    laws,
    optimal,
    outcome,
    positive_law,
    real,
    reward,
)
from proofs_check.formula.notation import TV
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift

p, q, r, x, n, y = law("p"), positive_law("q"), reward("r"), real("x"), count("N"), outcome("y")
phi, w = law("phi"), outcome("w", "B")


def plain(statement: Term, **values: Any) -> bool:
    return not is_degenerate(Statement(statement), Case(**values))


LAW, OTHER = pmf("1/2, 1/2"), pmf("1/3, 2/3")


def test_what_hides_what_a_statement_is_about() -> None:
    both = KL(p, q) >= 0
    assert plain(both, p=LAW, q=OTHER)
    assert not plain(both, p=pmf("1"), q=pmf("1"))
    assert not plain(both, p=pmf("1/2, 1/2, 0"), q=pmf("1/3, 1/3, 1/3"))
    assert not plain(both, p=OTHER, q=OTHER)
    assert not plain(H(p, p) >= 0, p=pmf("1"))
    assert not plain(H(p, p) >= 0, p=pmf("0, 1"))
    assert plain(H(p, p) >= 0, p=LAW)
    assert plain(E(p, r) >= 0, p=LAW, r=Reward.values([0, 1]))
    assert not plain(E(p, r) >= 0, p=LAW, r=Reward.values([1, 1]))
    assert plain(E(p, r) >= 0, p=pmf("1/3, 1/3, 1/3"), r=Reward.values([0, 0, 1]))
    assert not plain(Z(q, p, 2) >= 0, p=OTHER, q=LAW)  # tilted by a constant
    assert not plain(KL(T(q, p, 2), p) >= 0, p=OTHER, q=pmf("1/2, 1/2"))
    assert plain(Z(q, p, 2) >= 0, p=LAW, q=OTHER)
    assert plain(H(p, q) >= 0, p=OTHER, q=LAW)
    for rewarded in (optimal(p, q, phi, 1), largest_budget(phi, q) >= 0):
        assert not plain(rewarded, p=pmf("1/4, 3/4"), q=LAW, phi=OTHER)
        assert plain(rewarded, p=pmf("1/4, 3/4"), q=OTHER, phi=LAW)
    one, other = {0: LAW, 1: OTHER}, {0: OTHER, 1: OTHER}
    family, families = laws("f", "B"), laws("h", "B")
    both = KL(family(w), families(w)) >= 0
    assert plain(both, f=one, h=other, w=0)
    assert not plain(both, f=one, h=dict(one), w=0)
    for special in (pmf("1"), pmf("0, 1")):
        assert not plain(both, f={0: special, 1: special}, h=other, w=0)
    for special in (0, 1):
        assert not plain(x >= 0, x=special)
        assert plain(p(y) >= 0, p=LAW, y=special)  # a letter, no number
    assert plain(x >= 0, x=2)
    assert plain(x >= 0, x=2, unknown=1)  # says nothing of the statement


def test_how_large_a_case_is() -> None:
    assert size(Case(p=pmf("1/2, 1/2"))) == (2, 6)
    assert size(Case(p=pmf("1/3, 2/3"), x=Fraction(-3, 2))) == (2, 9 + 6)
    assert size(Case(x=3)) == (0, 4)
    assert size(Case(x=-3)) == (0, 5)
    assert size(Case(r=Reward.values([0, Fraction(1, 2)]))) == (2, 1 + 3)
    assert size(Case(p=pmf("1/2, 1/2"), r=Reward.values([0, 0, 0]))) == (3, 6 + 3)
    assert size(Case(r=Reward.values([0, log(2)]))) > size(Case(r=Reward.values([0, 1])))


weights = st.lists(st.integers(1, 9), min_size=2, max_size=3)


@settings(max_examples=20)
@given(weights, weights, rationals(-9, 9, max_denominator=5))
def test_what_is_made_simpler_is_still_false_and_not_special(one: list[int], other: list[int], at: Fraction) -> None:
    if len(one) != len(other):
        other = [*other, 4][: len(one)] if len(other) < len(one) else other[: len(one)]
    case = Case(p=Distribution.from_weights(one), q=Distribution.from_weights(other), x=at)
    statement = Statement(TV(p, q) * (x - 3) >= 0)  # false below 3, wherever p and q differ
    if statement.holds(dict(case)) is not False or is_degenerate(statement, case):
        return
    found = shrunk(statement, case)
    assert statement.holds(dict(found)) is False
    assert not is_degenerate(statement, found)
    assert size(found) <= size(case)
    assert dict(found)["x"] == -1
    assert size(found)[0] == size(case)[0]


def test_it_is_as_simple_as_the_values_that_are_tried() -> None:
    case = Case(p=pmf("2/7, 5/7"), q=pmf("3/8, 5/8"), x=Fraction(-7, 5))
    found = dict(shrunk(Statement(TV(p, q) * x >= 0), case))
    assert found == {"p": pmf("1/2, 1/2"), "q": pmf("1/3, 2/3"), "x": -1}
    reward_ = shrunk(Statement(E(p, r) <= 0), Case(p=pmf("2/7, 5/7"), r=Reward.values([3, 8])))
    assert dict(reward_) == {"p": pmf("1/2, 1/2"), "r": Reward.values([0, 1])}


@pytest.mark.parametrize("given_first", [True, False])
def test_the_smallest_plain_case_and_a_smaller_special_one_beside_it(given_first: bool) -> None:
    statement = Statement(x <= Fraction(-5, 2) * x**2)
    special, large, larger = Case(x=1), Case(x=Fraction(5, 7)), Case(x=Fraction(50, 7))
    found = [special, larger, large] if given_first else [larger, large, special]
    assert smallest(statement, found) == (Case(x=-1), (special,))
    assert smallest(statement, [larger, large]) == (Case(x=-1), ())
    assert smallest(statement, [special]) == (special, ())
    assert smallest(Statement(x <= 0), [Case(x=1), Case(x=Fraction(1, 7))]) == (Case(x=Fraction(1, 2)), (Case(x=1),))


SIMPLE = [Fraction(text) for text in ("1/2", "2", "-1", "3", "-1/2", "-2", "3/2", "1/4")]


def test_the_numbers_that_are_tried_in_the_place_of_others() -> None:
    """What is false at one of them and where the search ended is shown at the first; any other number is not tried."""
    start = Fraction(55, 7)
    for number in (*SIMPLE, Fraction(4), Fraction(1, 3), Fraction(-3), Fraction(0), Fraction(1)):
        only = Statement((x - number) * (x - start) != 0)
        assert dict(shrunk(only, Case(x=start))) == {"x": number if number in SIMPLE else start}
    for whole in (2, 3):
        assert dict(shrunk(Statement((n - lift(whole)) * (n - 9) != 0), Case(N=9))) == {"N": whole}
    for whole in (4, 5):  # counts are whole numbers, of which these are not tried
        assert dict(shrunk(Statement((n - lift(whole)) * (n - 9) != 0), Case(N=9))) == {"N": 9}
    assert type(dict(shrunk(Statement(n <= 1), Case(N=9)))["N"]) is int


def test_what_is_put_in_the_place_of_a_value_is_a_value_of_its_sort_and_simpler() -> None:
    assert dict(shrunk(Statement(n >= 10), Case(N=9))) == {"N": 2}  # −1 is no count
    third = Fraction(1, 3)
    for other in (Fraction(3), Fraction(3, 2), Fraction(1, 4)):  # as simple or less
        assert dict(shrunk(Statement((x - other) * (x - third) != 0), Case(x=third))) == {"x": third}


def test_what_hides_what_a_statement_is_about_is_not_put_there() -> None:
    laws = {"p": pmf("2/7, 5/7"), "q": pmf("3/8, 5/8")}
    assert dict(shrunk(Statement(TV(p, q) >= 1), Case(**laws))) == {"p": LAW, "q": OTHER}  # not both of them LAW
    case = Case(p=pmf("2/7, 5/7"), r=Reward.values([3, 8]))
    assert dict(shrunk(Statement(E(p, r) >= 9), case)) == {"p": LAW, "r": Reward.values([0, 1])}  # not (0, 0)


def test_the_simplest_comes_first_and_one_value_after_another() -> None:
    """−1, 1/2 and 2 count alike, by numerator, denominator and sign, and stand in the order of their texts."""
    false_below = Statement(x >= 4)
    assert dict(shrunk(false_below, Case(x=Fraction(-50, 7)))) == {"x": Fraction(-1)}
    assert dict(shrunk(Statement(x <= 0), Case(x=Fraction(50, 7)))) == {"x": Fraction(1, 2)}
    assert dict(shrunk(Statement(x <= 1), Case(x=Fraction(50, 7)))) == {"x": Fraction(2)}
    assert dict(shrunk(Statement(x <= 2), Case(x=Fraction(50, 7)))) == {"x": Fraction(3)}
    assert dict(shrunk(Statement(x <= 3), Case(x=Fraction(50, 7)))) == {"x": Fraction(50, 7)}
    y_ = real("y")
    both_small = shrunk(Statement(x * y_ <= 3), Case(x=Fraction(50, 7), y=Fraction(90, 7)))
    assert dict(both_small) == {"x": Fraction(1, 2), "y": Fraction(90, 7)}
    again = shrunk(Statement(x <= y_), Case(x=Fraction(50, 7), y=Fraction(9, 7)))
    assert dict(again) == {"x": Fraction(1, 2), "y": Fraction(-1)}  # x = 2 first, and 1/2 when y = −1 has been found


def test_rewards_of_many_letters_and_laws_of_many_stay() -> None:
    four, five = Reward.values([5, 7, 9, 8]), Reward.values([5, 7, 9, 8, 6])
    even = {len(w): Distribution.from_weights(w) for w in ([3, 5, 4, 7], [3, 5, 4, 7, 2])}
    statement = Statement(E(p, r) <= 0)
    assert dict(shrunk(statement, Case(p=even[4], r=four)))["r"] == Reward.values([0, 0, 0, 1])
    assert dict(shrunk(statement, Case(p=even[5], r=five))) == {"p": even[5], "r": five}
    assert dict(shrunk(statement, Case(p=even[4], r=four)))["p"] == even[4]
    three = Distribution.from_weights([3, 5, 4])
    assert dict(shrunk(statement, Case(p=three, r=Reward.values([5, 7, 9]))))["p"] == Distribution.uniform(3)
    named = Distribution({"a": Fraction(3, 8), "b": Fraction(5, 8)})
    assert dict(shrunk(Statement(H(p, p) <= 0), Case(p=named))) == {"p": named}


def test_three_times_one_value_after_another_is_tried() -> None:
    """Each may be −1 where the next one is: from the last one backwards, one in every round."""
    start = Fraction(50, 7)
    one, two, three, four = (real(name) for name in "abcd")
    links = [both(left != start, right != -1) for left, right in ((one, two), (two, three), (three, four))]
    found = shrunk(Statement(either(*links)), Case(a=start, b=start, c=start, d=start))
    assert dict(found) == {"a": start, "b": -1, "c": -1, "d": -1}


def test_laws_have_weights_to_three() -> None:
    """What is false at one law and where the search ended is shown at the first, where that is tried."""
    start, at_one = pmf("5/12, 7/12"), Reward.values([0, 1])
    for numerator, denominator, tried in ((3, 4, True), (4, 5, False)):
        other = Fraction(numerator, denominator)
        said = Statement((E(p, r) - other) * (E(p, r) - Fraction(7, 12)) != 0)
        found = dict(shrunk(said, Case(p=start, r=at_one)))["p"]
        assert found == (Distribution.from_weights([denominator - numerator, numerator]) if tried else start)
