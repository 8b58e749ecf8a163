"""Rényi-constrained optima by their formulas: masses, divergences and dual bounds, in floats and by hand."""

import math
from fractions import Fraction
from typing import Any

import pytest

from exactalign import Distribution, EnclosedReal, LogForm, Reward, log, oo
from exactalign.theory import RenyiAlignedFamily, RewardLaw
from tests.exactalign.known_models import UNIFORM

TIED = RewardLaw.of([0, 3, 3, 1, 2, 9], ["1/4", "1/8", "1/8", "1/4", "1/4", 0])
"""Levels 0, 1, 2, 3 of mass 1/4 each; the highest one of two outcomes."""
LEVELS = [0.0, 1.0, 2.0, 3.0]


def optimum(order: Any, nu: float) -> list[float]:
    """The level masses of `TIED`, ∝ p·|r − ν|₊^(1/(a−1)), e^(αr) at a = 1."""
    if order == 1:
        weights = [math.exp(nu * r) for r in LEVELS]
    else:
        sign = 1 if order > 1 else -1
        weights = [max(sign * (r - nu), 0) ** (1 / (order - 1)) if sign * (r - nu) > 0 else 0.0 for r in LEVELS]
    return [w / sum(weights) for w in weights]


def divergence(masses: list[float], order: Any) -> float:
    ratios = [(m, 4 * m) for m in masses if m]
    if order == math.inf:
        return math.log(max(w for _, w in ratios))
    if order == 1:
        return math.fsum(m * math.log(w) for m, w in ratios)
    return math.log(math.fsum(m * w ** (order - 1) for m, w in ratios)) / (order - 1)


OPTIMA = [
    ("1/4", "7/2"),
    ("1/2", "16/5"),
    ("1/2", "log 21"),
    ("3/4", 5),
    (1, "1/2"),
    (1, 2),
    ("3/2", "1/2"),
    ("3/2", -1),
]
OPTIMA += [(2, "3/2"), (2, "-1/3"), (2, "log 2"), (3, "1/2"), (3, "5/4"), (10, "1/10")]


@pytest.mark.parametrize(("order", "nu"), OPTIMA)
def test_an_optimum_at_a_parameter(order: Any, nu: Any) -> None:
    """Truncated ones too: above order 1 the levels at or below ν have no mass. Outcomes of one level share its mass."""
    family, a = RenyiAlignedFamily(TIED, order), float(Fraction(order))
    found = family.at(nu)
    wanted = optimum(a, float(LogForm.of(nu) if not isinstance(nu, str) else LogForm.parse(nu)))
    assert [float(m) for m in found.masses] == pytest.approx(wanted, rel=1e-13)
    assert float(found.probability(1)) == float(found.probability(2)) == pytest.approx(wanted[3] / 2)
    assert (found.probability(5), found.unique, found.case, found.family) == (0, True, "tilt", family)
    exact = order != 1 and (1 / (Fraction(order) - 1)).denominator == 1 and "log" not in str(nu)
    assert (found.policy() is not None) is exact
    for other in (None, "1/3", 1, "5/2", 3, oo):
        b = a if other is None else math.inf if other == oo else float(Fraction(other))
        assert float(found.divergence(other)) == pytest.approx(divergence(wanted, b), rel=1e-12)
    assert float(found.kl()) == pytest.approx(divergence(wanted, 1), rel=1e-12)
    mean = math.fsum(m * r for m, r in zip(wanted, LEVELS, strict=True))
    assert (float(found.expected_reward()), float(found.gain())) == pytest.approx((mean, mean - 1.5), rel=1e-12)


@pytest.mark.parametrize(("order", "nu"), [(order, nu) for order, nu in OPTIMA if order != 1])
def test_the_parameter_of_a_divergence_is_found_again(order: Any, nu: Any) -> None:
    family = RenyiAlignedFamily(TIED, order)
    spent = EnclosedReal.of(family.at(nu).divergence()).enclose(30).midpoint
    parameter = float(LogForm.of(nu) if not isinstance(nu, str) else LogForm.parse(nu))
    found = family.align(spent)
    assert (found.case, found.unique) == ("tilt", True)
    assert found.parameter is not None
    assert float(found.parameter) == pytest.approx(parameter, rel=1e-12)
    assert float(found.divergence()) == pytest.approx(float(spent), rel=1e-12)


def dual(order: Any, nu: float, delta: float) -> float:
    """ν ± e^((a−1)Δ/a)·(E_p |r − ν|₊^b)^(1/b), b = a/(a−1)."""
    if order == math.inf:
        return nu + math.exp(delta) * math.fsum(max(r - nu, 0) for r in LEVELS) / 4
    if order == 1:
        return (delta + math.log(math.fsum(math.exp(nu * r) for r in LEVELS) / 4)) / nu
    sign, b = (1 if order > 1 else -1), order / (order - 1)
    norm = math.fsum((sign * (r - nu)) ** b for r in LEVELS if sign * (r - nu) > 0) / 4
    return nu + sign * math.exp(delta * (order - 1) / order) * norm ** (1 / b)


@pytest.mark.parametrize(
    ("order", "nu"), [*OPTIMA, (oo, 2), (oo, "1/2"), (oo, -1), (2, "5/2"), (3, "11/4"), ("3/2", "29/10")]
)
def test_a_dual_bound_is_its_formula_and_is_met_at_the_optimum(order: Any, nu: Any) -> None:
    family, a = RenyiAlignedFamily(TIED, order), math.inf if order == oo else float(Fraction(order))
    parameter = float(LogForm.of(nu) if not isinstance(nu, str) else LogForm.parse(nu))
    for delta in ("1/10", "log(5/4)", 1):
        value = float(LogForm.of(delta) if not isinstance(delta, str) else LogForm.parse(delta))
        assert float(family.dual_bound(delta, nu)) == pytest.approx(dual(a, parameter, value), rel=1e-12)
    if a < 1 or (order != oo and parameter < 2):
        found = family.at(nu)
        spent = EnclosedReal.of(found.divergence()).enclose(30).midpoint
        assert float(family.dual_bound(spent, nu)) == pytest.approx(float(found.expected_reward()), rel=1e-12)


def test_dual_bounds_that_are_exact() -> None:
    """By hand on the levels 0, 1, 2: 3 − 18/11·e^(−Δ) at order 1/2 and ν = 3, 1 + e^Δ/3 at order ∞ and ν = 1."""
    half = RenyiAlignedFamily(UNIFORM, "1/2")
    assert half.dual_bound("log(147/121)", 3) == Fraction(81, 49) == half.at(3).expected_reward()
    most = RenyiAlignedFamily(UNIFORM, oo)
    assert most.dual_bound("log(3/2)", 1) == Fraction(3, 2) == most.align("log(3/2)").expected_reward()
    assert most.dual_bound(0, -5) == 1
    assert isinstance(most.dual_bound("1/2", 1), EnclosedReal)


@pytest.mark.parametrize("delta", ["1/10", "log(8/7)", "1/2", "log(4/3)", "log 2", 1, "log(3)", "5/4"])
def test_the_order_infinity_fills_levels_from_the_top(delta: Any) -> None:
    law = RewardLaw.of([0, 1, 2, 3], ["1/2", "1/4", "1/8", "1/8"])
    value = float(LogForm.of(delta) if not isinstance(delta, str) else LogForm.parse(delta))
    wanted, left = [], 1.0
    for mass in (0.125, 0.125, 0.25, 0.5):
        taken = min(left, mass * math.exp(value))
        wanted.insert(0, taken)
        left -= taken
    found = RenyiAlignedFamily(law, oo).align(delta)
    assert (found.case, found.parameter, found.unique) == ("tilt", None, True)
    assert [float(m) for m in found.masses] == pytest.approx(wanted, abs=1e-14)
    assert float(found.divergence()) == pytest.approx(value)
    assert [isinstance(m, Fraction) and m == 0 for m in found.masses] == [w < 1e-15 for w in wanted]
    assert found.duality_gap() is None


def test_parameters_are_recognised_up_to_a_denominator_of_a_thousand() -> None:
    for order, base, side in ((2, 1, -1), ("1/2", 2, 1)):
        family = RenyiAlignedFamily(UNIFORM, order)
        for denominator in (999, 1000, 1001):
            nu = base + side * Fraction(1, denominator)
            parameter = family.align(family.exact_divergence(nu)).parameter
            assert isinstance(parameter, Fraction) is (denominator <= 1000)
            assert parameter == nu if denominator <= 1000 else nu in EnclosedReal.of(parameter).enclose(20)
        near = family.align(LogForm.of(family.exact_divergence(base + side)) + Fraction(1, 10**14)).parameter
        assert isinstance(near, EnclosedReal)


def test_a_parameter_is_not_recognised_where_nothing_is_rational() -> None:
    for law, order in ((RewardLaw.of(["0", "log 2", "log 3"], ["1/3"] * 3), 2), (UNIFORM, 3), (UNIFORM, "5/7")):
        family = RenyiAlignedFamily(law, order)
        assert isinstance(family.align("1/10").parameter, EnclosedReal)
        assert family.exact_divergence(-1) is None


def test_the_gap_to_the_dual_bound_is_0_or_not_said() -> None:
    """Of exact divergences it is an enclosed 0; of enclosed ones, and where there is no parameter, None."""
    exact = RenyiAlignedFamily(UNIFORM, 2).at("-1/2")
    assert 0 in EnclosedReal.of(exact.duality_gap()).enclose(40)
    half = RenyiAlignedFamily(UNIFORM, "1/2").at(3)
    assert half.duality_gap() == 0
    assert RenyiAlignedFamily(UNIFORM, 3).at(-1).duality_gap() is None
    assert RenyiAlignedFamily(UNIFORM, 2).align(0).duality_gap() is None


def test_a_policy_is_exact_when_all_of_its_masses_are() -> None:
    law = RewardLaw(Distribution.from_weights([1, 2, 3]), Reward.values([0, 1, 1]))
    assert RenyiAlignedFamily(law, 2).at(-1).policy() == Distribution.from_weights([1, 4, 6])
    assert RenyiAlignedFamily(law, "3/2").at(-1).policy() == Distribution.from_weights([1, 8, 12])
    assert RenyiAlignedFamily(law, "2/3").at(2).policy() == Distribution.from_weights([1, 16, 24])
    assert RenyiAlignedFamily(law, "1/2").at("log 9").policy() is None
    assert RenyiAlignedFamily(law, 1).at(log(2)).policy() is None
    in_logs = RewardLaw(law.reference, Reward.log_weights([1, 2, 2]))
    assert RenyiAlignedFamily(in_logs, 1).at(1).policy() == Distribution.from_weights([1, 4, 6])
