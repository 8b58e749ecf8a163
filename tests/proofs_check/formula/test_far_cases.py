"""Larger cases of a statement: of its sorts, with what the small ones lack."""

from fractions import Fraction

import pytest

from proofs_check.formula import KL, E, H, T, count, law, natural, nonnegative, positive_law, real, reward
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
    laws = [case["p"] for case in cases(STATEMENTS["rewards"], "far", 24, far=True)]
    assert max(map(len, laws)) == 5
    numbers = list(cases(STATEMENTS["numbers"], "far", 24, far=True))
    assert {1, 5, 7, 12} <= {case["n"] for case in numbers}
    assert any(Fraction(case["x"]).denominator > 1 and case["x"] > 1 for case in numbers)


def test_exponents_stay_whole() -> None:
    assert all(Fraction(case["x"]).denominator == 1 for case in cases(STATEMENTS["an exponent"], "far", 24, far=True))
