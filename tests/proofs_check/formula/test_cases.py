"""Cases: of every kind of value what the sorts allow, in the order and in the shares that are said."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, Reward
from proofs_check.formula import (
    KL,
    E,
    H,
    Pr,
    T,
    Z,
    both,
    ceiling,
    choose,
    count,
    either,
    event,
    exp,
    f_divergence,
    for_all,
    hits,
    integral,
    keeps_best,
    kept,
    law,
    laws,
    natural,
    no,
    nonnegative,
    outcome,
    positive,
    positive_law,
    real,
    real_function,
    renyi,
    reward,
    rule,
    slope,
    sum_to,
    total,
)
from proofs_check.formula import draws as module
from proofs_check.formula import size as count_of
from proofs_check.formula.cases import cases
from proofs_check.formula.corners import size
from proofs_check.formula.fits import misfit
from proofs_check.formula.notation import lift_count
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.shapes import SHAPES
from proofs_check.formula.sources import Source
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, apply, lift
from proofs_check.formula.values import value

p, q, r, s, f = law("p"), positive_law("q"), reward("r"), rule("s"), real_function("f")
x, a, b, c = real("x"), nonnegative("a"), positive("b"), real("c")
n, k, y = count("n"), natural("k"), outcome("y")


def drawn(statement: Statement | Term, most: int = 120, **how: Any) -> list[dict[str, Any]]:
    return list(cases(statement if isinstance(statement, Statement) else Statement(statement), most=most, **how))


def corners(found: list[dict[str, Any]], every: int = 3) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Those that are corners, and the others."""
    return found[every - 1 :: every], [case for k, case in enumerate(found) if k % every != every - 1]


def test_the_stream_is_the_same_at_every_run_and_another_for_each_seed() -> None:
    assert drawn(KL(p, q) <= x) == drawn(KL(p, q) <= x)
    assert drawn(KL(p, q) <= x, 40) == drawn(KL(p, q) <= x)[:40]
    assert drawn(KL(p, q) <= x) != drawn(KL(p, q) <= x, seed="far")
    assert len(drawn(KL(p, q) <= x, 7)) == 7
    assert len(drawn(KL(p, q) <= x, 1)) == 1


def test_a_bound_is_met_where_it_must_be_and_in_about_half_of_the_cases_else() -> None:
    every = drawn(Statement(x >= 0, given=(E(q, r) == x,)))
    assert all(value(E(q, r), case) == case["x"] for case in every)
    some = [value(E(q, r), case) == case["x"] for case in drawn(Statement(x >= 0, given=(E(q, r) <= x,)), 300)]
    assert 120 < sum(some) < 240
    loose = [value(E(q, r), case) == case["x"] for case in drawn(Statement(x >= E(q, r)), 300)]
    assert sum(loose) < sum(some) / 2


def test_numbers_are_of_their_sorts() -> None:
    found = drawn(Statement(both_of(x, a, b, c) >= 0, also=(n, k)))
    for case in found:
        assert case["a"] >= 0 < case["b"]
        assert case["n"] >= 1
        assert case["k"] >= 0
        assert {type(case[name]) for name in "xabc"} == {Fraction}
    for name, least in (("x", -1), ("a", 0), ("b", Fraction(1, 4))):
        values = {case[name] for case in found}
        assert min(values) == least
        assert max(values) == 3
        assert {1, 2, Fraction(1, 2), Fraction(1, 4)} <= values
    assert {case["k"] for case in found} == {0, 1, 2, 3}
    assert {case["n"] for case in found} == {1, 2, 3}
    assert found[0]["n"] == found[0]["k"] == 2


def both_of(*numbers: Term) -> Term:
    result = numbers[0]
    for other in numbers[1:]:
        result = result + other
    return result


EXPONENTS: dict[str, Callable[[Term], Term]] = {
    "a tilt": lambda t: KL(T(q, p, t), p) >= 0, "a sum of powers": lambda t: Z(q, p, t) >= 0,
    "a power": lambda t: b**t >= 0, "an order": lambda t: renyi(t, p, q) >= 0,
}  # fmt: skip


@pytest.mark.parametrize("name", EXPONENTS)
def test_exponents_are_whole_but_for_one_half(name: str) -> None:
    of = Source(Statement(EXPONENTS[name](b)))
    assert of.exponents == {"b"}
    assert {case["b"] for case in drawn(EXPONENTS[name](b))} == {1, 2, 3, Fraction(1, 2)}
    assert Source(Statement(b >= c, given=(EXPONENTS[name](b + a),))).exponents == {"a", "b"}
    assert Source(Statement(b >= c)).exponents == set()


def test_laws_have_zeros_where_they_may() -> None:
    found = drawn(KL(p, q) <= x)
    assert not any(0 in case["q"].probabilities for case in found)
    for part, least, most in zip(corners(found), (10, 3), (30, 16), strict=True):
        assert least < sum(0 in case["p"].probabilities for case in part) < most
        assert any(case["p"] == Distribution.uniform(len(case["p"])) for case in part)
    assert all(len(case["p"]) == len(case["q"]) for case in found)
    twins = [case for case in corners(found)[1] if case["p"] == case["q"] != Distribution.uniform(len(case["p"]))]
    assert 5 < len(twins) < 25
    assert {len(case["p"]) for case in found} == {1, 2, 3, 4}


def test_sizes_begin_small_and_are_those_of_corners() -> None:
    corner, others = corners(drawn(KL(p, q) <= x))
    assert [len(case["p"]) for case in corner] == [size(place, 0) for place in range(40)]
    assert [len(case["p"]) for case in others[:4]] == [2, 1, 3, 2]  # at 0, 1, 3, 4: between them the corners
    far, near = corners(drawn(KL(p, q) <= x, 48, far=True), 2)
    assert [len(case["p"]) for case in far] == [size(place, 0) for place in range(24)]
    assert [len(case["p"]) for case in near[::2]] == [5] * 12


def test_alphabets_have_sizes_of_their_own_and_families_a_law_for_each_letter() -> None:
    mu, family, three = law("mu", "B"), laws("F", "B"), law("u", "letters 3")
    statement = Statement(x >= 0, also=(mu, family, p, three))
    found = drawn(statement)
    assert [misfit(statement, case) for case in found] == [""] * 120
    assert all(list(case["F"]) == list(range(len(case["mu"]))) for case in found)
    assert all({len(one) for one in case["F"].values()} == {len(case["p"])} for case in found)
    assert all(len(case["u"]) == 3 for case in found)
    pairs = {(len(case["mu"]), len(case["p"])) for case in found}
    assert len(pairs) > 6
    assert max(len(case["mu"]) for case in found[2::3]) == 3


def test_rewards_and_outcomes_are_small() -> None:
    found = drawn(Statement(E(p, r) <= x, also=(y,)))
    corner, others = corners(found)
    assert {value_ for case in others for _, value_ in case["r"].items()} == {0, 1, 2}
    assert any(value_ < 0 for case in corner for _, value_ in case["r"].items())
    assert {case["y"] for case in found} == {0, 1, 2, 3}
    assert all(0 <= case["y"] < len(case["p"]) for case in found)


def test_functions_are_polynomials_where_they_are_integrated_and_of_every_shape_at_corners_else() -> None:
    corner, others = corners(drawn(f_divergence(f, p, q) >= 0))
    assert {id(case["f"]) for case in corner} == {id(shape) for shape in SHAPES}
    assert {case["f"] for case in others} == set(module._FUNCTIONS)
    t = real("t")
    for term in (integral(t, 0, 1, f(t)) <= x, slope(t, f(t), 1) <= x):
        assert all(isinstance(case["f"], Polynomial) for case in drawn(term))
    assert all(isinstance(case["f"], Polynomial) for case in drawn(Statement(x >= 0, (integral(t, 0, 1, f(t)) <= x,))))


def test_words_have_the_length_that_the_case_gives() -> None:
    w, psi = outcome("w", length=n), law("Psi", length=n)
    statement = Statement(Pr(p**n, event(w, total(r, n)(w) <= x)) <= x, also=(psi, outcome("v", length=n)))
    found = drawn(statement)
    assert [misfit(statement, case) for case in found] == [""] * 120
    assert all(len(case["v"]) == case["n"] for case in found)
    assert all(len(case["Psi"]) == len(case["p"]) ** case["n"] for case in found)
    corner, others = corners(found)
    for part in (corner, others):
        assert any(0 in case["Psi"].probabilities for case in part)
    several = Statement(x >= 0, also=(outcome("v", length=n), k))
    assert {len(case["v"]) for case in drawn(several)} == {1, 2, 3}


def test_a_rule_keeps_the_best_of_each_draw_where_it_must() -> None:
    statement = Statement(E(kept(p, n, s), r) <= x, given=(keeps_best(s, n, r),))
    for case in drawn(statement, 60):
        rewards = dict(case["r"].items())
        for draw, shares in case["s"].items():
            assert len(draw) == case["n"]
            assert all(rewards[letter] == max(rewards[other] for other in draw) for letter in shares)
    free = drawn(E(kept(p, n, s), r) <= x, 60)
    assert any(len(shares) == 2 for case in free for shares in case["s"].values())
    worse = (
        dict(case["r"].items())[letter] < max(dict(case["r"].items())[other] for other in draw)
        for case in free for draw, shares in case["s"].items() for letter in shares
    )  # fmt: skip
    assert any(worse)
    assert {len(draw) for case in drawn(Statement(x >= 0, also=(s,)), 9) for draw in case["s"]} == {2}


def test_far_cases_widen_what_is_no_corner() -> None:
    corner, others = corners(drawn(Statement(E(p, r) <= x, also=(a, b, c)), 48, far=True), 2)
    weights = {
        str(m / min(w for w in case["p"].probabilities if w)) for case in others for m in case["p"].probabilities
    }
    bases = (1, 2, 50, 1000)
    alike = {str(Fraction(b + 3 * j, a + 3 * k)) for a in bases for b in bases for j in range(5) for k in range(5)}
    assert weights <= {"1", "2", "25", "50", "500", "1000", "20", *alike}
    assert "1000" in weights
    assert {v for case in others for _, v in case["r"].items()} == {0, *module._FAR_REWARDS}
    numbers = {case["x"] for case in others}
    assert numbers <= set(module._FAR_REALS) != {case["a"] for case in others}
    assert min(numbers) < 0 < min(case["a"] for case in others)
    scales = {abs(v) for case in corner for _, v in case["r"].items()}
    assert {Fraction(1, 3), 10, 1} <= scales
    assert any(case["x"] in module._FAR_REALS for case in corner)
    assert any(case["x"] in module._REALS for case in corner)
    powers = {case["b"] for case in drawn(Z(q, p, b) >= 0, 48, far=True)}
    assert powers <= {1, 2, 3, 5, 7, Fraction(1, 2)}
    assert {5, 7} <= powers


def test_whole_numbers_of_far_cases_are_as_large_as_what_is_read_allows() -> None:
    def largest(statement: Statement) -> int:
        return max(case["n"] for case in drawn(statement, 48, far=True))

    assert largest(Statement(n >= 1)) == 12
    assert largest(Statement(n >= 1, also=(p,))) == 12
    assert largest(Statement(E(p**n, total(r, n)) >= 0)) == 6
    assert largest(Statement(n >= 1, also=(law("Psi", length=n),))) == 3
    assert largest(Statement(n >= 1, also=(p, s))) == 3
    many = [case for case in drawn(Statement(n >= 1, also=(p,)), 48, far=True) if case["n"] == 6]
    assert any(len(case["p"]) > 2 for case in many)  # of the best of six there is a formula; words are listed
    listed = drawn(Statement(E(p**n, total(r, n)) >= 0), 48, far=True)
    assert {len(case["p"]) for case in listed if case["n"] == 6} == {1, 2}


def test_what_bounds_a_variable_without_a_value_leaves_it() -> None:
    statement = Statement(x >= 0, given=(1 / k == x, H(p, q) <= c))
    found = drawn(statement)
    assert all(case["x"] == Fraction(1, case["k"]) for case in found if case["k"])
    assert any(case["k"] == 0 for case in found)
    assert isinstance(found[0]["p"], Distribution)
    assert isinstance(drawn(Statement(for_all(y, r(y) >= 0)))[0]["r"], Reward)


def seen(found: list[dict[str, Any]], name: str) -> set[Any]:
    return {case[name] for case in found}


HALF, QUARTER, THIRD = Fraction(1, 2), Fraction(1, 4), Fraction(1, 3)
NEAR: set[Any] = {0, 1, 2, -1, HALF, -HALF, 3, QUARTER}
FAR: set[Any] = {Fraction(3, 2), Fraction(-5, 3), 7, -9, Fraction(1, 100), 1000, Fraction(22, 7)}


def not_below(values: set[Any]) -> set[Any]:
    return {v for v in values if v >= 0}


def test_numbers_that_are_drawn() -> None:
    """All of them, near and far, and no others."""
    statement = Statement(both_of(x, a, b) >= 0, also=(n, k))
    near = drawn(statement, 300)
    for name, expected in (("x", NEAR), ("a", not_below(NEAR)), ("b", not_below(NEAR) - {0})):
        assert seen(near, name) == expected
    corner, others = corners(drawn(statement, 300, far=True), 2)
    above = not_below(FAR)
    for name, at, elsewhere in (("x", NEAR | FAR, FAR), ("a", not_below(NEAR | FAR), above),
                                ("b", not_below(NEAR | FAR) - {0}, above)):  # fmt: skip
        assert (seen(corner, name), seen(others, name)) == (at, elsewhere)
    assert (seen(corner, "n"), seen(others, "n")) == ({1, 2, 12}, {5, 7, 12})
    assert (seen(corner, "k"), seen(others, "k")) == ({0, 1, 12}, {5, 7, 12})
    powers = Statement(both_of(Z(q, p, x), b**a) >= 0)
    assert seen(drawn(powers, 300), "x") == {0, 1, 2, -1, 3, -2, HALF}
    assert seen(drawn(powers, 300), "a") == {0, 1, 2, 3, HALF}
    corner, others = corners(drawn(powers, 300, far=True), 2)
    assert (seen(corner, "x"), seen(others, "x")) == ({0, 1, 2, -1, 3, -2, HALF, 5, -4, 7}, {5, -4, 7})
    assert (seen(corner, "a"), seen(others, "a")) == ({0, 1, 2, 3, HALF, 5, 7}, {5, 7})


def test_weights_and_rewards_that_are_drawn() -> None:
    statement = Statement(both_of(E(p, r), KL(q, p)) <= x)
    _, others = corners(drawn(statement, 1200))
    assert {len(case["p"]) for case in others} == {1, 2, 3, 4}
    assert {max(reward_of(case)) for case in others} == {0, 1, 2}
    for name, weights in (("p", range(6)), ("q", range(1, 6))):
        pairs = {(u, v) for u in weights for v in weights if u + v}
        two = {case[name].probabilities for case in others if len(case[name]) == 2}
        assert two == {(Fraction(u, u + v), Fraction(v, u + v)) for u, v in pairs}
    for number, case in enumerate(drawn(statement, 400)):
        if number % 3 != 2 and number % 7 == 3:  # every seventh is uniform, or the second law is the first one
            assert case["q"] == Distribution.uniform(len(case["q"]))
        elif number % 3 == 1:  # every second of the others has no zeros
            assert 0 not in case["p"].probabilities or case["p"] == case["q"]
    far, _ = corners(drawn(statement, 240, far=True), 2)
    cubes = {(1, 8, 27), (0, 8, 8), (125, 1, 1), (729, 0, 0), (0, 729, 0), (0, 0, 729)}
    for case in far:
        cubes -= {
            weights for weights in cubes if len(case["p"]) == 3 and case["p"] == Distribution.from_weights(weights)
        }
    assert not cubes
    every = {tuple(reward_of(case)) for case in far if len(case["r"]) == 2}
    assert every == {
        (scale * u, scale * v)
        for scale in (1, 10, THIRD)
        for u, v in ((-1, -2), (0, 0), (1, 2), (1, -1), (-2, -1), (1, 1), (-1, -1))
    }


def reward_of(case: dict[str, Any]) -> list[Any]:
    return [value_ for _, value_ in case["r"].items()]


def test_functions_that_are_drawn() -> None:
    """By their values at 0, 1, 2 and −1: squares, products and powers with kinks in none of them."""
    found = {tuple(case["f"](Fraction(at)) for at in (0, 1, 2, -1)) for case in drawn(f_divergence(f, p, q) >= 0, 200)
             if isinstance(case["f"], Polynomial)}  # fmt: skip
    formulas: list[Callable[[int], int]] = [
        lambda t: (t - 1) ** 2, lambda t: t * t - 1, lambda t: t - 1, lambda t: t**3 - t, lambda t: 1 - t * t,
        lambda t: t**3 + t * t, lambda t: t**4,
    ]  # fmt: skip
    assert found >= {tuple(map(formula, (0, 1, 2, -1))) for formula in formulas}


def test_laws_on_words_that_are_drawn() -> None:
    psi = law("Psi", length=n)
    _, others = corners(drawn(Statement(x >= 0, also=(p, psi)), 1200))
    short = {case["Psi"].probabilities for case in others if case["n"] == 1 and len(case["p"]) == 2}
    weights = {(u, v) for u in range(4) for v in range(4) if u + v}
    assert short == {(Fraction(u, u + v), Fraction(v, u + v)) for u, v in weights}
    single = {case["Psi"].probabilities for case in others if len(case["Psi"]) == 1}
    assert single == {(1,)}


def test_how_many_are_drawn_without_being_told() -> None:
    assert len(list(cases(Statement(x >= 0)))) == 400
    assert next(case["n"] for case in drawn(Statement(n >= 1), 3)) == 2
    assert [case["n"] for case in drawn(Statement(n >= 1), 60)[2::3]] == [1, 3, 2] * 6 + [1, 3]
    assert [case["k"] for case in drawn(Statement(k >= 1), 60)[2::3]] == [0, 3, 1] * 6 + [0, 3]


def test_a_word_of_no_known_length_has_two_letters() -> None:
    """At k = 0 the length ⌈3/k⌉ has no value; the other words are as long as it says."""
    found = drawn(Statement(k >= 0, also=(outcome("v", length=ceiling(3 / k)), p)), 120)
    assert {(case["k"], len(case["v"])) for case in found} == {(0, 2), (1, 3), (2, 2), (3, 1)}


def test_a_law_and_a_reward_are_what_a_hypothesis_says() -> None:
    other, mixture, pi, v = law("other"), law("mixture"), positive_law("pi"), real("v")
    said = for_all(y, v * p(y) + (1 - v) * other(y) == mixture(y))
    mixed = Statement(mixture(y) >= 0, given=(said, v >= 0, v <= 1))
    inside = [c for c in drawn(mixed) if 0 <= c["v"] <= 1]
    assert {c["v"] for c in inside} >= {0, Fraction(1, 2), 1}
    assert all(mixed.holds(c) for c in inside)
    assert {c["v"] for c in drawn(mixed)} >= {-1, 2}  # what is no law is left as it was drawn
    copied = drawn(Statement(p(y) >= 0, given=(pi == p,)))
    assert all((c["pi"] == c["p"]) == (0 not in c["p"].probabilities) for c in copied)
    valued = Statement(r(y) >= 0, given=(for_all(y, r(y) == 3 * p(y) - 1),))
    assert all(valued.holds(c) is not None for c in drawn(valued))


def test_what_bounds_something_at_every_letter_is_on_its_edge_in_half_of_the_cases() -> None:
    between = Statement(x <= b, given=(for_all(y, both(x <= r(y), r(y) <= b)),))
    found = [(c["x"], c["b"], [c["r"][o] for o in c["r"]]) for c in drawn(between)]
    assert all(low == min(values) for low, _, values in found[1::2])
    assert all(high == max(values) for _, high, values in found[1::2] if max(values) > 0)
    assert all(high > 0 for _, high, _ in found)
    assert sum(low != min(values) for low, _, values in found[::2]) > 30


def test_a_whole_number_starts_from_a_bound_that_nothing_drawn_comes_up_to() -> None:
    def of(*given: Term, then: Term) -> set[Any]:
        return {c["k"] for c in drawn(Statement(then, given=given))}

    m = natural("m")
    assert of(k >= 4, then=k >= 0) == {4, 5, 6, 7}
    assert of(k > 4, then=k >= 0) == {5, 6, 7, 8}
    assert of(k >= 1000, then=k >= 0) == {1000, 1001, 1002, 1003}
    assert of(k >= 3, then=k >= 0) == of(k >= m, then=k >= 0) == {0, 1, 2, 3}  # what is drawn comes up to it
    for other in (lift(1000) != k, no(k <= 1000), either(k >= 1000, k <= 0), k <= 1000):  # which are no such bounds
        assert of(other, then=k >= 0) == {0, 1, 2, 3}
    assert of(both(k <= 2000, k >= 1000), then=k >= 0) == {1000, 1001, 1002, 1003}
    assert of(k >= 1000 + 0 * k, then=k >= 0) == {0, 1, 2, 3}
    assert max(of(k >= 20, then=sum_to(m, k, m) >= 0)) == 23
    assert max(of(k >= 198, then=sum_to(m, k, m) >= 0)) == 200
    assert max(of(k >= 201, then=sum_to(m, k, m) >= 0)) == 3
    of_each = for_all(y, sum_to(m, k, m) * r(y) == 0)
    assert max(of(k >= 10, then=of_each)) == 12
    twice = sum_to(m, k, sum_to(m, k, m)) >= 0
    assert max(of(k >= 10, then=twice)) == 12
    assert max(of(k >= 1000, then=choose(k, 2) >= 0)) == 1003
    assert max(of(k >= 13, then=twice)) == 3
    assert max(of(k >= 5, then=E(p**k, total(r, k)) >= 0)) == 6
    for v in (outcome("v", length=lift_count(2)), s):  # words and rules are listed
        assert max(c["k"] for c in drawn(Statement(k >= 0, given=(k >= 5,), also=(v,)))) == 6


def test_what_a_length_or_a_number_of_draws_depends_on_is_drawn_before() -> None:
    """Whatever it is: a real number on its bound, the size of a law, the letters of another word."""
    w, hit = outcome("w", length=n), event(y, r(y) > 0)
    longer = outcome("v", length=ceiling(b))
    for statement, least in (
        (Statement(x <= 1, also=(p, longer)), 80),
        (Statement(x <= 1, also=(p, law("Psi", length=ceiling(b)))), 50),
        (Statement(x <= 1, given=(E(p, r) <= x,), also=(outcome("v", length=ceiling(x)),)), 80),
        (Statement(x <= 1, given=(E(p, r) == x,), also=(law("Psi", length=ceiling(x)),)), 50),
        (Statement(x <= 1, also=(outcome("v", length=count_of(p)), p)), 100),
        (Statement(x <= 1, also=(r, outcome("v", length=hits(hit, w)))), 100),
        (Statement(x <= 1, also=(p, outcome("v", length=ceiling(exp(b * b * b))))), 30),
    ):
        for far in (False, True):
            found = drawn(statement, far=far)
            assert [misfit(statement, case) for case in found] == [""] * len(found), statement
            assert len(found) >= least
    lengths = {len(case["v"]) for case in drawn(Statement(x <= 1, also=(p, longer)), far=True)}
    assert {1, 2, 3, 4, 7} <= lengths


def test_a_rule_is_one_for_as_many_draws_as_the_case_says() -> None:
    statement = Statement(E(kept(p, apply("plus", n, ceiling(b)), s), r) <= x)
    for far in (False, True):
        found = drawn(statement, far=far)
        assert len(found) > 10
        for case in found:
            assert {len(draws) for draws in case["s"]} == {case["n"] + math.ceil(case["b"])} <= {2, 3}
    bound = Statement(for_all(n, E(kept(p, n, s), r) <= x))  # of a number that is bound there is no value
    assert {len(draws) for case in drawn(bound, 9) for draws in case["s"]} == {2}


def test_a_bound_is_met_after_the_words_that_it_is_about() -> None:
    psi = law("Psi", length=ceiling(b))
    found = drawn(Statement(x >= 0, given=(E(psi, total(r, ceiling(b))) == x,)))
    assert len(found) > 50
    assert all(value(E(psi, total(r, ceiling(b))), case) == case["x"] for case in found)
