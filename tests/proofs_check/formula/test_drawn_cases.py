"""Cases at their limits: how long words and draws may be, what a rule keeps by, what an edge may give a variable."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, EnclosedReal, LogForm
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    T,
    Z,
    both,
    ceiling,
    corners,
    count,
    exp,
    for_all,
    keeps_best,
    kept,
    law,
    log,
    natural,
    nonnegative,
    optimal,
    outcome,
    positive,
    positive_law,
    real,
    reward,
    rule,
    rules,
    soft_best,
    tilt_by,
    total,
)
from proofs_check.formula import cases as module
from proofs_check.formula.cases import at_constants, cases
from proofs_check.formula.fits import misfit
from proofs_check.formula.notation import lift_count
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift
from proofs_check.formula.values import value

p, q, r, g, s, t = law("p"), positive_law("q"), reward("r"), reward("g"), rule("s"), rule("t")
x, a, b, n, k, y = real("x"), nonnegative("a"), positive("b"), count("n"), natural("k"), outcome("y")


def drawn(statement: Statement, most: int = 30, far: bool = False) -> list[dict[str, Any]]:
    return list(cases(statement, most=most, far=far))


@pytest.mark.parametrize(
    ("v", "shortest"),
    [
        (lambda length: outcome("v", "letters 2", length), 12),  # 4,096 words
        (lambda length: outcome("v", "letters 1", length), 4096),
        (lambda length: outcome("v", "letters 16", length), 3),
        (lambda length: law("v", "letters 2", length), 3),
        (lambda length: law("v", "letters 1", length), 3),
    ],
)
def test_words_are_as_long_as_can_be_gone_through_and_no_longer(v: Any, shortest: int) -> None:
    longest, longer = (Statement(x <= 1, also=(v(lift_count(length)),)) for length in (shortest, shortest + 1))
    found = drawn(longest, 3)
    assert len(found) == 3
    for case in found:
        words = [case["v"]] if isinstance(case["v"], tuple) else list(case["v"])
        assert {len(word) for word in words} == {shortest}
    assert drawn(longer, 3) == []


def test_draws_are_at_most_three() -> None:
    assert {len(draws) for case in drawn(Statement(E(kept(p, 3, s), r) <= x), 9) for draws in case["s"]} == {3}
    assert drawn(Statement(E(kept(p, 4, s), r) <= x), 9) == []
    numbers = Statement(both(E(kept(p, n, s), r) <= x, E(kept(p, 1, t), r) <= x))
    for case in drawn(numbers, 12):  # each rule is one for its own number
        assert {len(draws) for draws in case["s"]} == {case["n"]}
        assert {len(draws) for draws in case["t"]} == {1}


def test_what_a_bound_sequence_of_rules_keeps_of_says_nothing_of_another_rule() -> None:
    us = rules("us")
    inside = for_all(us, E(kept(p**k, n, us(k)), total(r, k)) <= x)
    for case in drawn(Statement(both(inside, E(kept(p, 2, s), r) <= x)), 9):
        assert {len(draws) for draws in case["s"]} == {2}


def test_each_rule_keeps_the_best_by_its_own_reward() -> None:
    given = (keeps_best(s, n, r), keeps_best(t, n, g))
    statement = Statement(both(E(kept(p, n, s), r) <= x, E(kept(p, n, t), g) <= x), given=given)
    found = drawn(statement)
    assert [misfit(statement, case) for case in found] == [""] * 30
    assert all(statement.reading(case).all_hold(given, tuple(h.token for h in given)) for case in found)
    assert any(dict(case["r"].items()) != dict(case["g"].items()) for case in found)
    half = Statement(statement.then, given=given[1:])
    free = [statement.reading(case).value(given[0]) for case in drawn(half)]
    assert 0 < free.count(False) < 30
    by_a_law = Statement(E(kept(p, n, s), r) <= x, given=(keeps_best(s, n, total_of_two()),))
    assert {misfit(by_a_law, case) for case in drawn(by_a_law, 12)} == {""}


def total_of_two() -> Term:
    """A reward that is no variable: by it no rule is drawn."""
    from proofs_check.formula import function

    return function(y, r(y) + g(y))


def test_the_edge_of_what_is_only_enclosed_is_given_to_nothing() -> None:
    def on_edge(hypothesis: Term) -> list[Any]:
        return [case["b"] for case in drawn(Statement(b >= 0, given=(hypothesis,)))[1::2]]

    assert {type(found) for found in on_edge(for_all(y, p(y) <= b))} == {Fraction}
    assert {type(found) for found in on_edge(for_all(y, exp(r(y) / 3) <= b))} == {Fraction}
    assert LogForm in {type(found) for found in on_edge(for_all(y, log(2 + p(y)) <= b))}
    for hypothesis in (for_all(y, exp(r(y) / 3) <= b), for_all(y, 1 / r(y) <= b)):
        assert not any(isinstance(found, EnclosedReal) for found in on_edge(hypothesis))


def test_the_edge_is_given_to_what_may_have_its_sign() -> None:
    """Where the largest reward is 0 a number ≥ 0 is on it, one > 0 is not; below 0 is a real number alone."""
    statement = Statement(x <= 1, given=tuple(for_all(y, r(y) <= v) for v in (x, a, b)))
    seen = set()
    for case in drawn(statement, 240)[1::2]:
        top = max(case["r"][o] for o in case["r"])
        assert case["x"] == top
        assert (case["a"] == top) >= (top >= 0)
        assert (case["b"] == top) >= (top > 0)
        assert case["a"] >= 0 < case["b"]
        seen.add((top > 0) - (top < 0))
    assert seen == {-1, 0, 1}


def test_two_of_three_optima_are_tilts_with_what_they_spend() -> None:
    phi, q, p, budget, above = law("phi"), positive_law("q"), positive_law("p"), real("Delta"), nonnegative("D")
    for spent, least in ((budget, 26), (above, 26), (lift(1), 0), (budget + 1, 0)):
        statement = Statement(KL(phi, p) >= 0, (optimal(phi, q, p, spent),))
        drawn = list(cases(statement, most=60))
        inside = [case for case in drawn if statement.holds(case)]
        assert len(inside) >= least
        tilts = [any(case["phi"] == value(T(q, p, k), case) for k in (1, 2, 3)) for case in drawn if len(case["p"]) > 1]
        assert (sum(tilts) > len(tilts) / 2) is (least > 0)
    psi, less_ = law("psi"), real("E")
    two = Statement(H(phi, q) <= H(psi, q), (optimal(phi, q, p, budget), optimal(psi, q, p, less_)))
    assert False in [two.holds(case) for case in cases(two, most=30)]
    one = Statement(KL(phi, psi) <= 0, (optimal(phi, q, p, budget), optimal(psi, q, p, budget)))
    alike = [one.holds(case) for case in cases(one, most=60)]
    assert (False not in alike, alike.count(True) > 25) == (True, True)
    x = real("x")
    o = outcome("o")
    given = (for_all(o, phi(o) == T(q, p, x)(o)), optimal(phi, q, p, budget), budget == KL(phi, p))
    defined = Statement(x <= 2, given)
    assert {case["x"] for case in cases(defined, most=60) if defined.holds(case) is False} >= {Fraction(3)}
    words = law("Phi", length=lift_count(2))
    over = Statement(H(words, q**2) >= 0, (optimal(words, q**2, p**2, budget),))
    assert len(list(cases(over, most=6))) == 6  # a law on words is drawn as any is


def test_a_number_is_met_on_both_sides_of_its_equation() -> None:
    x, r, p = real("x"), reward("r"), law("p")
    for said in (x == E(p, r), E(p, r) == x, x == log(lift(2)) * log(lift(3)), log(lift(2)) * log(lift(3)) == x):
        statement = Statement(x <= x, (said,))
        assert all(statement.holds(case) for case in cases(statement, most=30))
    b, d = real("b"), nonnegative("d")
    for given in (
        (both(x == E(p, r), p == p),), (x == 2 * b, b == E(p, r)), (b == E(p, r), x == 2 * b), (x == b, b == E(p, r)),
        (b == x, E(p, r) == b), (d == KL(p, p) + 1,),
    ):  # fmt: skip
        statement = Statement(x <= b + d, given)
        assert all(statement.applies_in(statement.reading(case)) for case in cases(statement, most=30))
    tight = Statement(x <= 1, (TV(p, p) + 1 <= d,))
    assert sum(case["d"] == 1 for case in cases(tight, most=40)) > 12  # below 0 a number ≥ 0 stays as it was drawn
    assert all(misfit(s, case) == "" for s in [Statement(x <= 1, (x - 5 <= d,))] for case in cases(s, most=40))
    itself = Statement(x <= 1, (x == 2 * x,))
    assert {case["x"] for case in cases(itself, most=30)} > {0, 1}


def test_a_positive_law_that_would_have_a_zero_stays_as_it_was_drawn() -> None:
    for said in (for_all(y, q(y) == p(y)), for_all(y, p(y) == q(y)), q == p):
        statement = Statement(x <= 1, given=(said,))
        found = drawn(statement)
        assert [misfit(statement, case) for case in found] == [""] * 30
        assert all((case["q"] == case["p"]) or 0 in case["p"].probabilities for case in found)
    for masses in (
        p(y) + q(y),
        2 * p(y) - q(y),
        log(1 + p(y)),
    ):  # whose sum is 2, or which may be below 0, or no masses
        statement = Statement(x <= 1, given=(for_all(y, law("u")(y) == masses),))
        assert [misfit(statement, case) for case in drawn(statement)] == [""] * 30


@pytest.mark.parametrize("of", [T(q, p, x / 2), tilt_by(r, p, x), soft_best(p, lift_count(2), r)], ids=str)
def test_a_law_that_is_only_enclosed_is_given_to_nothing(of: Term) -> None:
    """Where a tilt has an exact law, the variable is it; else it stays as it was drawn."""
    statement = Statement(E(law("u"), r) <= x, given=(law("u") == of,))
    found = drawn(statement)
    assert [misfit(statement, case) for case in found] == [""] * 30
    exact = [isinstance(law_, Distribution) for law_ in (value(of, statement.with_letters(case)) for case in found)]
    assert all(
        case["u"] == value(of, statement.with_letters(case)) for case, seen in zip(found, exact, strict=True) if seen
    )
    assert any(exact) == (of.op != "soft best")


def test_masses_of_another_sum_are_made_no_law() -> None:
    """(p + q)/2 would be one, which nothing says."""
    u = law("u")
    found = drawn(Statement(x <= 1, given=(for_all(y, u(y) == p(y) + q(y)),)), 60)
    halves = [{o: (case["p"][o] + case["q"][o]) / 2 for o in case["p"]} for case in found]
    assert any(dict(case["u"].items()) != half for case, half in zip(found, halves, strict=True))


def test_far_cases_between_the_corners_have_five_letters_and_few_in_turn() -> None:
    sizes = [len(case["p"]) for case in drawn(Statement(E(p, r) <= x), 120, far=True)[::2]]
    assert sizes[::2] == [5] * 30
    assert sizes[1] == 2
    assert set(sizes[1::2]) == {1, 2, 3, 4}


def test_what_waits_for_a_length_is_not_widened_away_from_it() -> None:
    """The word is as long as the bound says, though numbers of far cases are put in place of small ones."""
    statement = Statement(x <= 1, given=(E(q, r) == a,), also=(outcome("v", length=ceiling(a)),))
    for case in drawn(statement, far=True):
        assert len(case["v"]) == value(ceiling(a), case)


def test_numbers_between_are_those_of_small_cases_where_words_are_listed() -> None:
    for v in (outcome("v", length=lift_count(2)), law("v", length=lift_count(2)), s):
        found = drawn(Statement(n + k >= lift(0), also=(v, p)), 120, far=True)
        assert {case["n"] for case in found} == {1, 2, 3}
        assert {case["k"] for case in found} == {0, 1, 2, 3}


def test_small_values_are_drawn_in_the_shares_that_the_lists_give() -> None:
    """Between the corners, after the first few sizes; within five parts of a hundred."""
    statement = Statement(E(p, r) <= n + k + x + Z(q, p, real("c")), also=(law("m", "B"),))
    cases_ = [case for j, case in enumerate(drawn(statement, 900)) if j % 3 != 2 and j > 5]

    def share(values: list[Any]) -> dict[Any, float]:
        return {one: values.count(one) / len(values) for one in set(values)}

    for found, expected in (
        ([len(case["p"]) for case in cases_], {1: 1, 2: 2, 3: 2, 4: 1}),
        ([len(case["m"]) for case in cases_], {1: 1, 2: 2, 3: 1}),
        ([case["n"] for case in cases_], {1: 1, 2: 2, 3: 2}),
        ([case["k"] for case in cases_], {0: 1, 1: 1, 2: 2, 3: 2}),
        ([case["r"][o] for case in cases_ for o in case["r"]], {0: 1, 1: 2, 2: 1}),
        ([case["c"] for case in cases_], {0: 1, 1: 2, 2: 2, -1: 1, 3: 1, -2: 1, HALF: 1}),  # an exponent
        ([case["x"] for case in cases_], dict.fromkeys((0, 1, 2, -1, HALF, -HALF, 3, HALF / 2), 1)),
    ):
        seen, whole = share(found), sum(expected.values())
        assert seen.keys() == expected.keys()
        for one, parts in expected.items():
            assert abs(seen[one] - parts / whole) < 0.05, (one, seen)


HALF = Fraction(1, 2)


def test_rewards_of_far_cases_stay_small_where_a_rule_keeps_by_them() -> None:
    """The rule was drawn by them; without one they are larger between the corners."""
    ruled = Statement(E(kept(p, n, s), r) <= x, given=(keeps_best(s, n, r),))
    for case in drawn(ruled, far=True)[::2]:
        rewards = dict(case["r"].items())
        assert set(rewards.values()) <= {0, 1, 2}
        for draws, shares in case["s"].items():
            assert all(rewards[letter] == max(rewards[d] for d in draws) for letter in shares)
    free = drawn(Statement(E(p, r) <= x), far=True)[::2]
    assert {case["r"][o] for case in free for o in case["r"]} == {-3, -1, 0, Fraction(1, 3), 2, 10}


def test_whole_numbers_of_far_cases_between_the_corners() -> None:
    for statement, numbers in (
        (Statement(n + k >= 0), {5, 7, 12}),
        (Statement(E(p, r) <= n + k), {2, 3, 4, 5, 6, 12}),
        (Statement(E(p, r) <= x, given=(n <= k,)), {2, 3, 4, 5, 6, 12}),
    ):
        found = drawn(statement, 120, far=True)[::2]
        assert {case["n"] for case in found} == {case["k"] for case in found} == numbers


class Fixed(random.Random):
    """Whole numbers by chance, and shares always the same."""

    at = 0.0

    def getrandbits(self, k: int, /) -> int:
        return super().getrandbits(k)

    def random(self) -> float:
        return self.at


def between(statement: Statement, at: float, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Cases that are no corners, where what has a chance of more than `at` happens, and nothing else."""
    monkeypatch.setattr(module.random, "Random", Fixed)
    monkeypatch.setattr(Fixed, "at", at)
    return [case for j, case in enumerate(drawn(statement, 60)) if j % 3 != 2]


def test_a_fifth_of_the_second_laws_are_the_first_and_no_positive_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    same_again, anew = (between(Statement(KL(p, law("u")) <= x), at, monkeypatch) for at in (0.1999, 0.2))
    assert all(case["u"] == case["p"] for case in same_again)
    assert sum(case["u"] == case["p"] for case in anew) < 20
    others = between(Statement(KL(q, positive_law("u")) <= x), 0.0, monkeypatch)
    assert sum(case["q"] != case["u"] for case in others) > 20


def test_half_of_the_numbers_are_on_their_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    statement = Statement(x >= 0, given=(b <= x,))
    assert all(case["x"] == case["b"] for case in between(statement, 0.4999, monkeypatch))
    assert sum(case["x"] == case["b"] for case in between(statement, 0.5, monkeypatch)) < 20


def test_after_a_bound_without_a_value_no_other_is_met() -> None:
    """Such a case is outside the hypotheses in any way: its numbers stay as they were drawn."""
    found = drawn(Statement(x >= 0, given=(1 / k == x, b == real("z"))), 120)
    assert all(case["b"] == case["z"] for case in found if case["k"])
    assert any(case["b"] != case["z"] for case in found if not case["k"])


def test_a_second_alphabet_has_the_size_of_its_place_at_each_corner() -> None:
    for number, case in enumerate(drawn(Statement(x <= 1, also=(p, law("m", "B"))), 60)[2::3]):
        assert (len(case["p"]), len(case["m"])) == (corners.size(number, 0), corners.size(number, 1))


def test_the_rewards_of_far_corners_are_scaled_anew_once_all_shapes_were_had() -> None:
    found = drawn(Statement(E(p, r) <= x), 42, far=True)[1::2]
    for number, case in enumerate(found):
        scale = (1, 10, Fraction(1, 3))[number // 7]
        shape = corners.rewards(number, 0, len(case["r"]))
        assert [case["r"][o] for o in case["r"]] == [scale * reward_ for reward_ in shape]


def test_the_first_sizes_are_those_of_a_list() -> None:
    found = at_constants(Statement(E(p, r) <= x + 17), 6)
    assert [len(case["p"]) for case in found] == [2, 2, 2, 3, 2, 3]  # beside numbers that are all 0 or 1 never one


@pytest.mark.parametrize(("low", "high"), [(9, 12), (2, 12), (-5, -3), (0, Fraction(1, 2)), (-9, -9)])
def test_rewards_are_within_bounds_that_leave_few_small_ones(low: Any, high: Any) -> None:
    bounded = (for_all(y, low <= r(y)), for_all(y, r(y) <= high))
    found = drawn(Statement(E(p, r) <= high, given=bounded), most=60)
    assert all(low <= entry <= high for case in found for _, entry in case["r"].items())
    several = [case for case in found if len({str(entry) for _, entry in case["r"].items()}) > 1]
    assert bool(several) is (low < high)
    free = drawn(Statement(E(p, r) <= high, given=(for_all(y, r(y) <= 7),)), most=60)
    assert {entry for case in free for _, entry in case["r"].items()} >= {-1, 0, 1, 2}
