"""The mismatched tilt and α(Δ): against mpmath, feasibility decided, exact where exact, and hard cases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, LogForm, Reward, kl_divergence, log, oo
from exactalign.exceptions import DistributionError, NotExactError, OutcomeError, ParameterError
from exactalign.policies.tilting import MAX_EXACT_TILT, AlignedFamily, TiltedDistribution, tilt
from exactalign.testing.strategies import rationals
from tests.exactalign import high_precision as hp
from tests.exactalign.high_precision import DIGITS, PRECISION, check, number
from tests.exactalign.known_models import COIN, COIN_FAMILY, P, Q, R
from tests.exactalign.small_models import distributions, laws_with_rewards

ALPHAS = st.one_of(
    st.integers(-6, 6).map(Fraction),
    rationals(-8, 8, max_denominator=9),
    st.sampled_from([Fraction(-200), Fraction(123, 2), Fraction(1, 10**12), Fraction(-1, 10**6)]),
    st.sampled_from([log(2), log("3/7") - 1]),
)


def contains_root(value: Any, function: Any, digits: int = DIGITS) -> None:
    """Assert that an increasing function changes sign across a tight enclosure."""
    with mpmath.workdps(6 * digits + 200):
        if isinstance(value, Fraction):
            assert abs(function(number(value))) < mpmath.mpf(10) ** -(5 * digits + 100)
            return
        low, high = value.enclose(digits)
        assert low != high
        assert (high - low) * 10**digits <= min(abs(low), abs(high))
        assert function(number(low)) <= 0 <= function(number(high))


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(laws_with_rewards(), ALPHAS)
def test_all_enclosures_contain_the_value_of_mpmath(model: tuple[Distribution, Reward], alpha: Any) -> None:
    p, reward = model
    family = AlignedFamily(p, reward)
    with mpmath.workdps(PRECISION + 200):
        a = number(alpha)
        rows, log_z = hp.tilt(p, reward, a)
        policy = family.at(alpha)
        for outcome, _, t, _ in rows:
            check(policy[outcome], t)
        for outcome in set(p.outcomes) - set(p.support):
            assert policy[outcome] == 0
        check(family.log_partition(alpha), log_z)
        check(family.kl(alpha), hp.kl(p, reward, a))
        check(family.expected_reward(alpha), hp.mean(p, reward, a))
        moments = [hp.central(p, reward, a, k) for k in (2, 3, 4)]
        check(family.reward_variance(alpha), moments[0])
        check(family.cumulant(2, alpha), moments[0])
        check(family.cumulant(3, alpha), moments[1])
        check(family.cumulant(4, alpha), moments[2] - 3 * moments[0] ** 2)


@settings(max_examples=80, deadline=None)
@given(laws_with_rewards(), st.integers(1, 60), rationals(0, 3, max_denominator=20))
def test_alpha_of_a_divergence(model: tuple[Distribution, Reward], digits: int, kl: Fraction) -> None:
    p, reward = model
    family = AlignedFamily(p, reward)
    answer = family.align(kl)
    best = max(reward[o] for o in p.support)
    mass = sum((p[o] for o in p.support if reward[o] == best), Fraction(0))
    assert family.kl_max == -log(mass)
    if all(reward[o] == best for o in p.support):
        assert (answer.case, answer.alpha, answer.policy) == ("constant-reward", None, p)
        assert answer.unique == (kl == 0 or len(p.support) == 1)
        assert answer.kl() == 0
        assert answer.log_partition() is None
    elif kl < -log(mass):
        assert (answer.case, answer.unique) == ("tilt", True)
        if kl:
            contains_root(answer.alpha, lambda a: hp.kl(p, reward, a) - number(kl), digits)
            with mpmath.workdps(PRECISION):
                check(answer.kl(), number(kl))  # round trip
            lower, upper = answer.expected_reward().enclose(DIGITS)
            assert family.expected_reward(0).enclose(DIGITS).lower <= upper
            assert lower <= best.enclose(DIGITS).upper
        else:
            assert answer.alpha == 0
            assert answer.policy == p
    else:
        assert (answer.case, answer.alpha) == ("beyond" if kl > -log(mass) else "boundary", None)
        assert answer.policy == p.condition([o for o in p.support if reward[o] == best])
        assert answer.kl() == family.kl_max
        assert answer.expected_reward() == best


@settings(max_examples=80, deadline=None)
@given(laws_with_rewards(), rationals(Fraction(1, 50), Fraction(49, 50), max_denominator=50))
def test_alpha_of_a_reward(model: tuple[Distribution, Reward], share: Fraction) -> None:
    p, reward = model
    family = AlignedFamily(p, reward)
    low, high = family.values[0], family.values[-1]
    goal = low + (high - low) * share
    if low == high:
        with pytest.raises(ParameterError, match="reached by no tilt"):
            family.alpha_for_reward(goal)
        return
    alpha = family.alpha_for_reward(goal)
    contains_root(alpha, lambda a: hp.mean(p, reward, a) - number(goal))
    with mpmath.workdps(PRECISION):
        check(family.expected_reward(alpha), number(goal))
    beta = family.beta(-goal)
    contains_root(beta, lambda a: hp.mean(p, reward, a) - number(goal))


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(laws_with_rewards(), rationals(Fraction(1, 30), 6, max_denominator=30))
def test_round_trips_and_the_second_root(model: tuple[Distribution, Reward], alpha: Fraction) -> None:
    p, reward = model
    family = AlignedFamily(p, reward)
    assume(not family.is_constant)
    if alpha.denominator == 1:  # KL and reward are exact, so α comes back exactly where q is rational
        kl, goal = family.kl(alpha), family.expected_reward(alpha)
        if isinstance(kl, LogForm) and isinstance(goal, LogForm):
            assert family.align(kl).alpha == alpha
            assert family.alpha_for_reward(goal) == alpha
            mirrored, back = family.kl(-alpha), family.expected_reward(-alpha)
            assert isinstance(mirrored, LogForm)
            assert family.negative_alpha(mirrored) == -alpha
            assert family.alpha_for_reward(back) == -alpha
            assert family.align(kl).policy == family.at(alpha)
    else:
        low, high = family.kl(alpha).enclose(30)
        for kl, side in ((low, 1), (high, -1)):
            found = family.align(kl).alpha
            assert found is not None
            distance = alpha - EnclosedReal.of(found)
            bounds = distance.enclose(10)
            assert side * (bounds.upper if side > 0 else bounds.lower) >= 0
            assert abs(bounds.midpoint) < Fraction(1, 10**8)


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(laws_with_rewards(), st.lists(rationals(-5, 5, max_denominator=7), min_size=2, max_size=4, unique=True))
def test_the_family_is_monotone(model: tuple[Distribution, Reward], alphas: list[Fraction]) -> None:
    p, reward = model
    family = AlignedFamily(p, reward)
    assume(not family.is_constant)
    ordered = sorted(alphas)
    means = [EnclosedReal.of(family.expected_reward(a)) for a in ordered]
    assert all(a < b for a, b in pairwise(means))
    assert all(family.values[0] < m < family.values[-1] for m in means)
    for x, y in pairwise(ordered):
        if x >= 0:
            assert EnclosedReal.of(family.kl(x)) < family.kl(y) < family.kl_max
        elif y <= 0:
            assert EnclosedReal.of(family.kl(y)) < family.kl(x) < family.kl_min_end


BOUNDARY = [
    (["1/3", "2/3"], "1, 0", 1),
    (["1/4", "1/4", "1/2"], "1, 1, 0", 2),
    (["1/4", "0", "3/4"], "0, 5, log 2", 1),
    (["1/7", "2/7", "4/7"], "log 4, 2*log 2, log 3", 2),
]


@pytest.mark.parametrize(("weights", "text", "ways"), BOUNDARY)
def test_feasibility_is_exact(weights: list[str], text: str, ways: int) -> None:
    family = AlignedFamily(Distribution.from_probabilities(weights), Reward.parse(text))
    tiny = Fraction(1, 10**30)
    top = family.kl_max
    at, below, above = family.align(top), family.align(top - tiny), family.align(top + tiny)
    assert (at.case, at.alpha, at.unique, at.policy) == ("boundary", None, True, family.best)
    assert (above.case, above.alpha, above.unique, above.policy) == ("beyond", None, ways == 1, family.best)
    assert (below.case, below.unique) == ("tilt", True)
    contains_root(below.alpha, lambda a: hp.kl(family.reference, family.reward, a) - number(top - tiny), 20)
    rewritten = LogForm.parse(f"{len(weights)}*log 7 - {len(weights)}*log 7") + top
    assert family.align(rewritten).case == "boundary"
    zero = family.align(0)
    assert (zero.case, zero.alpha, zero.policy, zero.kl()) == ("tilt", 0, family.reference, 0)
    small = family.align(tiny)
    contains_root(small.alpha, lambda a: hp.kl(family.reference, family.reward, a) - number(tiny), 20)
    assert family.kl(oo) == top
    assert family.at(oo) == family.best
    assert family.at(-oo) == family.worst
    assert family.expected_reward(oo) == family.values[-1]


def test_budgets_that_are_no_budgets() -> None:
    for kl in ("-1/10", -log(2), Fraction(-1, 10**40)):
        with pytest.raises(ParameterError, match="must not be negative"):
            COIN_FAMILY.align(kl)
    with pytest.raises(ParameterError, match="exactly"):
        COIN_FAMILY.align(EnclosedReal(arb.pi))
    with pytest.raises(NotExactError, match="kl is"):
        COIN_FAMILY.align(0.1)
    with pytest.raises(NotExactError):
        COIN_FAMILY.kl(0.5)
    with pytest.raises(ParameterError, match="strictly between"):
        COIN_FAMILY.beta("log 3")
    with pytest.raises(ParameterError, match="order is 5"):
        COIN_FAMILY.cumulant(5)
    with pytest.raises(OutcomeError, match="-oo"):
        AlignedFamily(COIN, Distribution.from_probabilities(["1", "0"]))
    with pytest.raises(DistributionError, match="q must be a Distribution or a Reward, not a str"):
        AlignedFamily(COIN, "log 2, 0")  # type: ignore[arg-type]


def test_negative_second_root() -> None:
    family = AlignedFamily(P, Q)
    kl = Fraction(11, 100)
    positive, negative = family.align(kl).alpha, family.negative_alpha(kl)
    assert str(positive).startswith("0.7091380845")
    contains_root(negative, lambda a: -(hp.kl(P, family.reward, a) - number(kl)), 40)
    assert negative < 0 < positive
    assert family.expected_reward(negative).enclose(9).upper < family.expected_reward(0).enclose(9).lower
    assert family.negative_alpha(0) is None
    assert family.negative_alpha(family.kl_min_end) is None
    assert family.negative_alpha(family.kl_min_end - Fraction(1, 10**30)) < -10
    assert AlignedFamily(COIN, Reward.parse("1, 1")).negative_alpha("1/10") is None
    assert COIN_FAMILY.negative_alpha(COIN_FAMILY.kl(-3)) == -3


def test_integer_roots_come_back_exact() -> None:
    for k in (1, 2, 7, 40):
        answer = COIN_FAMILY.align(COIN_FAMILY.kl(k))
        assert answer.alpha == k
        assert isinstance(answer.alpha, Fraction)
        assert answer.policy == Distribution.from_weights([2**k, 2])
        near = COIN_FAMILY.align(COIN_FAMILY.kl(k) - Fraction(1, 10**60))
        assert isinstance(near.alpha, EnclosedReal)
        assert near.alpha.enclose(100).upper < k
    assert COIN_FAMILY.align(COIN_FAMILY.kl(100)).alpha.enclose(30).width < Fraction(1, 10**27)


def test_a_root_at_a_power_of_the_guess() -> None:
    # Rewards so close that their variance shows at no guessing precision: the search starts from 1.
    step = Fraction(1, 10**30)
    family = AlignedFamily(COIN, Reward.values([1 + log(2) * step, 1]))
    with mpmath.workdps(300):
        kl = COIN_FAMILY.kl(1)
        contains_root(family.align(kl).alpha, lambda a: hp.kl(COIN, family.reward, a) - number(kl), 30)
    assert 10**30 in family.align(kl).alpha.enclose(40)


HARD = {
    "rewards 10^-20 apart": Reward.values([1, 1 + Fraction(1, 10**20), 1 + Fraction(2, 10**20)]),
    "rewards thousands apart": Reward.values([0, 4000, -7000]),
    "both": Reward.values([1, 1 + Fraction(1, 10**20), 3000]),
    "logarithms almost equal": Reward.values([log(10**20), log(10**20 + 1), 0]),
}


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("kl", ["1/10", "1e-30", "log(2) - 1e-30", "1/1000"])
def test_hard_cases(name: str, kl: str) -> None:
    p = Distribution.from_weights([1, 2, 1])
    family = AlignedFamily(p, HARD[name])
    delta = LogForm.parse(kl)
    answer = family.align(delta)
    assert answer.case == ("tilt" if delta < family.kl_max else "beyond")
    if answer.alpha is not None:
        contains_root(answer.alpha, lambda a: hp.kl(p, family.reward, a) - number(delta), 25)
    second = family.negative_alpha(delta)
    if delta < family.kl_min_end:
        contains_root(second, lambda a: -(hp.kl(p, family.reward, a) - number(delta)), 25)
    near = family.values[-1] - (family.values[-1] - family.values[0]) / 10**30
    contains_root(family.alpha_for_reward(near), lambda a: hp.mean(p, family.reward, a) - number(near), 25)


@pytest.mark.slow
def test_numbers_too_small_to_write_out() -> None:
    policy = tilt(Distribution.uniform(2), Reward.values([0, 1]), 10**30)
    low, high = policy[0].enclose(5)
    assert -Fraction(1, 10**60) < low <= 0
    assert 0 < high < Fraction(1, 10**60)
    assert policy[1].enclose(5).upper >= 1
    assert policy.kl() > 0


def test_small_numbers_keep_their_relative_digits() -> None:
    # Where the number is told from 0 the width is relative, also around 10^−(2·digits + 50).
    for exponent in (60, 72, 76, 79):
        low, high = EnclosedReal(lambda e=exponent: (1 + arb(10) ** -e / 3) - 1).enclose(15)
        assert low < Fraction(1, 3 * 10**exponent) < high
        assert low <= 0 or (high - low) * 10**15 <= low
        assert high - low < Fraction(1, 10**75)
    policy = tilt(Distribution.uniform(2), Reward.values([0, 1]), 3000)
    low, high = policy[0].enclose(30)
    assert 0 < (high - low) * 10**30 <= low < Fraction(1, 10**1300)


def test_cumulants_of_a_constant_reward_vanish() -> None:
    family = AlignedFamily(P, Reward.parse("log 2, log 2, log 2"))
    for order in (2, 3, 4):
        low, high = family.cumulant(order, "1/3").enclose(10)
        assert low <= 0 <= high
        assert high - low <= Fraction(1, 10**70)


@pytest.mark.parametrize("alpha", ["1/2", "-7/3", log(2), EnclosedReal(arb.pi)])
def test_where_the_reward_is_constant_every_tilt_is_the_reference(alpha: Any) -> None:
    """Exactly, also where only what is impossible has another reward; with two rewards it is enclosed."""
    p = Distribution.from_weights([1, 2, 0])
    family = AlignedFamily(p, Reward.values([5, 5, 7]))
    assert family.at(alpha) == p
    assert (family.kl(alpha), family.expected_reward(alpha)) == (0, 5)
    assert isinstance(AlignedFamily(P, Reward.values([5, 5, 7])).at(alpha), TiltedDistribution)


@pytest.mark.slow
def test_ten_thousand_outcomes() -> None:
    count = 10_000
    p = Distribution.from_weights([1 + i * i % 17 for i in range(count)])
    family = AlignedFamily(p, Reward.values([Fraction(i % 5003, 100) for i in range(count)]))
    answer = family.align("1/3")
    low, high = answer.alpha.enclose(20)
    with mpmath.workdps(60):
        values = [(number(m), number(Fraction(i % 5003, 100))) for i, m in p.items()]

        def kl(a: Any) -> Any:
            weights = [m * mpmath.exp(a * r) for m, r in values]
            z = mpmath.fsum(weights)
            return a * mpmath.fsum(w * r for w, (_, r) in zip(weights, values, strict=True)) / z - mpmath.log(z)

        assert kl(number(low)) <= mpmath.mpf(1) / 3 <= kl(number(high))
    assert (high - low) * 10**20 <= low


def test_tilts_of_every_kind_of_alpha() -> None:
    family = AlignedFamily(P, Q)
    assert tilt(P, Q, 1) == Distribution.from_probabilities(["12/25", "3/25", "2/5"])
    assert tilt(P, Q, 0) == P
    assert tilt(P, Q, "-2") == Distribution.from_weights([9 * 2, 324 * 3, 81 * 5])
    assert isinstance(tilt(P, Q, "1/2"), TiltedDistribution)
    root = family.align("11/100").alpha
    for alpha in ("1/2", log(2), root, EnclosedReal(arb.pi)):
        policy = family.at(alpha)
        total = EnclosedReal.sum(policy[o] for o in policy.outcomes)
        assert 1 in total.enclose(20)
        assert 0 in (policy.kl() - family.kl(alpha)).enclose(10)
        assert len(policy) == 3
    # Lemma 9: tilts add up.
    assert tilt(P, Q, "1/2").tilted("1/2") == tilt(P, Q, 1)
    twice = tilt(P, Q, log(2)).tilted(root)
    assert 0 in (twice[0] - family.at(root + log(2))[0]).enclose(10)


@settings(max_examples=30, deadline=None)
@given(laws_with_rewards(), ALPHAS, st.data())
def test_divergence_from_a_policy(model: tuple[Distribution, Reward], alpha: Any, data: st.DataObject) -> None:
    p, reward = model
    policy = data.draw(distributions(len(p), len(p)))
    found = TiltedDistribution(AlignedFamily(p, reward), alpha).kl_from(policy)
    if any(mass and not p[o] for o, mass in policy.items()):
        assert found == oo
        return
    with mpmath.workdps(PRECISION + 200):
        rows, _ = hp.tilt(p, reward, number(alpha))
        truth = mpmath.fsum(number(policy[o]) * mpmath.log(number(policy[o]) / t) for o, _, t, _ in rows if policy[o])
        check(found, truth)


def test_exact_answers_agree_with_enclosed_ones() -> None:
    family = AlignedFamily(P, Q)
    for k in (-3, -1, 2, 5):
        assert family.kl(k) == kl_divergence(family.at(k), P)
        close = EnclosedReal(arb.pi) * 0 + k  # the integer, hidden
        for name in ("kl", "log_partition", "expected_reward"):
            bounds = getattr(family, name)(close).enclose(20)
            assert bounds.lower <= getattr(family, name)(k) <= bounds.upper


def test_precision_and_threads() -> None:
    before = ctx.prec
    with pytest.raises(ParameterError):
        COIN_FAMILY.align(-1)
    start = threading.Barrier(4)
    divergences = [Fraction(k, 40) for k in range(1, 9)]
    truth = [COIN_FAMILY.align(b).alpha.enclose(60) for b in divergences]

    def work(offset: int) -> bool:
        start.wait(timeout=20)
        for i in range(len(divergences)):
            j = (i + offset) % len(divergences)
            low, high = AlignedFamily(COIN, COIN_FAMILY.reward).align(divergences[j]).alpha.enclose(40)
            if not (low <= truth[j].upper and truth[j].lower <= high and (high - low) * 10**40 <= low):
                return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(4)))
    assert ctx.prec == before


def test_html_of_enclosed_numbers() -> None:
    family = AlignedFamily(Distribution.from_probabilities(["1/3", "2/3"]), Reward.log_weights([2, 1]))
    answer = family.align("1/10")
    assert f">{answer.alpha}<" in answer.alpha._repr_html_()
    assert answer.policy._repr_html_().count("<tr>") == 3


def test_tilts_are_exact_up_to_the_stated_exponent() -> None:
    family = AlignedFamily(P, Q)
    for most in (MAX_EXACT_TILT, -MAX_EXACT_TILT):
        assert isinstance(family.log_partition(most), LogForm)
        assert isinstance(family.at(most), Distribution)
    for past in (MAX_EXACT_TILT + 1, -MAX_EXACT_TILT - 1):
        assert isinstance(family.log_partition(past), EnclosedReal)
        assert isinstance(family.at(past), TiltedDistribution)


def test_an_optimum_shows_its_exponent_or_that_there_is_none() -> None:
    def shown(family: AlignedFamily, kl: str) -> Any:
        return dict(list(family.align(kl)._shown().rows))["α"]

    family = AlignedFamily(P, Q)
    assert shown(family, "11/100").enclose(20) == family.align("11/100").alpha.enclose(20)
    assert shown(family, "log 5") == shown(family, "2") == "none exists"
    assert shown(AlignedFamily(P, Reward.values([1, 1, 1])), "1") is None  # every α is as good


@settings(max_examples=40, deadline=None)
@given(
    laws_with_rewards(), st.one_of(rationals(0, 2, max_denominator=50), st.sampled_from([1, 1 - Fraction(1, 10**9)]))
)
def test_a_root_that_is_proved_decides_the_case(model: tuple[Distribution, Reward], share: Fraction) -> None:
    """The short way from a guess and the long way by a decided logarithm and a bracket: one answer."""
    family = AlignedFamily(*model)
    assume(not family.is_constant and share)
    delta = family.kl_max * share
    answer = family.align(delta)
    assert answer.case == ("tilt" if share < 1 else "boundary" if share == 1 else "beyond")
    if answer.case == "tilt":
        found, slow = EnclosedReal.of(answer.alpha).enclose(40), family.sums.kl_root_in_bracket(delta).enclose(40)
        assert max(found.lower, slow.lower) <= min(found.upper, slow.upper)


def test_an_impossible_outcome_has_an_exact_zero() -> None:
    """A `Fraction`: 0 as a whole number becomes a float in a quotient."""
    family = AlignedFamily(Distribution.from_probabilities([0, 1]), Reward.values([1, 2]))
    assert repr(TiltedDistribution(family, Fraction(1, 2)).probability(0)) == "Fraction(0, 1)"


def test_the_largest_divergence_is_that_of_the_highest_reward_and_of_the_lowest() -> None:
    family = AlignedFamily(P, Reward.values([3, 0, 1]))
    assert family.kl(oo) == family.kl_max == log(5)
    assert family.kl(-oo) == -log("3/10")
    assert (family.expected_reward(oo), family.expected_reward(-oo)) == (3, 0)


def test_refusals_of_a_family_word_for_word() -> None:
    family = AlignedFamily(P, Reward.parse("log 6, 0, log 2"))
    for call, error, words in (
        (lambda: family.align(-1), ParameterError, "kl is -1: it must not be negative"),
        (lambda: family.cumulant(0), ParameterError, "order is 0: cumulants of order 1 to 4 are known"),
        (lambda: family.cumulant(5), ParameterError, "order is 5: cumulants of order 1 to 4 are known"),
        *(
            (
                lambda goal=goal: family.alpha_for_reward(goal),
                ParameterError,
                f"an expected reward of {goal} is reached by no tilt: it must lie strictly between 0 and log(6)",
            )
            for goal in (0, log(6), 7, -1)
        ),
        (lambda: AlignedFamily("p", R), DistributionError, "the reference must be a Distribution, not a str"),
        (lambda: AlignedFamily(P, [1]), DistributionError, "q must be a Distribution or a Reward, not a list"),
    ):
        with pytest.raises(error) as caught:
            call()
        assert str(caught.value) == words


def test_roots_are_compared_with_integers_up_to_64() -> None:
    for k in (64, -64, 65, -65):
        exact = abs(k) == 64
        reward, kl = COIN_FAMILY.expected_reward(k), COIN_FAMILY.kl(k)
        by_reward = COIN_FAMILY.alpha_for_reward(reward)
        by_kl = COIN_FAMILY.align(kl).alpha if k > 0 else COIN_FAMILY.negative_alpha(kl)
        assert isinstance(by_reward, Fraction) == isinstance(by_kl, Fraction) == exact
        assert all(k in EnclosedReal.of(found).enclose(20) for found in (by_reward, by_kl))


def test_outcomes_of_one_reward_are_a_group_and_those_without_mass_are_in_none() -> None:
    p = Distribution.from_weights([1, 0, 2, 3, 0])
    family = AlignedFamily(p, Reward.values([5, 5, 2, 5, 1]))
    assert family.groups == ((2,), (0, 3))
    assert (family.values, family.masses) == ((LogForm(2), LogForm(5)), (2, 4))
