"""Values with which a case meets an equation between numbers."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution, LogForm, Reward, log
from proofs_check.formula import KL, E, H, law, nonnegative, positive, positive_law, real, reward
from proofs_check.formula.fits import misfit
from proofs_check.formula.meeting import solved
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term
from proofs_check.formula.values import value

p, q, u, r, s = law("p"), law("q"), positive_law("u"), reward("r"), reward("s")
x, t, a, b = real("x"), real("t"), nonnegative("a"), positive("b")
HALF = Fraction(1, 2)

masses = st.lists(st.integers(0, 9), min_size=3, max_size=3).filter(any).map(Distribution.from_weights)
rewards = st.lists(st.fractions(-3, 3, max_denominator=4), min_size=3, max_size=3).map(Reward.values)


@given(masses, masses, rewards, rewards, st.permutations([p, q, r, s]))
def test_equal_means_are_met_by_one_change(p_: Distribution, q_: Distribution, r_: Any, s_: Any, order: Any) -> None:
    case = {"p": p_, "q": q_, "r": r_, "s": s_}
    equation = E(p, r) == E(q, s)
    mean = {law_: sum(m * case[f][y].as_rational() for y, m in case[law_].items()) for law_, f in ("pr", "qs")}
    found = solved(equation, case, order)
    assert (found == {}) is (mean["p"] == mean["q"])  # some reward of a letter with mass can always be changed
    met = case | found
    assert value(equation, met) is True
    assert misfit(Statement(equation), met) == ""
    assert len(found) <= 1


@pytest.mark.parametrize(
    ("equation", "case", "variable", "found"),
    [
        (x + 2 * t == 5, {"x": Fraction(1), "t": Fraction(0)}, t, Fraction(2)),
        (x + 2 * t == 5, {"x": Fraction(1), "t": Fraction(0)}, x, Fraction(5)),
        (x + 2 * a == 1, {"x": Fraction(3), "a": Fraction(0)}, a, None),  # it would be −1
        (x + 2 * a == 3, {"x": Fraction(3), "a": Fraction(4)}, a, Fraction(0)),
        (x + 2 * b == 3, {"x": Fraction(3), "b": Fraction(4)}, b, None),  # it would be 0
        (x * x == 4, {"x": Fraction(1)}, x, None),  # no straight line
        (x * t == 1, {"x": Fraction(0), "t": Fraction(1)}, t, None),  # a level one
        (1 / t == x, {"x": Fraction(0), "t": Fraction(-1, 2)}, t, None),  # no value at the first change
        (1 / t == x, {"x": Fraction(0), "t": Fraction(0)}, x, None),  # none before it
        (2 * x == H(p, p), {"x": Fraction(0), "p": Distribution.uniform(2)}, x, log(2) / 2),
        (E(p, r) == H(p, p), {"p": Distribution.uniform(2), "r": Reward.values([0, 0])}, r, [2 * log(2), 0]),
        (E(p, r) == 0, {"p": Distribution.from_weights([0, 1]), "r": Reward.values([1, 2])}, r, [1, 0]),
        (E(p, r) == 0, {"p": Distribution.from_weights([0, 1]), "r": Reward.values([0, 2])}, p, [1, 0]),
        (E(u, r) == 0, {"u": Distribution.uniform(2), "r": Reward.values([0, 2])}, u, None),  # a zero
        (E(u, r) == 0, {"u": Distribution.uniform(3), "r": Reward.values([0, 3, 0])}, u, None),  # a zero beside two
        (E(u, r) == HALF, {"u": Distribution.uniform(2), "r": Reward.values([0, 2])}, u, ["3/4", "1/4"]),
        (E(p, r) == 3, {"p": Distribution.uniform(2), "r": Reward.values([0, 2])}, p, None),  # more than a mass
        (E(p, r) == 1, {"p": Distribution.uniform(1), "r": Reward.values([0])}, p, None),
        (E(p, r) == H(p, p), {"p": Distribution.uniform(2), "r": Reward.values([0, 2])}, p, None),
        (KL(p, q) == 0, {"p": Distribution.uniform(2), "q": Distribution.from_weights([1, 2])}, q, None),
        (KL(p, q) == x, {"p": Distribution.uniform(2), "q": Distribution.from_weights([0, 2]), "x": HALF}, x, None),
        (x == t, {"x": HALF, "t": HALF}, x, None),  # it is met
    ],
)
def test_one_value_is_solved_for_where_it_stands_on_a_straight_line(
    equation: Term, case: dict[str, object], variable: Term, found: Any
) -> None:
    if isinstance(found, list):
        found = Distribution.from_probabilities(found) if variable.sort.kind != "reward" else Reward.values(found)
    assert solved(equation, case, [variable]) == ({} if found is None else {variable.name: found})
    if isinstance(found, LogForm):
        assert value(equation, case | {variable.name: found}) is True


def test_the_first_variable_that_does_it_is_changed() -> None:
    equation, case = x + t == a, {"x": Fraction(1), "t": Fraction(2), "a": Fraction(0)}
    for first in (x, t, a):
        assert list(solved(equation, case, [first, x, t, a])) == [first.name]
    assert solved(x + t + a == 0, case, [a, t]) == {"t": Fraction(-1)}
    assert solved(equation, case, []) == {}
