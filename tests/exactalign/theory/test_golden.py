"""Golden reward: the decomposition as an identity, its bounds, and the family that overoptimises."""

from fractions import Fraction
from itertools import pairwise
from math import exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, Reward, best_of_n, kl_divergence, oo
from exactalign.exceptions import ExactAlignError, ParameterError
from exactalign.theory import GoldenModel, overoptimization_model, transportation_bound, variance_proxy
from tests.exactalign.small_models import distributions, rewards


@st.composite
def golden_models(draw: st.DrawFn) -> GoldenModel:
    p = draw(distributions())
    return GoldenModel(p, draw(rewards(len(p), "rational")), draw(rewards(len(p), "rational")))


@pytest.mark.slow
@given(golden_models(), st.sampled_from([1, 2, 5]))
@settings(max_examples=30, deadline=None)
def test_the_decomposition_is_an_identity_and_its_bounds_hold(model, n):
    found = model.decompose(model.best_of_n(n))
    assert found.golden_improvement == found.proxy_improvement - found.overestimation
    policy = best_of_n(model.reference, model.proxy, n)
    assert found.golden_improvement == (policy.expectation(model.golden) - model.reference.expectation(model.golden))
    assert abs(found.overestimation) <= found.variation_bound
    assert found.variation_bound == 0 or found.variation_bound <= found.pinsker_bound
    low, high = found.sub_gaussian_bounds()
    for bound, sign in ((low, -1), (high, 1)):
        limit = bound if isinstance(bound, Fraction) else bound.enclose(20)[0 if sign < 0 else 1]
        assert sign * found.overestimation <= sign * limit


@given(golden_models())
@settings(max_examples=20, deadline=None)
def test_the_golden_curve_turns_no_more_often_than_its_levels_say(model):
    golden = [value for _, _, value in model.curve(range(1, 12))]
    steps = [high - low for low, high in pairwise(golden) if high != low]
    turns = sum(1 for one, other in pairwise(steps) if (one > 0) != (other > 0))
    assert turns <= model.max_turning_points()


def test_the_smallest_overoptimising_family():
    model = overoptimization_model("1/10")
    golden = [value for _, _, value in model.curve(range(1, 9))]
    assert golden[:4] == [Fraction(3, 10), Fraction(37, 100), Fraction(333, 1000), Fraction(2497, 10000)]
    for n, value in enumerate(golden, 1):
        assert value == 2 * Fraction(9, 10) ** n - Fraction(1, 2**n) - 1
    assert model.best_size(50) == (2, Fraction(37, 100))
    assert golden[5] > 0 > golden[6]
    tilted = [model.tilt(f"log({z})").expectation(model.golden) for z in (2, 3, 4, 8)]
    assert tilted == [Fraction(4, 17), Fraction(3, 26), 0, Fraction(-32, 101)]


def test_a_constant_error_costs_nothing():
    p = Distribution.uniform(3)
    model = GoldenModel(p, Reward.values([1, 2, 3]), Reward.values([0, 1, 2]))
    assert model.decompose(model.best_of_n(4)).overestimation == 0
    assert model.oscillation == 0


def test_oscillation_not_the_largest_error_is_what_counts():
    model = GoldenModel(Distribution.uniform(2), Reward.values([0, 0]), Reward.values([1, -1]))
    found = model.decompose(Distribution.from_weights([0, 1]))
    assert found.overestimation == found.variation_bound == 1  # osc·TV = 2·½; ‖e‖·TV would be ½


def test_tilts_at_irrational_strength_are_enclosed():
    model = overoptimization_model()
    found = model.decompose(model.tilt("1/2"))
    gap = found.golden_improvement - (found.proxy_improvement - found.overestimation)
    assert abs(float(gap.enclose(5).midpoint)) < 1e-15
    assert found.variation_bound is None


@pytest.mark.parametrize(
    "call",
    [
        lambda: overoptimization_model("1/2"),
        lambda: overoptimization_model(0),
        lambda: overoptimization_model(0.1),
        lambda: overoptimization_model().best_size(0),
        lambda: GoldenModel(Distribution.uniform(2), Reward.values([1]), Reward.values([1, 2])),
    ],
)
def test_bad_input_is_refused_in_one_line(call):
    with pytest.raises(ExactAlignError) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_of_equal_golden_rewards_the_fewest_draws_are_the_best():
    p = Distribution.uniform(2)
    assert GoldenModel(p, Reward.values([0, 1]), Reward.values([1, 1])).best_size(5) == (1, 1)


def test_the_sub_gaussian_bounds_use_the_proxy_of_their_own_side():
    model = GoldenModel(Distribution.from_probabilities(["1/5", "4/5"]), Reward.values([0, 1]), Reward.values([0, 0]))
    found = model.decompose(model.best_of_n(2))
    lower, upper = (variance_proxy(model.error_law, side) for side in ("lower", "upper"))
    assert lower.valid != upper.valid
    low, high = found.sub_gaussian_bounds()
    for bound, proxy in ((-low, lower), (high, upper)):
        assert bound.enclose(15) == transportation_bound(proxy, found.kl).enclose(15)
    swapped = found.sub_gaussian_bounds(upper, lower)
    assert [b.enclose(15) for b in swapped] == [b.enclose(15) for b in (-high, -low)]
    for given_one in (found.sub_gaussian_bounds(lower=upper), found.sub_gaussian_bounds(upper=lower)):
        assert {b.enclose(15) for b in given_one} != {b.enclose(15) for b in (low, high)}
    assert found.sub_gaussian_bounds(lower=upper)[1].enclose(15) == high.enclose(15)
    assert found.sub_gaussian_bounds(upper=lower)[0].enclose(15) == low.enclose(15)


@given(golden_models())
@settings(max_examples=20, deadline=None)
def test_the_levels_are_the_means_over_outcomes_of_one_proxy(model):
    p = model.reference
    drawn = sorted({model.proxy[o] for o in p.support})
    means = []
    for level in drawn:
        group = [o for o in p.support if model.proxy[o] == level]
        means.append(sum((p[o] * model.golden[o] for o in group), Fraction(0)) / sum(p[o] for o in group))
    assert list(model.golden_levels()) == means
    steps = [after > before for before, after in pairwise(means) if after != before]
    assert model.max_turning_points() == sum(one != other for one, other in pairwise(steps))


def test_a_tilt_of_rational_and_logarithmic_rewards_is_enclosed():
    """α = log 2 on the rewards 0, 1 and log 2: the weights 1, 2 and 2^log 2, of which the last is no rational."""
    p = Distribution.from_probabilities(["1/2", "1/4", "1/4"])
    policy = GoldenModel(p, Reward.parse("0, 1, log 2"), Reward.values([0, 0, 0])).tilt("log 2")
    assert not isinstance(policy, Distribution)
    weights = [0.5, 0.25 * 2, 0.25 * 2 ** log(2)]
    assert [float(mass) for _, mass in policy.items()] == pytest.approx([w / sum(weights) for w in weights])
    exact = GoldenModel(p, Reward.values([0, 1, 2]), Reward.values([0, 0, 0])).tilt("log 2")
    assert exact == Distribution.from_weights([2, 2, 4])


def test_a_proxy_that_is_given_is_used_and_the_other_is_found():
    model = overoptimization_model()
    found = model.decompose(model.best_of_n(3))
    both = found.sub_gaussian_bounds()
    for side, proxy in (("lower", 7), ("upper", 5)):
        low, high = found.sub_gaussian_bounds(**{side: proxy})
        bound = float(transportation_bound(proxy, found.kl))
        wanted = (-bound, float(both[1])) if side == "lower" else (float(both[0]), bound)
        assert (float(low), float(high)) == pytest.approx(wanted)


def test_the_best_size_is_looked_for_up_to_the_largest_and_from_one():
    p = Distribution.uniform(2)
    same = GoldenModel(p, Reward.values([0, 1]), Reward.values([0, 1]))
    assert same.best_size(1) == (1, Fraction(1, 2))
    assert same.best_size(4) == (4, Fraction(15, 16))
    opposed = GoldenModel(p, Reward.values([0, 1]), Reward.values([1, 0]))
    assert opposed.best_size(4) == (1, Fraction(1, 2))
    assert opposed.max_turning_points() == 0
    with pytest.raises(ParameterError, match=r"^max_n is 0: it must be at least 1$"):
        same.best_size(0)


def test_the_parts_of_a_decomposition_by_hand():
    """p = (1/2, 1/4, 1/4), proxy (0, 1, 3), golden (1, 0, 1): e = (−1, 1, 2), all of them under best of 2."""
    p = Distribution.from_weights([2, 1, 1])
    model = GoldenModel(p, Reward.values([0, 1, 3]), Reward.values([1, 0, 1]))
    policy = model.best_of_n(2)
    assert policy == Distribution.from_weights([4, 5, 7])
    found = model.decompose(policy)
    assert (found.proxy_improvement, found.golden_improvement) == (
        Fraction(26, 16) - 1,
        Fraction(11, 16) - Fraction(3, 4),
    )
    assert found.overestimation == Fraction(15, 16) - Fraction(1, 4)
    assert (model.oscillation, found.variation_bound) == (3, 3 * Fraction(1, 4))
    assert found.kl == kl_divergence(policy, p)
    assert float(found.pinsker_bound) == pytest.approx(3 * (float(found.kl) / 2) ** 0.5)
    assert [tuple(row) for row in model.curve([1, 2])] == [
        (1, 1, Fraction(3, 4)),
        (2, Fraction(26, 16), Fraction(11, 16)),
    ]


def test_a_policy_off_the_support_is_not_bounded_by_its_divergence():
    model = GoldenModel(Distribution.from_weights([1, 1, 0]), Reward.values([0, 1, 2]), Reward.values([0, 0, 0]))
    found = model.decompose(Distribution.from_weights([0, 1, 1]))
    assert found.kl == found.pinsker_bound == oo
    assert found.sub_gaussian_bounds() == (-oo, oo)
    assert (found.overestimation, model.oscillation) == (1, 1)


def test_an_enclosed_tilt_is_decomposed_as_its_definition_says():
    model = overoptimization_model("1/4")  # 1/2, 1/4, 1/4, tilted by e^(r/2)
    found = model.decompose(model.tilt("1/2"))
    weights = [0.5, 0.25 * exp(0.5), 0.25 * exp(1)]
    masses = [w / sum(weights) for w in weights]
    changes = [m - q for m, q in zip(masses, (0.5, 0.25, 0.25), strict=True)]
    assert float(found.proxy_improvement) == pytest.approx(changes[1] + 2 * changes[2], rel=1e-14)
    assert float(found.golden_improvement) == pytest.approx(changes[1] - changes[2], rel=1e-14)
    assert float(found.overestimation) == pytest.approx(3 * changes[2], rel=1e-14)
    kl = sum(m * log(m / q) for m, q in zip(masses, (0.5, 0.25, 0.25), strict=True))
    assert float(found.kl) == pytest.approx(kl, rel=1e-13)
    assert float(found.pinsker_bound) == pytest.approx(3 * (kl / 2) ** 0.5, rel=1e-13)


@pytest.mark.parametrize("delta", [0, "1/2", "-1/10", 1])
def test_the_smallest_model_needs_all_three_outcomes(delta):
    with pytest.raises(ParameterError) as caught:
        overoptimization_model(delta)
    assert str(caught.value) == f"delta is {delta}: give a number strictly between 0 and 1/2"


def test_the_smallest_model_has_a_tenth_on_top_unless_told():
    assert overoptimization_model().reference == Distribution.from_probabilities(["1/2", "2/5", "1/10"])
    assert overoptimization_model("1/3").reference == Distribution.from_probabilities(["1/2", "1/6", "1/3"])


def test_a_model_and_a_decomposition_are_the_same_as_themselves_only() -> None:
    """Policies are compared by their numbers, some of which are enclosed, and never told to be equal."""
    models = [overoptimization_model(), overoptimization_model()]
    assert len({*models}) == 2
    assert len({model.decompose(models[0].reference) for model in (models[0], models[0])}) == 2
