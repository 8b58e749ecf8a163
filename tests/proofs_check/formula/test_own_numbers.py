"""Cases with the numbers that stand in a statement, and with those beside them: of which variable, and how."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution, LogForm, Reward
from exactalign import log as log_number
from proofs_check.formula import (
    KL,
    TV,
    E,
    H,
    Sum,
    T,
    Var,
    best,
    both,
    chi_squared,
    choose,
    count,
    exists,
    f_divergence,
    kept,
    law,
    laws,
    log,
    natural,
    nonnegative,
    outcome,
    positive,
    positive_law,
    real,
    real_function,
    renyi,
    reward,
    rule,
    size,
    soft_best,
    sqrt,
    sum_to,
    total,
)
from proofs_check.formula.cases import at_constants, beyond_constants, cases, rare_best
from proofs_check.formula.fits import misfit
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term, lift

x, a, b, n, k, i = real("x"), nonnegative("a"), positive("b"), count("n"), natural("k"), natural("i")
m = count("m")
p, q, r, f, y = law("p"), positive_law("q"), reward("r"), real_function("f"), outcome("y")
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def own(said: Statement | Term, name: str, most: int = 600) -> list[Any]:
    """What a variable is in the cases of a statement about it: each number stands in three, beside others if any are.

    Where a law has the number, the variable differs from case to case.
    """
    statement = said if isinstance(said, Statement) else Statement(said)
    found = list(at_constants(statement, most))
    assert not any(misfit(statement, case) for case in found)
    values = [case[name] for case in found]
    if [v.name for v in statement.variables.values() if v.sort.space is None] == list(statement.variables) == [name]:
        return values
    if not isinstance(values[:1] and values[0], Distribution | Reward):
        threes = (values[j : j + 3] for j in range(0, len(values), 3))
        return [one for one, *others in threes if others == [one] * len(others)]
    return values[::3]


def beside(*constants: Any) -> list[Any]:
    """By hand, once each: the numbers, masses of 1/(1 + c) and 1 − c, neighbours, ratios, the middle of two, half a
    ratio, roots, logarithms, half of c and 1/c."""
    named = {log_number(k): Fraction(1, k) for k in range(2, 30)} | {k: Fraction(1, k + 1) for k in range(1, 2000)}
    masses = [named[c] for c in constants if c in named]
    masses += [1 - c for c in constants if isinstance(c, Fraction) and 0 < c < 1]
    pairs = [(c, d) for c in constants for d in constants if isinstance(d, Fraction) and c is not d]
    middle = [(c + d) / 2 for c, d in pairs]
    turns = [sign * c / d / 2 for c, d in pairs for sign in (1, -1)]
    near = [other for c in constants for other in (c + 1, c - 1, -c, c + HALF, c - HALF)]
    ratios = [c / d for c, d in pairs]
    above = [c for c in constants if isinstance(c, Fraction) and c > 0]
    roots = [Fraction(sign * int(c**power + 1e-9)) for c in above for power in (0.5, 0.25) for sign in (1, -1)]
    logs = [sign * log_number(c) for c in above for sign in (1, -1)]
    halves = [half for c in above for half in (c / 2, 1 / c / 2)]
    return list(dict.fromkeys([*constants, *masses, *near, *ratios, *middle, *turns, *roots, *logs, *halves]))


def test_a_number_itself_then_what_is_beside_it() -> None:
    one, other = Fraction(17), QUARTER
    assert own(x != 17, "x") == beside(one)
    assert own(Statement(x != 17, given=(x >= QUARTER,)), "x") == beside(other, one)
    assert own(x != -17, "x") == beside(-one)  # which has no square root
    assert own(log(b) != log(lift(16)), "b") == [c for c in beside(log_number(16), Fraction(16)) if c > 0]
    for most in (0, 1, 3, 4):
        assert len(list(at_constants(Statement(x != 17), most))) == most
        assert own(x != 17, "x", most) == beside(one)[:most]
    for alone in (x != 0, x != 1, x >= 0, x**2 >= 0):  # numbers of every case, and an exponent
        assert own(alone, "x") == []


def test_a_number_that_a_part_is_worth_is_one_of_them() -> None:
    assert {Fraction(6), Fraction(3), Fraction(2)} <= set(own(x != lift(2) * 3, "x"))
    assert 6 not in own(x * 2 != 3, "x")
    assert own(x != 1 / lift(0), "x") == []  # a part that has no value has no number


def test_a_bound_does_not_replace_what_a_case_is_about_and_an_equation_does() -> None:
    """Half of the cases would else have the variable on its bound, and not at the number."""
    bounded = [
        case for case in at_constants(Statement(x != 5, given=(a <= x,)), 200) if case["x"] not in (0, case["a"])
    ]
    assert {case["x"] for case in bounded} >= {Fraction(5), Fraction(6), Fraction(4), Fraction(-5)}
    tight = list(at_constants(Statement(x != 5, given=(a == x,)), 200))
    assert all(case["x"] == case["a"] for case in tight)
    assert 5 in {case["x"] for case in tight}


@pytest.mark.parametrize(
    ("v", "least", "whole"),
    [(x, -99, False), (a, QUARTER, False), (b, QUARTER, False), (k, 0, True), (n, 1, True)],
    ids=lambda given: str(given),
)
def test_a_variable_has_the_numbers_of_its_sort(v: Term, least: Any, whole: bool) -> None:
    """Beside −1 and 2: of the neighbours 0, 1, −2, −1/2, 3, … those that the sort has (but 0, which every case has)."""
    numbers = beside(Fraction(-1), Fraction(2))
    kept = [c for c in numbers if c >= least and (not whole or (isinstance(c, Fraction) and c.denominator == 1))]
    assert own(both(v != -1, v != 2), v.name) == kept
    assert 0 in numbers
    assert {type(c) for c in kept} == ({Fraction} if whole else {Fraction, LogForm})
    assert {type(c) for c in own(both(v != -1, v != 2), v.name)} == ({int} if whole else {Fraction, LogForm})


def test_whole_numbers_are_as_large_as_a_reading_allows() -> None:
    def largest(*said: Term) -> int:
        return max(own(Statement(both(*said) if said[1:] else said[0]), "n"))

    assert largest(n != 1000) == 1001
    assert (largest(n != 11, KL(p, q) >= 0), largest(n != 6, KL(p, q) >= 0), largest(n != 5, KL(p, q) >= 0)) == (
        3, 6, 6,
    )  # fmt: skip
    assert (largest(n != 199, sum_to(i, n, i) >= 0), largest(n != 200, sum_to(i, n, i) >= 0)) == (200, 200)
    assert largest(n != 202, sum_to(i, n, i) >= 0) < 200
    twice = sum_to(i, n, sum_to(i, n, i)) >= 0
    assert (largest(n != 12, twice), largest(n != 13, twice), largest(n != 1000, choose(n, 2) >= 0)) == (12, 12, 1001)
    assert largest(n != 14, twice) < 12


@pytest.mark.parametrize("own_number", [12, -12, 13, -13, Fraction(5, 2)])
def test_exponents_stay_whole_and_small(own_number: Any) -> None:
    exact = [c for c in beside(Fraction(own_number)) if isinstance(c, Fraction)]
    expected = [c for c in exact if c.denominator == 1 and abs(c) <= 12]
    for power in (KL(T(q, p, x), p), renyi(x, p, q), q(y) ** x):
        assert own(both(x != own_number, power >= 0), "x") == expected


def test_an_exponent_has_the_sign_of_its_sort() -> None:
    """2·H(T(q, p, a)‖q) ≤ 2·H(p‖q) is true for a ≥ 0: it was refuted at a = −2, as 2 stands in it."""
    for v, least in ((x, -3), (a, 0), (b, 1)):
        for power in (KL(T(q, p, v), p), q(y) ** v):
            statement = both(v != 2, power >= 0)
            assert min(own(statement, v.name), default=1) >= least
            found = list(at_constants(Statement(statement), 60))
            assert [misfit(Statement(statement), case) for case in found] == [""] * len(found)
    by_outcome = Statement(both(x != 2, q(y) ** r(y) >= 0))
    assert {misfit(by_outcome, case) for case in at_constants(by_outcome, 60)} == {""}


def test_a_law_gives_a_number_to_its_first_letter_and_the_rest_to_the_others_alike() -> None:
    numbers = [Fraction(2, 7), Fraction(5, 7), *(Fraction(j, 41) for j in range(1, 9))]
    for v in (p, q):
        found = own(both(*(v(y) != c for c in numbers)), v.name)
        assert {len(law_) for law_ in found} >= {1, 2, 3}
        assert len(found) == len([c for c in beside(*numbers) if isinstance(c, Fraction) and 0 < c < 1])
        for law_, c in zip(found, beside(*numbers), strict=False):  # after them come some that are no masses
            masses = law_.probabilities
            assert masses == (1,) or (masses[0], set(masses[1:])) == (c, {(1 - c) / (len(masses) - 1)})
            if c == numbers[-1]:
                break


def test_a_reward_has_a_number_at_every_letter_and_a_function_everywhere() -> None:
    found = own(r(y) != Fraction(7, 3), "r")
    values = [[reward_[o] for o in reward_] for reward_ in found]
    assert [entries[0] for entries in values] == beside(Fraction(7, 3))
    assert all(len(set(entries)) == 1 for entries in values)
    assert {len(entries) for entries in values} >= {1, 2, 3}
    assert {type(reward_) for reward_ in found} == {Reward}
    functions = own(f_divergence(f, p, q) != 5, "f")
    assert [g for g in functions if len(g.coefficients) == 1] == [
        Polynomial((c,)) for c in beside(Fraction(5)) if isinstance(c, Fraction)
    ]
    assert log_number(5) in own(x != log(lift(5)), "x")
    assert all(isinstance(g, Polynomial) for g in own(f_divergence(f, p, q) != log(lift(5)), "f"))


def test_words_families_and_outcomes_take_no_number() -> None:
    w, psi, family = outcome("w", length=n), law("Psi", length=n), laws("F", "A")
    said = x != Fraction(1, 3)
    expected = len(list(at_constants(Statement(said, also=(p, n)), 400)))
    for v in (w, psi, family, y):
        statement = Statement(said, also=(v, p, n))
        assert [misfit(statement, case) for case in at_constants(statement, 400)] == [""] * expected, v


def test_beside_a_number_the_others_are_drawn_or_all_0_or_all_1() -> None:
    """Where their sorts allow it: a sum or a product of several is then the one number."""
    statement = Statement(both(x != 17, real("u") >= 0), also=(a, b, n, k, p, r, y))
    found = list(at_constants(statement, 60))
    assert [misfit(statement, case) for case in found] == [""] * 60
    about = [case for case in found if case["x"] in beside(Fraction(17))]
    for j, case in enumerate(found):
        numbers = {name: case[name] for name in ("x", "u", "a", "b", "n", "k")}
        at = [name for name, value in numbers.items() if value not in (0, 1)]
        if j % 3 == 2:
            assert len(at) <= 1
            assert list(numbers.values()).count(1) >= 5
        if j % 3 == 1:
            assert sum(numbers[name] == 0 for name in ("x", "u", "a")) >= 2
            assert numbers["b"] > 0 < numbers["n"]
    assert {case["u"] for case in found[::3] if case in about} > {0, 1}
    assert {case["b"] for case in found[1::3]} > {1}
    assert {case["k"] for case in found[1::3]} > {0, 1}
    assert {type(case["k"]) for case in found} == {type(case["n"]) for case in found} == {int}
    assert {type(case["a"]) for case in found[1::3]} <= {Fraction, LogForm}


@given(st.integers(2, 12), st.integers(1, 12))
def test_other_laws_are_on_the_first_letter_or_uniform(whole: int, other: int) -> None:
    """Beside a law with a mass of 1/k, which then is uniform where k is small; a reward has the first letter alone."""
    u = law("u")
    for said in (chi_squared(p, u) != whole - 1, KL(p, u) != log(lift(whole)), KL(u, p) != log(lift(whole))):
        statement = Statement(said)
        found = list(at_constants(statement, 96))
        assert any(statement.holds(case) is False for case in found), said
        assert {misfit(statement, case) for case in found} == {""}
    statement = Statement(E(p, r) <= 1, given=(E(u, r) == Fraction(1, whole * other),))
    assert any(case["p"].probabilities[0] == 1 and case["r"][0] == 1 for case in at_constants(statement, 600))
    assert any(set(case["u"].probabilities) == {HALF} for case in at_constants(Statement(TV(p, u) <= 1), 12))


def test_a_law_has_as_many_letters_as_make_it_uniform_where_they_are_few() -> None:
    for c, most in ((Fraction(1, 5), 5), (Fraction(2, 5), 4), (Fraction(1, 6), 4)):
        laws = [case["p"] for case in at_constants(Statement(p(y) != c), 60)]
        assert max(len(law_) for law_ in laws if law_.probabilities[0] == c) <= most
        assert (Distribution.uniform(5) in laws) == (c != Fraction(1, 6))  # half of 2/5 is 1/5


def test_a_pair_of_laws_has_masses_though_no_number_names_them() -> None:
    for u in (law("u"), q):
        said = Statement(Sum(y, (sqrt(p(y)) - sqrt(u(y))) ** 2) != 1)
        assert any(said.holds(case) is False for case in at_constants(said, 96))
    assert list(at_constants(Statement(size(p) >= 1), 96)) == []


RARE = [
    KL(best(p, n, r), p) <= Fraction(7, 2),
    E(best(p, n, r), r) - E(p, r) <= 3 * sqrt(Var(p, r)),
    KL(best(p**m, n, total(r, m)), p**m) <= log(n) / 2,
    2 * Sum(y, best(p, n, r)(y) ** 2) >= Sum(y, p(y) ** 2) + Fraction(1, 6),
]


@pytest.mark.parametrize("said", RARE, ids=str)
def test_the_best_of_many_draws_is_rare(said: Term) -> None:
    statement = Statement(said)
    found = list(rare_best(statement))
    assert [case["n"] for case in found] == [many for many in (3, 12, 40, 100, 1000) for _ in range(2)]
    assert {misfit(statement, case) for case in found} == {""}
    for case, share in zip(found, (1, 3) * 5, strict=True):
        chance = Fraction(share, max(case["n"], share + 1))
        assert case["p"].probabilities == (1 - chance, chance)
        assert dict(case["r"].items()) == {0: 0, 1: 1}
    assert any(statement.holds(case) is False for case in found)


def test_of_several_numbers_of_draws_each_is_large_once_and_others_are_not() -> None:
    two = list(rare_best(Statement(KL(best(p, n, r), best(p, m, r)) <= k)))
    assert [max(case["n"], case["m"]) for case in two] == [N for N in (3, 12, 40, 100, 1000) for _ in range(4)]
    assert all(min(case["n"], case["m"], case["k"]) <= 3 >= case["k"] for case in two)


@pytest.mark.parametrize(
    "said",
    [
        KL(p, q) <= n, KL(best(p, 3, r), p) <= 1, E(soft_best(p, n, r), r) <= E(best(p, n, r), r),
        best(p, n, r)(y) <= sum_to(i, n, i), E(best(law("u", length=m), n, total(r, m)), total(r, m)) <= 1,
        E(kept(p, n, rule("s")), r) <= E(best(p, n, r), r),
    ],
    ids=str,
)  # fmt: skip
def test_draws_are_few_where_they_are_listed_or_not_many(said: Term) -> None:
    assert list(rare_best(Statement(said))) == []


@pytest.mark.parametrize(
    "said",
    [size(p) <= 5, size(p) <= 9, exists(y, p(y) >= Fraction(1, 5)), H(p, p) <= 2, KL(best(p, n, r), p) <= log(n) / 2],
    ids=str,
)
def test_what_a_few_more_letters_deny_is_false_at_a_case(said: Term) -> None:
    statement = Statement(said)
    denying = [case for case in beyond_constants(statement, 60) if statement.holds(case) is False]
    assert denying
    assert {misfit(statement, case) for case in denying} == {""}
    assert all(statement.holds(case) is not False for case in cases(statement, most=120))


def test_whole_numbers_that_stand_alone_are_large_once() -> None:
    growing = Statement((1 + 1 / n) ** n <= Fraction(27, 10))
    assert [case["n"] for case in beyond_constants(growing, 60) if "p" not in case][-2:] == [100, 1000]
    summed = Statement(sum_to(i, n, i) >= 0)
    assert max(case["n"] for case in beyond_constants(summed, 60)) <= 12


def test_a_small_number_has_cases_between_itself_and_zero() -> None:
    small = Fraction(1, 1000)
    for said, name in ((small <= b, "b"), (1 / b <= 1000, "b"), (lift(small) <= q(y), "q")):
        statement = Statement(said)
        assert any(statement.holds(case) is False for case in at_constants(statement, 600)), name
