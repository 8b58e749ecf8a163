"""Transportation bounds, Donsker–Varadhan and tail-adaptive bounds on drawn models and known witnesses."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, Reward, best_of_n, kl_divergence, log, oo, renyi_divergence
from exactalign.exceptions import ExactAlignError, ParameterError
from exactalign.theory import (
    RewardLaw,
    best_of_n_improvement,
    best_of_n_improvement_bound,
    compare_tails,
    donsker_varadhan,
    improvement,
    renyi_transportation_bound,
    required_proxy,
    transportation_bound,
    variance_bound,
    variance_proxy,
    variational_score,
)
from tests.exactalign.small_models import distributions, rewards


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Distribution, RewardLaw]:
    p = draw(distributions(min_outcomes=2, max_outcomes=3, zeros=False))
    weights = draw(st.lists(st.integers(0, 5), min_size=len(p), max_size=len(p)).filter(any))
    return Distribution.from_weights(weights), RewardLaw(p, draw(rewards(len(p), "rational")))


def at_most(value, bound) -> bool:
    """value ≤ bound, where equality can occur and enclosures then only touch."""
    if bound == oo:
        return True
    return EnclosedReal.of(value).enclose(20).lower <= EnclosedReal.of(bound).enclose(20).upper


@pytest.mark.slow
@given(pairs())
@settings(max_examples=25, deadline=None)
def test_transportation_bound_holds(pair):
    policy, law = pair
    up, down = variance_proxy(law, "upper"), variance_proxy(law, "lower")
    gain, spent = improvement(policy, law), kl_divergence(policy, law.reference)
    assert at_most(gain, transportation_bound(up, spent))
    assert at_most(-gain, transportation_bound(down, spent))


@pytest.mark.slow
@given(pairs(), st.sampled_from(["1/4", "1/2", "9/10"]))
@settings(max_examples=20, deadline=None)
def test_tail_adaptive_bound_holds(pair, order):
    policy, law = pair
    own = variance_proxy(RewardLaw(policy.aligned_to(law.reference), law.reward), "lower")
    spent = renyi_divergence(policy, law.reference, order)
    bound = renyi_transportation_bound(own, variance_proxy(law, "upper"), spent, order)
    assert at_most(improvement(policy, law), bound)


@given(pairs(), st.sampled_from([2, 3, 8]))
@settings(max_examples=20, deadline=None)
def test_best_of_n_improvement_is_exact_and_bounded(pair, n):
    _, law = pair
    gain = best_of_n_improvement(law, n)
    assert gain == improvement(best_of_n(law.reference, law.reward, n), law)
    if not law.is_constant:
        assert gain < best_of_n_improvement_bound(variance_proxy(law, "upper"), n)
        assert gain <= variance_bound(law, n)
    else:
        assert gain == best_of_n_improvement_bound(variance_proxy(law, "upper"), n) == variance_bound(law, n) == 0


def test_the_bound_is_attained_by_the_mirror_image():
    law = RewardLaw.of([0, 1, 2], ["1/2", "3/8", "1/8"])
    mirror = Distribution.from_probabilities(["1/8", "3/8", "1/2"])
    gain, spent = improvement(mirror, law), kl_divergence(mirror, law.reference)
    assert (gain, spent) == (Fraction(3, 4), log(2) * Fraction(3, 4))
    bounds = transportation_bound(variance_proxy(law, "upper"), spent).enclose(30)
    assert Fraction(3, 4) in bounds
    # The variance in place of the proxy must fail, and so must half the constant.
    assert gain > transportation_bound(law.variance, spent)
    assert gain > transportation_bound(variance_proxy(law, "upper").value / 2, spent)


def test_heavy_tails_need_ever_larger_proxies():
    for top, value in ((4, "1.6914"), (8, "4.4232"), (16, "10.1440")):
        law = RewardLaw.geometric(top)
        point = Distribution.from_weights([int(k == top) for k in range(top + 1)])
        need = required_proxy(improvement(point, law), kl_divergence(point, law.reference))
        assert abs(float(need) - float(value)) < 1e-4
        assert need < variance_proxy(law, "upper").value
        assert law.variance < 2


@given(pairs(), st.lists(st.sampled_from([0, 1, -1, Fraction(1, 2)]), min_size=3, max_size=3))
@settings(max_examples=20, deadline=None)
def test_donsker_varadhan(pair, scores):
    policy, law = pair
    p = law.reference
    found = donsker_varadhan(policy, p, Reward.values(scores[: len(p)]))
    assert found.kl == oo or found.gap == 0 or found.gap.enclose(5).upper >= 0
    if len(policy.support) == len(p):
        best = donsker_varadhan(policy, p, variational_score(policy, p))
        assert best.gap == 0
        assert best.value == best.kl


def test_two_answers_are_two_things_whatever_stands_in_them():
    """Enclosed numbers need not be told apart to be put into a set."""
    p, policy = Distribution.uniform(2), Distribution.from_weights([1, 3])
    one, other = (donsker_varadhan(policy, p, Reward.values([0, 1])) for _ in range(2))
    assert len({one, other}) == 2
    assert one == one != other


def test_which_bound_is_tighter_is_decided():
    mirror = compare_tails(Distribution.from_weights([1, 4]), RewardLaw.bernoulli("1/5"), "1/2")
    assert mirror.tighter == "kl"
    thin = compare_tails(Distribution.from_weights([3, 1]), RewardLaw.bernoulli("1/8"), "1/2", two_sided=True)
    assert thin.tighter == "renyi"
    assert abs(float(thin.renyi_bound) - 0.149064010) < 1e-9
    assert abs(float(thin.kl_bound) - 0.149093417) < 1e-9
    sharp = compare_tails(Distribution.from_weights([3, 1]), RewardLaw.bernoulli("1/8"), "1/2")
    assert Fraction(1, 8) < sharp.renyi_bound < thin.renyi_bound
    point = compare_tails(Distribution.from_weights([0, 1]), RewardLaw.bernoulli("1/3"), "3/4")
    assert point.tighter == "tie"
    assert compare_tails(Distribution.uniform(2), RewardLaw.bernoulli("1/2"), "1/2").tighter == "tie"
    disjoint = RewardLaw.of([0, 1, 1], ["1/2", "1/2", "0"])
    off = compare_tails(Distribution.from_probabilities([0, "1/2", "1/2"]), disjoint, "1/2")
    assert off.tighter == "renyi"
    assert abs(float(off.renyi_bound) - 0.8325546111576977) < 1e-12


def test_swapped_weights_would_be_wrong():
    """At a = 3/4, π = δ₁, ref = (½, ½): ½ ≤ the bound, but not with the two proxies exchanged."""
    right = renyi_transportation_bound(0, "1/4", log(2), "3/4")
    swapped = renyi_transportation_bound("1/4", 0, log(2), "3/4")
    assert swapped < Fraction(1, 2) < right


@pytest.mark.parametrize(
    "call",
    [
        lambda: transportation_bound(-1, 1),
        lambda: transportation_bound(0.25, 1),
        lambda: renyi_transportation_bound(1, 1, 1, 1),
        lambda: renyi_transportation_bound(1, 1, 1, 2),
        lambda: variational_score(Distribution.from_weights([1, 0]), Distribution.uniform(2)),
        lambda: improvement(Distribution.uniform(3), RewardLaw.bernoulli("1/2")),
    ],
)
def test_bad_input_is_refused_in_one_line(call):
    with pytest.raises(ExactAlignError) as caught:
        call()
    assert "\n" not in str(caught.value)


def test_both_sides_are_used_as_asked():
    law, policy = RewardLaw.bernoulli("4/5"), Distribution.from_weights([1, 9])
    kl = kl_divergence(policy, law.reference)
    for two_sided, side in ((False, "upper"), (True, "two-sided")):
        found = compare_tails(policy, law, "1/2", two_sided=two_sided)
        assert found.kl_bound.enclose(15) == transportation_bound(variance_proxy(law, side), kl).enclose(15)
    assert variance_proxy(law, "upper").valid != variance_proxy(law, "two-sided").valid


def test_of_equal_divergences_the_wider_policy_decides():
    """π = p given two of three outcomes: D_a = KL, and π has a proxy of its own, so the bounds do not tie."""
    law = RewardLaw.of([0, 1, 2], ["1/3"] * 3)
    found = compare_tails(law.reference.condition([1, 2]), law, "1/2")
    assert found.tighter == ("kl" if float(found.kl_bound) < float(found.renyi_bound) else "renyi")
    single = compare_tails(law.reference.condition([2]), law, "1/2")
    assert single.tighter == "tie"


def test_a_constant_reward_leaves_nothing_to_compare():
    found = compare_tails(Distribution.from_weights([1, 3]), RewardLaw.of([2, 2], ["1/2", "1/2"]), "1/2")
    assert (found.tighter, found.improvement) == ("tie", 0)


@pytest.mark.parametrize("order", [0, 1, "-1/2", 2, "log 2"])
def test_the_order_of_a_tail_adaptive_bound_lies_strictly_between_0_and_1(order):
    shown = "log(2)" if order == "log 2" else order
    law, policy = RewardLaw.bernoulli("1/5"), Distribution.uniform(2)
    for call in (
        lambda: renyi_transportation_bound(1, 1, 1, order),
        lambda: renyi_transportation_bound(1, 1, oo, order),
        lambda: compare_tails(policy, law, order),
    ):
        with pytest.raises(ParameterError) as caught:
            call()
        wanted = f"order is {shown}: the tail-adaptive bound takes a rational order strictly between 0 and 1"
        assert str(caught.value) == wanted


def test_a_proxy_is_not_negative():
    for call in (lambda: transportation_bound("-1/9", 1), lambda: renyi_transportation_bound(1, "-1/9", 1, "1/2")):
        with pytest.raises(ParameterError) as caught:
            call()
        assert str(caught.value) == "proxy is -1/9: a variance proxy is not negative"
    assert transportation_bound(0, 5) == renyi_transportation_bound(0, 0, 5, "1/2") == 0


def test_an_infinite_divergence_bounds_nothing():
    """Whatever the proxies, 0 as well: off the support of the reference they do not speak of the reward."""
    for proxy in (0, 1):
        assert transportation_bound(proxy, oo) == renyi_transportation_bound(proxy, 0, oo, "1/2") == oo
    law = RewardLaw.of([0, 1, 1], ["1/2", "1/2", 0])
    apart = compare_tails(Distribution.from_weights([0, 0, 1]), law, "1/2")
    assert (apart.kl_bound, apart.renyi_bound, apart.tighter) == (oo, oo, "tie")
    partly = compare_tails(Distribution.from_weights([1, 1, 2]), law, "1/2")
    assert (partly.kl_bound, partly.tighter) == (oo, "renyi")
    assert partly.renyi_bound < 10


TAILS = [
    ([0, 1, 1], ["1/2", "1/4", "1/4"], [0, 9, 16]),  # of constant reward, with an exact divergence that is not KL
    ([0, 1, 1], ["1/2", "1/4", "1/4"], [0, 1, 2]),  # the same with an enclosed one
    ([0, 1, 2], ["1/3", "1/3", "1/3"], [1, 2, 3]),
    ([0, 1, 2], ["1/3", "1/3", "1/3"], [0, 1, 1]),
    ([0, 1, 2], ["1/2", "3/8", "1/8"], [1, 1, 2]),
    ([0, 1], ["4/5", "1/5"], [1, 9]),
    ([0, 1], ["7/8", "1/8"], [3, 1]),
]


@pytest.mark.parametrize(("values", "masses", "weights"), TAILS)
@pytest.mark.parametrize("order", ["1/2", "9/10"])
def test_both_bounds_are_their_formulas_and_the_smaller_one_is_the_tighter(values, masses, weights, order):
    law, policy = RewardLaw.of(values, masses), Distribution.from_weights(weights)
    a = Fraction(order)
    pairs = [(float(x), float(y)) for x, y in zip(policy.probabilities, law.reference.probabilities, strict=True)]
    kl = math.fsum(x * math.log(x / y) for x, y in pairs if x)
    renyi = math.log(math.fsum(x ** float(a) * y ** float(1 - a) for x, y in pairs if x)) / float(a - 1)
    for two_sided in (False, True):
        sides = ("two-sided", "two-sided") if two_sided else ("lower", "upper")
        own = float(variance_proxy(RewardLaw(policy, law.reward), sides[0]).valid)
        base = float(variance_proxy(law, sides[1]).valid)
        found = compare_tails(policy, law, order, two_sided=two_sided)
        wanted = math.sqrt(2 * base * kl), math.sqrt(2 * ((1 - a) * own + a * base) * renyi / a)
        assert (float(found.kl_bound), float(found.renyi_bound)) == pytest.approx(wanted, rel=1e-12)
        assert abs(wanted[0] - wanted[1]) > 1e-9
        assert found.tighter == ("kl" if wanted[0] < wanted[1] else "renyi")
        assert (found.order, found.improvement) == (a, policy.expectation(law.reward).as_rational() - law.mean)


def test_the_reference_itself_is_a_tie_of_nothing():
    """Its proxy is enclosed here: that both bounds are 0 is seen from the divergence."""
    law = RewardLaw.bernoulli("1/5")
    found = compare_tails(law.reference, law, "1/2")
    assert (found.kl_bound, found.renyi_bound, found.tighter, found.improvement) == (0, 0, "tie", 0)


def test_the_gap_of_a_score_is_a_divergence():
    """KL(π‖p) − (E_π g − log E_p e^g) = KL(π‖p_g), for p_g ∝ p·e^g, here with weights e^g of 1, 4 and 6."""
    p, policy = Distribution.from_weights([1, 2, 3]), Distribution.from_weights([2, 0, 5])
    found = donsker_varadhan(policy, p, Reward.log_weights([1, 4, 6]))
    assert found.gap == kl_divergence(policy, Distribution.from_weights([1, 8, 18]))
    assert found.kl == kl_divergence(policy, p)
    assert found.value == log(6) * Fraction(5, 7) - log("27/6")
    off = donsker_varadhan(p, policy, Reward.log_weights([1, 4, 6]))
    assert (off.kl, off.gap) == (oo, oo)
    assert off.value == (log(4) * 2 + log(6) * 3) / 6 - log("32/7")


@pytest.mark.parametrize(("weights", "reference"), [([1, 0], [1, 1]), ([1, 1], [1, 0]), ([1, 0], [1, 0])])
def test_the_best_score_needs_all_outcomes(weights, reference):
    with pytest.raises(ParameterError) as caught:
        variational_score(Distribution.from_weights(weights), Distribution.from_weights(reference))
    assert str(caught.value) == "the maximum is attained only where policy and reference have full support"


def test_what_an_improvement_needs():
    assert required_proxy("1/2", 0) is None
    assert required_proxy("1/2", log(1)) is None
    assert required_proxy("1/2", "1/16") == 2
    law = RewardLaw.bernoulli("1/2")
    assert variance_bound(law, 5) == Fraction(2, 3)  # 1/2·4/3
    assert best_of_n_improvement_bound(0, 7) == 0
    assert float(best_of_n_improvement_bound(2, 3)) == pytest.approx(2 * math.sqrt(math.log(3) - 2 / 3))
