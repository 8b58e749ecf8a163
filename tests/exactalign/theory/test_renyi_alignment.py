"""Rényi-constrained optima: against random feasible competitors, their dual bounds, and known values."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, EnclosedReal, Reward, log, oo, renyi_divergence
from exactalign.exceptions import ExactAlignError
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.monotone_root import MonotoneRoot
from exactalign.testing.strategies import rationals
from exactalign.theory import RenyiAlignedFamily, RewardLaw
from tests.exactalign.known_models import UNIFORM
from tests.exactalign.small_models import distributions

ORDERS = ["1/4", "1/2", "3/4", 1, "3/2", 2, 3, 10, oo]


@st.composite
def problems(draw: st.DrawFn) -> tuple[RewardLaw, Fraction]:
    p = draw(distributions(min_outcomes=2, max_outcomes=4))
    values = draw(st.lists(st.integers(0, 4), min_size=len(p), max_size=len(p)))
    return RewardLaw(p, Reward.values(values)), draw(st.sampled_from([Fraction(1, 20), Fraction(1, 3), Fraction(1)]))


def number(value) -> float:
    return float(value) if isinstance(value, Fraction) else float(value.enclose(17).midpoint)


def test_an_optimum_is_itself_alone() -> None:
    """Masses that are enclosed cannot be told to be equal: two optima are never compared by them."""
    family = RenyiAlignedFamily(UNIFORM, "3/4")
    one, other = family.align(1), family.align(1)
    assert (one == one, one == other, len({one, other, one})) == (True, False, 2)


@pytest.mark.parametrize(
    ("delta", "gains"),
    [
        ("log(7/6)", [0.76495, 0.593215, 0.5019, 0.44444, 0.374788, 0.333333, 0.285446, 0.203772]),
        ("log(147/121)", [0.822532, 0.653061, 0.557698, 0.496707, 0.422448, 0.378485, 0.328505, 0.248527]),
    ],
)
def test_known_gains_fall_with_the_order(delta, gains):
    found = [number(RenyiAlignedFamily(UNIFORM, a).align(delta).gain()) for a in ORDERS]
    assert found[:8] == pytest.approx(gains, abs=6e-6)
    assert found == sorted(found, reverse=True)


def test_exact_optima():
    two = RenyiAlignedFamily(UNIFORM, 2).align("log(7/6)")
    assert two.parameter == -1
    assert two.policy() == Distribution.from_weights([1, 2, 3])
    assert (two.gain(), two.duality_gap().enclose(20).upper < Fraction(1, 10**20)) == (Fraction(1, 3), True)
    half = RenyiAlignedFamily(UNIFORM, "1/2").align("log(147/121)")
    assert half.parameter == 3
    assert half.policy() == Distribution.from_weights([4, 9, 36])
    assert half.divergence() == log("147/121")
    assert half.gain() == Fraction(32, 49)
    for found in (two, half):
        for order in (1, 2, 3, oo):
            assert found.divergence(order) == renyi_divergence(found.policy(), UNIFORM.reference, order)


def test_a_parameter_of_0_is_exact() -> None:
    family = RenyiAlignedFamily(RewardLaw.of([1, 2, 3], ["1/3"] * 3), 2)  # the optimum is proportional to the reward
    found = family.align("log(7/6)")
    assert (type(found.parameter), found.parameter) == (Fraction, 0)
    assert found.masses == (Fraction(1, 6), Fraction(1, 3), Fraction(1, 2))


@pytest.mark.slow
@given(problems(), st.sampled_from(ORDERS), st.lists(st.integers(0, 9), min_size=4, max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_feasible_competitor_is_better(problem, order, weights):
    law, delta = problem
    family = RenyiAlignedFamily(law, order)
    found = family.align(delta)
    assert sum(number(m) for m in found.masses) == pytest.approx(1)
    best = number(found.expected_reward())
    support = set(law.reference.support)
    mine = [w if o in support else 0 for o, w in zip(law.reference.outcomes, weights, strict=False)]
    if any(mine):
        rival = Distribution.from_weights(mine)
        # Pull the rival towards the reference until it is feasible.
        for share in (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 16)):
            mixed = law.reference.mix(rival, share)
            if number(renyi_divergence(mixed, law.reference, family.order)) <= float(delta):
                assert number(mixed.expectation(law.reward)) <= best + 1e-12
                break
    if found.parameter is not None and found.case == "tilt":
        assert number(found.divergence()) == pytest.approx(float(delta))
        gap = EnclosedReal.of(family.dual_bound(delta, found.parameter) - found.expected_reward())
        assert abs(float(gap.enclose(5).midpoint)) < 1e-15


@given(problems(), st.sampled_from(["1/2", 2, 3, oo]), rationals(min_value=-6, max_value=-1, max_denominator=4))
@settings(max_examples=20, deadline=None)
def test_every_dual_point_bounds_the_optimum(problem, order, shift):
    law, delta = problem
    family = RenyiAlignedFamily(law, order)
    nu = law.values[-1] + shift * (1 if family.order > 1 else -1)
    assert number(family.dual_bound(delta, nu)) >= number(family.align(delta).expected_reward()) - 1e-12


def test_cases_are_decided():
    law = RewardLaw.of([0, 1, 1], ["1/2", "1/4", "1/4"])
    for order in ("1/2", 1, 2, oo):
        family = RenyiAlignedFamily(law, order)
        assert family.align(0).policy() == law.reference
        boundary = family.align("log(2)")
        assert (boundary.case, boundary.unique, boundary.expected_reward()) == ("boundary", True, 1)
        beyond = family.align(1)
        assert (beyond.case, beyond.unique) == ("beyond", False)
        assert family.align("69/100").case == "tilt"
    constant = RenyiAlignedFamily(RewardLaw.of([1, 1], ["1/2", "1/2"]), 2).align("1/2")
    assert (constant.case, constant.unique) == ("constant-reward", False)


def test_two_levels_give_the_tilt_whatever_the_order():
    law = RewardLaw.bernoulli("1/5")
    tilt = AlignedFamily(law.reference, law.reward)
    for order in ("1/2", 2):
        found = RenyiAlignedFamily(law, order).align("1/10")
        at_same_kl = tilt.align(found.kl().enclose(25).lower).expected_reward()
        assert number(at_same_kl) == pytest.approx(number(found.expected_reward()), abs=1e-15)


def test_truncation_for_large_orders():
    law = RewardLaw.of(range(6), ["1/6"] * 6)
    found = RenyiAlignedFamily(law, 3).align("3/4")
    assert [number(m) for m in found.masses[:2]] == [0, 0]
    assert number(found.divergence()) == pytest.approx(0.75)


def test_order_infinity_fills_from_the_top():
    found = RenyiAlignedFamily(UNIFORM, oo).align("log(3/2)")
    assert found.masses == (0, Fraction(1, 2), Fraction(1, 2))
    assert found.divergence() == log("3/2")


def test_many_digits():
    assert RenyiAlignedFamily(UNIFORM, 3).align("1/10").expected_reward().enclose(100).width < Fraction(1, 10**99)


@pytest.mark.parametrize("order", ["1/2", 2, "5/2"])
def test_budgets_very_close_to_the_ends(order):
    family = RenyiAlignedFamily(UNIFORM, order)
    near = family.align(log(3) - Fraction(1, 10**60))
    assert near.case == "tilt"
    assert near.expected_reward() < 2
    assert near.expected_reward() > Fraction(2) - Fraction(1, 10**20)
    small = family.align(Fraction(1, 10**60))
    assert 0 < small.gain() < Fraction(1, 10**29)


def test_the_root_of_a_function_with_a_kink_at_the_root():
    root = MonotoneRoot(lambda x: abs(x - ball_of(Fraction(1, 3))) + 2 * x - ball_of(Fraction(2, 3)))
    assert Fraction(1, 3) in root.enclose(40)


@pytest.mark.parametrize(
    "call",
    [
        lambda: RenyiAlignedFamily(UNIFORM, 0),
        lambda: RenyiAlignedFamily(UNIFORM, "log(2)"),
        lambda: RenyiAlignedFamily(UNIFORM, 2).align(-1),
        lambda: RenyiAlignedFamily(UNIFORM, 2).align(0.1),
        lambda: RenyiAlignedFamily(UNIFORM, 2).at(1),
        lambda: RenyiAlignedFamily(UNIFORM, "1/2").at(2),
        lambda: RenyiAlignedFamily(UNIFORM, oo).at(1),
        lambda: RenyiAlignedFamily(UNIFORM, 1).at(0),
        lambda: RenyiAlignedFamily(UNIFORM, 2).dual_bound(1, 2),
    ],
)
def test_bad_input_is_refused_in_one_line(call):
    with pytest.raises(ExactAlignError) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_the_family_of_order_1_is_that_of_the_tilts():
    found = RenyiAlignedFamily(UNIFORM, 1).at(1)
    tilted = AlignedFamily(UNIFORM.reference, UNIFORM.reward).at(1)
    for mass, own in zip(found.masses, (tilted[o] for o in UNIFORM.reference), strict=True):
        assert number(mass) == pytest.approx(number(own))
    with pytest.raises(ExactAlignError, match="alpha is 0: give a positive number"):
        RenyiAlignedFamily(UNIFORM, 1).at(0)


@pytest.mark.parametrize("order", [1, "1/2", 2, oo])
def test_a_negative_divergence_is_refused(order):
    with pytest.raises(ExactAlignError, match="must not be negative"):
        RenyiAlignedFamily(UNIFORM, order).align("-1/10")


def test_past_the_boundary_the_optimum_is_unique_when_one_outcome_is_best():
    for values, unique in (([0, 1, 2, 2], False), ([0, 1, 1, 2], True)):
        found = RenyiAlignedFamily(RewardLaw.of(values, ["1/4"] * 4), 2).align(5)
        assert (found.case, found.unique) == ("beyond", unique)


def test_a_small_alpha_is_a_tilt_of_order_1():
    for alpha in ("1/2", "1/1000"):
        found = RenyiAlignedFamily(UNIFORM, 1).at(alpha)
        tilted = AlignedFamily(UNIFORM.reference, UNIFORM.reward).at(alpha)
        assert [number(mass) for mass in found.masses] == pytest.approx([number(tilted[o]) for o in UNIFORM.reference])


@pytest.mark.parametrize("order", [1, "1/2", 3, oo])
def test_a_constant_reward_leaves_what_is_best_open_where_another_policy_is_as_good(order):
    """Only the reference has divergence 0; and of a single outcome there is only one policy."""
    for values, delta, unique in (([4, 4], 0, True), ([4, 4], "1/9", False), ([4], 0, True), ([4], "1/9", True)):
        found = RenyiAlignedFamily(RewardLaw.of(values, [Fraction(1, len(values))] * len(values)), order).align(delta)
        assert (found.case, found.unique, found.masses) == ("constant-reward", unique, (1,))


def said(call) -> str:
    with pytest.raises(ExactAlignError) as caught:
        call()
    return str(caught.value)


def test_the_range_of_the_parameter_ends_at_a_level():
    """Above the highest level for orders below 1, below the second highest above 1: the ends are out."""
    low, high = RenyiAlignedFamily(UNIFORM, "1/2"), RenyiAlignedFamily(UNIFORM, 2)
    for nu in (2, "199/100"):
        assert said(lambda nu=nu: low.at(nu)) == f"nu is {nu}: it must lie above 2"
        assert said(lambda nu=nu: low.dual_bound("1/10", nu)) == f"nu is {nu}: it must lie above 2"
    assert low.at("201/100").case == high.at("99/100").case == "tilt"
    for nu in (1, "101/100"):
        assert said(lambda nu=nu: high.at(nu)) == f"nu is {nu}: it must lie below 1"
    assert said(lambda: high.dual_bound("1/10", 2)) == "nu is 2: it must lie below 2"
    assert high.dual_bound("1/10", "3/2") >= high.align("1/10").expected_reward()
    one = RenyiAlignedFamily(UNIFORM, 1)
    for alpha in (0, -1):
        wrong = f"alpha is {alpha}: give a positive number"
        assert said(lambda alpha=alpha: one.at(alpha)) == wrong
        assert said(lambda alpha=alpha: one.dual_bound("1/10", alpha)) == wrong
    bound = one.dual_bound("1/10", "1/2")
    assert float(bound) == pytest.approx((0.1 + math.log((1 + math.exp(0.5) + math.e) / 3)) * 2)
    open_ = "there is no parameter for a constant reward or order oo: use align"
    assert said(lambda: RenyiAlignedFamily(UNIFORM, oo).at(1)) == open_
    assert said(lambda: RenyiAlignedFamily(RewardLaw.of([1, 1], ["1/2"] * 2), 2).at(1)) == open_
    assert said(lambda: RenyiAlignedFamily(UNIFORM, "log 2")).startswith(
        "order is log(2): give a rational order, or oo"
    )
    assert said(lambda: one.align("-1/2")) == "the Rényi budget is -1/2: it must not be negative"


def test_the_policy_of_an_optimum():
    """Outcomes of one level share its mass as the reference does; exact where the masses are."""
    law = RewardLaw.of([0, 2, 2, 1, 5], ["1/4", "1/8", "1/4", "3/8", 0])
    found = RenyiAlignedFamily(law, 2).at(-1)
    # p·(r + 1): 1/4, 3/8, 3/4, 3/4 over 17/8.
    wanted = [Fraction(2, 17), Fraction(3, 17), Fraction(6, 17), Fraction(6, 17), Fraction(0)]
    assert [found.probability(outcome) for outcome in law.reference.outcomes] == wanted
    policy = found.policy()
    assert policy is not None
    assert list(policy.probabilities) == wanted
    assert abs(float(found.duality_gap())) < 1e-15
    assert RenyiAlignedFamily(law, "3/2").align("1/10").policy() is None
    beyond = RenyiAlignedFamily(law, 2).align(7)
    assert (beyond.parameter, beyond.duality_gap(), beyond.expected_reward()) == (None, None, 2)
    assert beyond.gain() == 2 - law.mean
    start = RenyiAlignedFamily(law, 2).align(0)
    assert (start.case, start.parameter, start.masses, start.gain()) == ("tilt", None, law.masses, 0)


def test_divergences_of_another_order():
    law = RewardLaw.of([0, 1], ["1/2", "1/2"])
    found = RenyiAlignedFamily(law, 2).at(-1)  # 1/3 and 2/3
    assert found.masses == (Fraction(1, 3), Fraction(2, 3))
    assert found.divergence() == log(Fraction(1, 9) * 2 + Fraction(4, 9) * 2)
    assert found.divergence(oo) == log(Fraction(4, 3))
    assert found.kl() == found.divergence(1) == log(Fraction(2, 3)) / 3 + log(Fraction(4, 3)) * Fraction(2, 3)
    assert found.divergence(3) == log(Fraction(4, 27) + Fraction(32, 27)) / 2
    family = RenyiAlignedFamily(law, 2)
    assert family.exact_divergence(-1) == found.divergence()
    assert family.exact_divergence("log 2") is None
    assert RenyiAlignedFamily(law, "5/2").exact_divergence(-1) is None
    assert RenyiAlignedFamily(law, oo).exact_divergence(-1) is None
    assert RenyiAlignedFamily(law, 1).exact_divergence(1) is None
    assert RenyiAlignedFamily(RewardLaw.of(["log 2", 0], ["1/2"] * 2), 2).exact_divergence(-1) is None
    assert repr(family) == f"RenyiAlignedFamily({law!r}, order=2)"
