"""Rate functions, cumulants and finite-length tails: definitions, duality, limits and bounds."""

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

from exactalign import Distribution, EnclosedReal, LogForm, MemorylessSource, Reward, best_of_n, kl_divergence, log, oo
from exactalign.exceptions import ParameterError
from exactalign.policies.large_deviations import BestOfNRateFunction, RateFunction, TailProbability, chernoff_bound
from exactalign.policies.sample_sizes import sample_size
from exactalign.policies.tilting import AlignedFamily, tilt
from exactalign.testing.strategies import rationals
from tests.exactalign import high_precision as hp
from tests.exactalign.high_precision import PRECISION, check, number
from tests.exactalign.known_models import COIN, COIN_FAMILY, P, Q
from tests.exactalign.small_models import distributions, rewards

FAMILY = AlignedFamily(P, Q)
SHARES = rationals(Fraction(1, 50), Fraction(49, 50), max_denominator=50)
ALPHAS = st.sampled_from([Fraction(0), Fraction(1), Fraction(-2), Fraction(7, 3), log(2), Fraction(25)])


@st.composite
def families(draw: st.DrawFn, constant: bool = False) -> AlignedFamily:
    p = draw(distributions(min_outcomes=1 if constant else 2))
    family = AlignedFamily(p, draw(rewards(len(p))))
    assume(constant or not family.is_constant)
    return family


def inside(rate: RateFunction, share: Fraction) -> LogForm:
    low, high = rate.domain
    return low + (high - low) * share


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(families(), ALPHAS, SHARES)
def test_rate_is_the_divergence_of_a_tilt_and_the_legendre_transform(
    family: AlignedFamily, alpha: Any, share: Fraction
) -> None:
    rate = RateFunction(family, alpha)
    t = inside(rate, share)
    beta = family.alpha_for_reward(-t)
    with mpmath.workdps(PRECISION + 100):
        b = number(beta.enclose(100).midpoint if isinstance(beta, EnclosedReal) else beta)
        rows, log_a = hp.tilt(family.reference, family.reward, number(alpha))
        tilted, _ = hp.tilt(family.reference, family.reward, b)
        direct = mpmath.fsum(
            x * mpmath.log(x / y) for (_, _, x, _), (_, _, y, _) in zip(tilted, rows, strict=True) if x
        )
        check(rate.at(t), direct)
        check(rate.legendre(t), direct)
        # No other ρ gives more than the Legendre transform.
        for step in (-1, mpmath.mpf(1) / 1000, 2):
            other = b - number(alpha) + step
            _, log_b = hp.tilt(family.reference, family.reward, number(alpha) + other)
            assert -other * number(t) - (log_b - log_a) < direct


@settings(max_examples=40, deadline=None)
@given(families(constant=True), ALPHAS)
def test_ends_of_the_domain_and_outside(family: AlignedFamily, alpha: Any) -> None:
    rate = RateFunction(family, alpha)
    low, high = rate.domain
    assert low == -max(family.reward[o] for o in family.reference.support)
    assert high == -min(family.reward[o] for o in family.reference.support)
    tiny = Fraction(1, 10**40)
    for outside in (low - tiny, high + tiny, low - 100):
        assert rate.at(outside) == oo
        assert rate.legendre(outside) == oo
    with mpmath.workdps(PRECISION + 100):
        rows, _ = hp.tilt(family.reference, family.reward, number(alpha))
        for end, group in ((low, family.groups[-1]), (high, family.groups[0])):
            check(rate.at(end), -mpmath.log(mpmath.fsum(t for o, _, t, _ in rows if o in group)))
        if low != high:  # continuous up to the ends
            near = rate.at(low + (high - low) * Fraction(1, 10**12))
            assert abs(float(near) - float(rate.at(low))) < 1e-8


def test_rates_are_exact_where_they_can_be() -> None:
    rate = RateFunction(COIN_FAMILY)
    for beta in (-3, -1, 1, 2, 5):
        t = -COIN_FAMILY.expected_reward(beta)
        assert rate.at(t) == kl_divergence(COIN_FAMILY.at(beta), COIN)
        for alpha in (-2, 1, 4):
            other = RateFunction(COIN_FAMILY, alpha).at(t)
            assert isinstance(other, LogForm)
            assert other == kl_divergence(COIN_FAMILY.at(beta), COIN_FAMILY.at(alpha))
    assert RateFunction(COIN_FAMILY, 2).at(RateFunction(COIN_FAMILY, 2).mean()) == 0
    assert rate.at(rate.mean()) == 0
    root = FAMILY.align("11/100")
    mean = RateFunction.of_alignment(root).mean()
    assert 0 in (mean + root.expected_reward()).enclose(10)


def test_alignments_without_a_tilt_have_no_rate() -> None:
    for kl in (COIN_FAMILY.kl_max, "5"):
        with pytest.raises(ParameterError, match="no tilt"):
            RateFunction.of_alignment(COIN_FAMILY.align(kl))
    with pytest.raises(ParameterError, match="constant-reward"):
        RateFunction.of_alignment(AlignedFamily(COIN, Reward.parse("1, 1")).align("1/10"))


@settings(max_examples=40, deadline=None)
@given(families(constant=True), ALPHAS, ALPHAS, st.integers(1, 3))
def test_scaled_cumulants_hold_at_every_length(family: AlignedFamily, alpha: Any, rho: Any, length: int) -> None:
    # (1/m)·log E e^(ρ·r(Y^m)), summed over all sequences under φ^m.
    with mpmath.workdps(PRECISION + 200):
        rows, _ = hp.tilt(family.reference, family.reward, number(alpha))
        sequences = [(mpmath.mpf(1), mpmath.mpf(0))]
        for _ in range(length):
            sequences = [(w * t, total + r) for w, total in sequences for _, _, t, r in rows]
        moment = mpmath.fsum(w * mpmath.exp(number(rho) * total) for w, total in sequences)
        check(RateFunction(family, alpha).scaled_cumulant(rho), mpmath.log(moment) / length)


@pytest.mark.parametrize("length", [1, 2, 3])
@pytest.mark.parametrize("alpha", [0, 1, -2])
def test_scaled_cumulants_are_equal_exactly(alpha: int, length: int) -> None:
    phi = tilt(P, Q, alpha)
    assert isinstance(phi, Distribution)
    for rho in (-3, -1, 0, 1, 2):
        moment = sum((mass * _power(Q, symbols, rho) for symbols, mass in phi.power(length).items()), Fraction(0))
        assert RateFunction(FAMILY, alpha).scaled_cumulant(rho) * length == log(moment)


def _power(q: Distribution, symbols: tuple[Any, ...], rho: int) -> Fraction:
    product = Fraction(1)
    for symbol in symbols:
        product *= q[symbol] ** rho
    return product


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(families(constant=True), st.integers(1, 5), SHARES, ALPHAS, st.sampled_from([1, 2, 7]))
def test_tails_against_direct_sums(family: AlignedFamily, length: int, share: Fraction, alpha: Any, n: int) -> None:
    p, reward = family.reference, family.reward
    source = MemorylessSource(p, length)
    levels = hp.law(p, reward, length)
    low, high = family.values[0], family.values[-1]
    middle = levels[len(levels) // 2][0] / length  # a threshold exactly on a level
    for threshold in (low + (high - low) * share, middle, low, high, high + 1, low - Fraction(1, 10**30)):
        for upper in (True, False):
            tail = TailProbability(source, reward, **{"at_least" if upper else "at_most": threshold})
            hit = [(r >= threshold * length) if upper else (r <= threshold * length) for r, _ in levels]
            truth = sum((m for (_, m), h in zip(levels, hit, strict=True) if h), Fraction(0))
            check(tail.reference(), truth)
            with mpmath.workdps(PRECISION + 200):
                _, log_z = hp.tilt(p, reward, number(alpha))
                tilted = [number(m) * mpmath.exp(number(alpha) * number(r) - length * log_z) for r, m in levels]
                check(tail.tilted(alpha), mpmath.fsum(w for w, h in zip(tilted, hit, strict=True) if h))
                policy = hp.policy(levels, n)
                check(tail.best_of_n(n), mpmath.fsum(w for (w, _, _), h in zip(policy, hit, strict=True) if h))
            if truth:
                with mpmath.workdps(PRECISION):
                    check(tail.exponent(tail.reference()), -mpmath.log(number(truth)) / length)
            else:
                assert tail.exponent(tail.reference()) == oo


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(families(), st.integers(1, 6), SHARES)
def test_chernoff_bounds_exact_tails(family: AlignedFamily, length: int, share: Fraction) -> None:
    mean = LogForm.of(family.reference.expectation(family.reward))
    top = family.values[-1]
    levels = hp.law(family.reference, family.reward, length)
    for goal in (mean + (top - mean) * share, mean, top):
        exact = sum((m for r, m in levels if r >= goal * length), Fraction(0))
        bound = chernoff_bound(family, goal, length)
        if isinstance(bound, LogForm):
            assert not exact or log(exact) <= bound
        else:
            assert not exact or log(exact).enclose(15).lower <= bound.enclose(15).upper
    assert chernoff_bound(family, top, length) == -family.kl_max * length
    assert chernoff_bound(family, mean, length) == 0
    with pytest.raises(ParameterError, match="below the mean"):
        chernoff_bound(family, mean - Fraction(1, 10**30), length)
    with pytest.raises(ParameterError, match="largest reward"):
        chernoff_bound(family, top + Fraction(1, 10**30), length)


def test_reference_exponents_approach_the_rate() -> None:
    goal = Fraction(3, 5) * log(2)
    rate = float(RateFunction(COIN_FAMILY).at(-(goal - log(3))))
    reward = COIN_FAMILY.reward
    gaps = []
    for length in (20, 80, 320):
        tail = TailProbability(MemorylessSource(COIN, length), reward, at_least=goal - log(3))
        exponent = tail.exponent(tail.reference())
        gaps.append(float(exponent) - rate)
    assert all(later < before for before, later in pairwise(gaps))  # Chernoff: from above
    assert 0 < gaps[-1] < 0.015


def test_best_of_n_has_another_rate_than_the_tilt_on_both_sides() -> None:
    # δ between 0 and Δ_max = log 3, and N = floor(exp(mδ)).
    delta = LogForm.parse("1/3*log(2)")
    rate, tilted = BestOfNRateFunction(COIN_FAMILY, delta), RateFunction(COIN_FAMILY, 2)
    typical = rate.typical()
    assert typical == tilted.mean()
    low, high = RateFunction(COIN_FAMILY).domain
    better, worse = low + (typical - low) / 2, typical + (high - typical) / 2
    # Towards better rewards: J_0 − δ, more than J_Δ by α·(t_δ − t).
    assert rate.at(typical) == tilted.at(typical) == 0
    surplus = (EnclosedReal.of(rate.at(better)) - tilted.at(better) - 2 * (typical - better)).enclose(20)
    assert 0 in surplus
    assert EnclosedReal.of(rate.at(better)) > tilted.at(better)
    # Towards worse rewards: infinite, where the tilt's is finite.
    assert rate.at(worse) == oo
    assert 0 < tilted.at(worse) < oo
    assert rate.at(low - 1) == oo
    values = []
    for length in (30, 120, 480):
        n = sample_size(delta, length)
        source = MemorylessSource(COIN, length)
        above = TailProbability(source, COIN_FAMILY.reward, at_least=-better)
        below = TailProbability(source, COIN_FAMILY.reward, at_most=-worse)
        values.append((float(above.exponent(above.best_of_n(n))), float(below.exponent(below.best_of_n(n)))))
    limit = float(rate.at(better))
    gaps = [abs(value - limit) for value, _ in values]
    assert gaps[2] < gaps[1] < gaps[0]
    assert gaps[2] < abs(limit - float(tilted.at(better)))
    assert values[0][1] < values[1][1] < values[2][1]  # grows without bound
    assert values[2][1] > 10 * float(tilted.at(worse))


def test_best_of_n_rates_in_every_case_of_the_budget() -> None:
    low, high = RateFunction(COIN_FAMILY).domain
    one = BestOfNRateFunction(COIN_FAMILY, 0)  # N = 1: the reference on both sides of the mean
    for share in ("1/5", "4/5", "0", "1"):
        t = low + (high - low) * Fraction(share)
        same = EnclosedReal.of(one.at(t)) - RateFunction(COIN_FAMILY).at(t)
        assert 0 in same.enclose(10)
    for kl in (COIN_FAMILY.kl_max, COIN_FAMILY.kl_max + 1):
        rate = BestOfNRateFunction(COIN_FAMILY, kl)
        assert rate.at(low) == 0
        assert rate.at(low + Fraction(1, 10**9)) == oo
        assert rate.typical() == low
    constant = BestOfNRateFunction(AlignedFamily(COIN, Reward.parse("1, 1")), "1/2")
    assert (constant.at(-1), constant.at(-2), constant.at(0)) == (0, oo, oo)
    assert BestOfNRateFunction(FAMILY, "11/100").at(RateFunction(FAMILY).domain[0]) == log(5) - Fraction(11, 100)


def test_a_rate_keeps_what_it_was_made_of() -> None:
    rate = BestOfNRateFunction(FAMILY, "1/10")
    assert (rate.family, rate.kl) == (FAMILY, Fraction(1, 10))
    assert rate.alignment.family is FAMILY


def test_exact_small_tails() -> None:
    source = MemorylessSource(COIN, 3)
    tail = TailProbability(source, COIN_FAMILY.reward, at_least="2/3*log(2) - log(3)")
    assert Fraction(7, 27) in tail.reference().enclose(20)
    policy = best_of_n(source, COIN_FAMILY.reward, 4)
    exact = sum((mass for r, mass in policy.by_level() if r >= 2 * log(2) - 3 * log(3)), Fraction(0))
    assert exact == 1 - Fraction(20, 27) ** 4
    assert exact in tail.best_of_n(4).enclose(20)
    assert Fraction(20, 27) in TailProbability(
        source, COIN_FAMILY.reward, at_most="1/3*log(2) - log(3)"
    ).reference().enclose(20)


def test_thresholds_are_checked() -> None:
    source = MemorylessSource(COIN, 2)
    with pytest.raises(ParameterError, match="either at_least or at_most"):
        TailProbability(source, COIN_FAMILY.reward)
    with pytest.raises(ParameterError, match="either at_least or at_most"):
        TailProbability(source, COIN_FAMILY.reward, at_least=0, at_most=0)
    with pytest.raises(ParameterError, match="at least one symbol"):
        TailProbability(MemorylessSource(COIN, 0), COIN_FAMILY.reward, at_least=0)
    with pytest.raises(ParameterError, match="exactly"):
        TailProbability(source, COIN_FAMILY.reward, at_least=EnclosedReal(arb.pi))


def test_precision_and_threads() -> None:
    before = ctx.prec
    rate = RateFunction(FAMILY, "1/2")
    points = [inside(rate, Fraction(k, 9)) for k in range(1, 9)]
    truth = [rate.at(t).enclose(50) for t in points]
    start = threading.Barrier(3)

    def work(offset: int) -> bool:
        start.wait(timeout=20)
        for i in range(len(points)):
            j = (i + offset) % len(points)
            bounds = RateFunction(FAMILY, "1/2").at(points[j]).enclose(30)
            if not (bounds.lower <= truth[j].upper and truth[j].lower <= bounds.upper):
                return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(work, range(3)))
    assert ctx.prec == before


def test_the_legendre_transform_at_the_ends_is_the_rate_there() -> None:
    rate = RateFunction(AlignedFamily(P, Q))
    for end in rate.domain:
        assert rate.legendre(end) == rate.at(end)
    low, high = rate.domain
    assert rate.legendre(low - 1) == rate.legendre(high + 1) == oo
