"""Larger cases of a statement: of its sorts, with what the small ones lack."""

from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from exactalign import Distribution
from proofs_check.formula import (
    KL,
    E,
    H,
    T,
    both,
    count,
    for_all,
    kept,
    law,
    natural,
    nonnegative,
    outcome,
    positive_law,
    real,
    reward,
    rule,
)
from proofs_check.formula.cases import cases
from proofs_check.formula.fits import misfit
from proofs_check.formula.statements import Statement

p, q, r = law("p"), positive_law("q"), reward("r")
x, a, n, m = real("x"), nonnegative("a"), count("n"), natural("m")

STATEMENTS = {
    "laws": Statement(KL(p, q) <= x, given=(a <= x,)),
    "rewards": Statement(E(p, r) <= n),
    "an exponent": Statement(KL(T(q, p, x), p) <= a),
    "numbers": Statement(x**m <= n),
    "three letters": Statement(H(law("u", "letters 3"), law("v", "letters 3")) <= x),
    "a rule": Statement(E(kept(p, n, rule("s")), r) <= x),
    "words": Statement(KL(law("Psi", length=n), p**n) <= KL(law("u"), p)),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_they_are_cases_of_the_sorts(name: str) -> None:
    statement = STATEMENTS[name]
    found = list(cases(statement, "far", 24, far=True))
    assert len(found) == 24
    assert [misfit(statement, case) for case in found] == [""] * 24
    for kind in (x, a):
        assert {type(case[kind.name]) for case in found if kind.name in case} <= {Fraction}
    assert not any(misfit(statement, case) for case in cases(statement))


def test_they_have_what_small_ones_lack() -> None:
    rewards = {r_y for case in cases(STATEMENTS["rewards"], "far", 24, far=True) for _, r_y in case["r"].items()}
    assert any(r_y < 0 for r_y in rewards)
    assert any(r_y > 2 for r_y in rewards)
    drawn = [case["r"] for case in list(cases(STATEMENTS["rewards"], "far", 24, far=True))[::2]]  # between the corners
    assert {r_y for reward_ in drawn for _, r_y in reward_.items()} == {-3, -1, 0, Fraction(1, 3), 2, 10}
    laws = [case["p"] for case in cases(STATEMENTS["rewards"], "far", 24, far=True)]
    assert max(map(len, laws)) == 5
    words = [case["Psi"] for case in cases(STATEMENTS["words"], "far", 24, far=True)]
    assert any(0 in law_.probabilities for law_ in words[1::2])
    numbers = list(cases(STATEMENTS["numbers"], "far", 24, far=True))
    assert {1, 5, 7, 12} <= {case["n"] for case in numbers}
    assert any(Fraction(case["x"]).denominator > 1 and case["x"] > 1 for case in numbers)


def test_a_rule_says_what_is_kept_of_every_draw() -> None:
    for far in (False, True):
        for case in cases(STATEMENTS["a rule"], "far", 24, far=far):
            draws = list(product(range(len(case["p"])), repeat=case["n"]))
            assert list(case["s"]) == draws
            for draw, shares in case["s"].items():
                assert set(shares) <= set(draw)
                assert sum(shares.values()) == 1


def test_exponents_stay_whole() -> None:
    found = list(cases(STATEMENTS["an exponent"], "far", 24, far=True))[::2]  # between the corners
    assert all(Fraction(case["x"]).denominator == 1 for case in found)


def test_some_laws_have_the_same_masses_in_another_order() -> None:
    """Of the laws of a statement one has them in the order that was drawn, others with two exchanged, or all mixed."""
    found: list[Any] = list(cases(Statement(KL(p, q) <= E(p, r), also=(law("u"),)), "far", 96, far=True))
    for k, case in enumerate(found):
        first, *others = (list(case[name].probabilities) for name in case if isinstance(case[name], Distribution))
        if k % 8 in (0, 2):
            assert all(sorted(law_) == sorted(first) for law_ in others)
            assert len({r_y for _, r_y in case["r"].items()}) <= 2
        if k % 16 in (0, 10):
            assert all(sum(a != b for a, b in zip(first, law_, strict=True)) in (0, 2) for law_ in others)
    anew = [case for k, case in enumerate(found) if k % 8 in (4, 6)]
    assert any(sorted(c["p"].probabilities) != sorted(c["q"].probabilities) for c in anew if len(c["p"]) == len(c["q"]))
    assert any(len({r_y for _, r_y in case["r"].items()}) > 2 for case in anew)
    apart = [case for case in found[::8] if case["p"] != case["q"]]
    assert {len(case["p"]) for case in apart} == {5}
    assert any(sum(a != b for a, b in zip(c["p"].probabilities, c["q"].probabilities, strict=True)) > 2 for c in apart)


def test_bounds_from_above_and_of_rewards_are_met() -> None:
    y = outcome("y")
    for said in ((x >= 0, x <= 1), (both(x >= 0, x <= 1),)):
        found = [case["x"] for case in cases(Statement(x >= 0, given=said), "far", 96, far=True)]
        assert 24 < found.count(Fraction(1)) < 96
        assert set(found) - {0, 1}
    found = [case["a"] for case in cases(Statement(a >= 0, given=(a <= x,)), "far", 96, far=True)]
    assert min(found) == 0  # below 0 it is no number of its sort, and stays
    bounded = Statement(E(p, r) >= 0, given=(for_all(y, both(r(y) >= 0, r(y) <= 1)),))
    assert all(bounded.applies_in(bounded.reading(case)) for case in cases(bounded, "far", 48, far=True))
    assert {v for case in cases(bounded, "far", 48, far=True) for _, v in case["r"].items()} > {0, Fraction(1, 3), 1}
    for above, told in (
        (for_all(y, p(y) <= r(y)), True),
        (for_all(y, r(y) <= p(y)), True),
        (for_all(y, r(y) < 0), False),
    ):
        statement = Statement(E(p, r) >= 0, given=(above,))
        met = [statement.applies_in(statement.reading(case)) for case in cases(statement, "far", 48, far=True)]
        assert all(met) is told
