"""Best-of-N with enclosed numbers: against the definition, the exact policy, and direct sums by mpmath."""

import threading
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from math import exp, floor
from typing import Any

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign import (
    Distribution,
    EnclosedReal,
    LevelLaw,
    LogForm,
    MemorylessSource,
    Reward,
    Undecided,
    best_of_n,
    log,
    total_variation,
)
from exactalign.exceptions import NotExactError, OutcomeError, ParameterError
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.precision import working_precision
from exactalign.policies import enclosed_best_of_n
from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN, Window
from exactalign.policies.sample_sizes import sample_size
from exactalign.policies.tilting import AlignedFamily
from tests.exactalign import brute_force
from tests.exactalign import high_precision as hp
from tests.exactalign.high_precision import check, number
from tests.exactalign.known_models import P
from tests.exactalign.known_models import R as GENERIC
from tests.exactalign.small_models import log_forms, models

LATTICE = Reward.values([5, 0, 2])
CONSTANT = Reward.parse("log 2, log 2, log 2")
ALPHAS = st.sampled_from([Fraction(0), Fraction(1), Fraction(-2), Fraction(5, 3), log(2), Fraction(40)])


def check_all(policy: EnclosedBestOfN, n: Any, alpha: Any, digits: int = 12) -> None:
    """Compare every number of a policy with a direct sum over the levels; n is an int or an mpf."""
    p, reward, length = policy.source.distribution, policy.reward, policy.source.length
    levels = hp.law(p, reward, length)
    rows = hp.policy(levels, n)
    center = mpmath.fsum(pi * r for pi, _, r in rows)
    check(policy.kl(), mpmath.fsum(pi * mpmath.log(pi / mass) for pi, mass, _ in rows), digits)
    check(policy.expected_reward(), center, digits)
    check(policy.reward_variance(), mpmath.fsum(pi * (r - center) ** 2 for pi, _, r in rows), digits)
    upto, wins = mpmath.mpf(0), mpmath.mpf(0)
    for pi, mass, _ in rows:
        wins += pi * (upto + mass / 2)
        upto += mass
    check(policy.win_rate(), wins, digits)
    a = number(alpha)
    _, log_z = hp.tilt(p, reward, a)
    tilted = [mass * mpmath.exp(a * r - length * log_z) for _, mass, r in rows]
    pairs = list(zip(rows, tilted, strict=True))
    check(policy.kl_to_tilt(alpha), mpmath.fsum(pi * mpmath.log(pi / t) for (pi, _, _), t in pairs), digits)
    check(policy.kl_from_tilt(alpha), mpmath.fsum(t * mpmath.log(t / pi) for (pi, _, _), t in pairs), digits)
    check(policy.total_variation_to_tilt(alpha), mpmath.fsum(abs(pi - t) for (pi, _, _), t in pairs) / 2, digits)
    for cut in (0, len(levels) // 2, len(levels) - 1):
        total = levels[cut][0]
        check(policy.at_most(total), mpmath.fsum(pi for pi, _, _ in rows[: cut + 1]), digits)
        check(policy.at_least(total), mpmath.fsum(pi for pi, _, _ in rows[cut:]), digits)
    assert policy.at_least(levels[-1][0] + Fraction(1, 10**30)).enclose(5).upper == 0
    assert policy.at_most(levels[0][0] - Fraction(1, 10**30)).enclose(5).upper == 0
    assert policy.at_most(levels[-1][0]).enclose(5).lower == 1
    for level in (Fraction(1, 1000), Fraction(1, 3), Fraction(9, 10)):
        reached, below = policy.quantile(level), mpmath.mpf(0)
        for (pi, _, _), (total, _) in zip(rows, levels, strict=True):
            below += pi
            if total == reached:
                assert below >= number(level) - mpmath.mpf(10) ** -60
                assert below - pi < number(level) + mpmath.mpf(10) ** -60


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(models(), ALPHAS)
def test_against_direct_sums(model: tuple[Distribution, Reward, int, int], alpha: Any) -> None:
    p, reward, length, n = model
    policy = EnclosedBestOfN(MemorylessSource(p, length), reward, n)
    with mpmath.workdps(250):
        check_all(policy, n, alpha)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(models(max_tuples=700, min_length=1))
def test_against_the_definition(model: tuple[Distribution, Reward, int, int]) -> None:
    p, reward, length, n = model
    source = brute_force.sequences(dict(p.items()), length)
    totals = {symbols: reward.of_sequence(symbols) for symbols in source}
    order = sorted(set(totals.values()))
    rank = {symbols: order.index(total) for symbols, total in totals.items()}
    truth = brute_force.best_of_n(source, rank, n)
    policy = EnclosedBestOfN(MemorylessSource(p, length), reward, n)
    check(policy.win_rate(), brute_force.win_rate(truth, source, rank))
    single = brute_force.marginal(truth, [0])
    shares = policy.expected_type()
    for outcome in p.outcomes:
        check(shares[outcome], single.get(outcome, Fraction(0)))
    with mpmath.workdps(100):
        check(
            policy.kl(),
            mpmath.fsum(number(m) * mpmath.log(number(m / source[y])) for y, m in truth.items() if m),
        )
        check(policy.expected_reward(), mpmath.fsum(number(m) * number(totals[y]) for y, m in truth.items()))


@settings(max_examples=40, deadline=None)
@given(models(min_length=1))
def test_against_the_exact_policy(model: tuple[Distribution, Reward, int, int]) -> None:
    p, reward, length, n = model
    source = MemorylessSource(p, length)
    exact, policy = best_of_n(source, reward, n), EnclosedBestOfN(source, reward, n)
    for enclosed, value in ((policy.kl(), exact.kl()), (policy.expected_reward(), exact.expected_reward())):
        low, high = enclosed.enclose(20)
        assert low <= value <= high
    check(policy.win_rate(), exact.win_rate())
    types = exact.expected_type()
    shares = policy.expected_type()
    for outcome in p.outcomes:
        check(shares[outcome], types[outcome])
    below = Fraction(0)
    for total, mass in exact.by_level():
        check(policy.at_least(total), 1 - below)
        below += mass
        check(policy.at_most(total), below)
        if 0 < below < 1:  # exactly at the step: decided
            assert policy.quantile(below) == total


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(models(max_tuples=400), st.sampled_from(["1/10", "1", "5", "5/2*log 3", "40"]), ALPHAS)
def test_real_numbers_of_draws(model: tuple[Distribution, Reward, int, int], exponent: str, alpha: Any) -> None:
    p, reward, length, _ = model
    policy = EnclosedBestOfN(MemorylessSource(p, length), reward, sample_size(exponent, 1, "real"))
    with mpmath.workdps(300):
        check_all(policy, mpmath.exp(number(LogForm.parse(exponent))), alpha)


@pytest.mark.slow
@pytest.mark.parametrize("reward", [GENERIC, LATTICE, CONSTANT, Reward.values([1, 0, 0])])
@pytest.mark.parametrize("exponent", ["110", "3"])
def test_enormous_numbers_of_draws(reward: Reward, exponent: str) -> None:
    n = sample_size(exponent)
    assert isinstance(n, int)
    policy = EnclosedBestOfN(MemorylessSource(P, 20), reward, n)
    with mpmath.workdps(400):
        check_all(policy, n, Fraction(7, 10), digits=30)
        check_all(EnclosedBestOfN(policy.source, reward, n, levels=policy.levels), n, Fraction(-1), digits=5)


@pytest.mark.parametrize("few", [0, 4096])
def test_what_is_kept_of_few_levels_serves_more_digits_later(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosed_best_of_n, "FEW_LEVELS", few)
    policy = EnclosedBestOfN(MemorylessSource(P, 6), GENERIC, 5)
    with mpmath.workdps(120):
        for digits in (5, 60, 30):
            check_all(policy, 5, Fraction(5, 3), digits)


def test_types_at_scale() -> None:
    for reward in (GENERIC, LATTICE):
        n = sample_size(6)
        policy = EnclosedBestOfN(MemorylessSource(P, 12), reward, n)
        exact = best_of_n(MemorylessSource(P, 12), reward, n, memory=10**11).expected_type()
        for outcome, share in policy.expected_type().items():
            low, high = share.enclose(25)
            assert low <= exact[outcome] <= high
            assert (high - low) * 10**25 <= low


@pytest.mark.parametrize("reward", [GENERIC, LATTICE, CONSTANT])
@pytest.mark.parametrize("one", [1, sample_size(0, 1, "real")])
def test_one_draw_is_the_reference(reward: Reward, one: Any) -> None:
    policy = EnclosedBestOfN(MemorylessSource(P, 5), reward, one)
    for zero in (policy.kl(), policy.kl_to_tilt(0), policy.kl_from_tilt(0), policy.total_variation_to_tilt(0)):
        bounds = zero.enclose(10)
        assert 0 in bounds
        assert bounds.width <= Fraction(1, 10**70)
    assert Fraction(1, 2) in policy.win_rate().enclose(20)
    for outcome, share in policy.expected_type().items():
        assert P[outcome] in share.enclose(20)
    assert policy.quantile("1/2") == best_quantile(policy, Fraction(1, 2))


def best_quantile(policy: EnclosedBestOfN, level: Fraction) -> LogForm:
    below = Fraction(0)
    for total, mass in hp.law(policy.source.distribution, policy.reward, policy.source.length):
        below += mass
        if below >= level:
            return total
    raise AssertionError


def test_quantiles_exactly_on_a_step() -> None:
    coin = MemorylessSource(Distribution.uniform(2), 3)
    pair = MemorylessSource(Distribution.uniform(2), 2)
    for source, n, level in (
        (coin, 1, "1/8"),
        (coin, 2, "1/64"),
        (coin, 2, "1/4"),
        (coin, 5, "1/32"),
        (pair, Fraction(3, 2), "1/8"),
    ):
        policy = EnclosedBestOfN(source, Reward.values([0, 1]), n)
        step = policy.quantile(level)
        assert policy.quantile(Fraction(level) - Fraction(1, 10**40)) == step
        assert policy.quantile(Fraction(level) + Fraction(1, 10**40)) == step + 1
    with pytest.raises(Undecided):
        EnclosedBestOfN(coin, Reward.values([0, 1]), EnclosedReal.of(2)).quantile("1/4")


def test_bad_numbers_of_draws() -> None:
    source = MemorylessSource(P, 2)
    for n in (0, "1/2", Fraction(1, 2), EnclosedReal.of(Fraction(99, 100)), EnclosedReal(arb.pi) / 4, -3):
        with pytest.raises(ParameterError, match="at least 1"):
            EnclosedBestOfN(source, GENERIC, n)
    with pytest.raises(NotExactError):
        EnclosedBestOfN(source, GENERIC, 2.0)
    root = EnclosedReal(lambda: arb(2).sqrt())
    with pytest.raises(Undecided):
        EnclosedBestOfN(source, GENERIC, root * root / 2)
    assert EnclosedBestOfN(source, GENERIC, EnclosedReal(arb.pi)).kl() > 0
    with pytest.raises(OutcomeError, match="length 0"):
        EnclosedBestOfN(MemorylessSource(P, 0), GENERIC, 2).expected_type()
    for level in (0, 1, "3/2"):
        with pytest.raises(ParameterError, match="strictly between"):
            EnclosedBestOfN(source, GENERIC, 2).quantile(level)


def test_draws() -> None:
    assert sample_size("log 9") == sample_size("log 9", 1, "ceil") == 9
    assert sample_size("1/2*log 9 + log 5 - log(1/7)") == 105
    assert sample_size("10*log(3)", 1, "ceil") == 3**10
    assert sample_size("1/3*log 9") == 2
    assert sample_size(0) == sample_size("log 3 - log 3", 1, "ceil") == 1
    assert (sample_size("1e-50"), sample_size("1e-50", 1, "ceil")) == (1, 2)
    assert (sample_size("log 9 + 1e-60"), sample_size("log 9 + 1e-60", 1, "ceil")) == (9, 10)
    assert (sample_size("log 9 - 1e-60"), sample_size("log 9 - 1e-60", 1, "ceil")) == (8, 9)
    assert (sample_size("log(1e40) - log(3)"), sample_size("log(1e40) - log(3)", 1, "ceil")) == (
        10**40 // 3,
        10**40 // 3 + 1,
    )
    assert sample_size("500*log(10) + log(1 + 1e-500)") == 10**500 + 1
    assert 0 in (sample_size("log 9", 1, "real") - 9).enclose(10)
    with mpmath.workdps(60):
        assert sample_size(110) == int(mpmath.floor(mpmath.exp(110)))
    assert sample_size("1000000").bit_length() == 1442696
    for exponent in ("-1", "-1e-50", "log(1/2)"):
        with pytest.raises(ParameterError, match="must not be negative"):
            sample_size(exponent)
    with pytest.raises(ParameterError, match="too many digits"):
        sample_size("1000001")
    assert sample_size("1000001", 1, "real") > 10**400000
    with pytest.raises(ParameterError, match="floor, ceil or real"):
        sample_size(1, 1, "round")
    with pytest.raises(NotExactError):
        sample_size(0.5)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(log_forms(max_terms=3))
def test_draws_bracket_the_exponential(exponent: LogForm) -> None:
    assume(0 <= exponent <= 300)
    low, high = sample_size(exponent), sample_size(exponent, 1, "ceil")
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert log(low) <= exponent <= log(high)
    assert high - low == (0 if log(low) == exponent else 1)
    assert exp(float(exponent)) * 1.001 + 1 >= low >= floor(exp(float(exponent)) * 0.999) - 1


def test_numbers_that_no_ordinary_float_holds() -> None:
    # N·log F of the lower levels is below −10^40: a doubly exponentially small mass.
    policy = EnclosedBestOfN(MemorylessSource(P, 20), GENERIC, sample_size(100))
    low, high = policy.at_most(0).enclose(20)
    assert low <= 0 or low < Fraction(1, 10**80)
    assert 0 < high < Fraction(1, 10**80)
    assert policy.kl_from_tilt("1/10") > 10**30
    top = EnclosedBestOfN(MemorylessSource(P, 200), GENERIC, 10).at_least(200 * log(6))
    expected = Fraction(1, 5**200)
    low, high = top.enclose(15)
    assert 9 * expected < low < high < 11 * expected
    assert (high - low) * 10**15 <= low


def test_precision_and_threads() -> None:
    before = ctx.prec
    policy = EnclosedBestOfN(MemorylessSource(P, 6), GENERIC, 50)
    truth = [policy.kl().enclose(50), policy.reward_variance().enclose(50), policy.win_rate().enclose(50)]
    shared = EnclosedBestOfN(MemorylessSource(P, 6), GENERIC, 50)
    start = threading.Barrier(3)

    def work(seed: int) -> bool:
        start.wait(timeout=20)
        good = True
        for digits in range(5, 60, 9):
            found = [x.enclose(digits) for x in (shared.kl(), shared.reward_variance(), shared.win_rate())]
            good &= all(f.lower <= t.upper and t.lower <= f.upper for f, t in zip(found, truth, strict=True))
        return good

    with ThreadPoolExecutor(3) as pool:
        assert all(pool.map(work, range(3)))
    with pytest.raises(ParameterError):
        shared.kl().enclose(-3)
    assert ctx.prec == before


def test_both_policies_of_a_budget() -> None:
    # KL(π_N‖φ^m) at N = exp(mδ) stays small beside both divergences: the comparison the paper is about.
    family = AlignedFamily(P, GENERIC)
    alpha = family.align("11/100").alpha
    policy = EnclosedBestOfN(MemorylessSource(P, 50), GENERIC, sample_size(Fraction(50 * 11, 100)))
    gap, own = policy.kl_to_tilt(alpha), policy.kl()
    assert 0 < gap < own
    assert policy.total_variation_to_tilt(alpha) < 1


def test_an_enclosed_exponent_is_rounded_when_it_is_decided() -> None:
    kl = EnclosedReal.of(LogForm.parse("log(7/2)"))
    assert (sample_size(kl), sample_size(kl, 1, "ceil")) == (3, 4)
    assert (sample_size(kl, 2), sample_size(kl, 2, "ceil")) == (12, 13)
    with pytest.raises(Undecided, match="too close to an integer"):
        sample_size(EnclosedReal.of(log(9)))


def test_what_is_found_for_a_precision_serves_all_that_ask_for_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window of levels, their masses, and the balls around their rewards."""
    calls: list[tuple[str, int]] = []

    def count(kind: type, name: str) -> None:
        inner = getattr(kind, name)

        def counted(self: Any, *args: Any) -> Any:
            calls.append((name, ctx.prec))
            return inner(self, *args)

        monkeypatch.setattr(kind, name, counted)

    count(EnclosedBestOfN, "_find_window")
    count(EnclosedLevelLaw, "_masses")
    count(EnclosedLevelLaw, "_rewards")
    policy = EnclosedBestOfN(MemorylessSource(P, 6), GENERIC, 7)
    policy.kl().ball(100)
    policy.expected_reward().ball(100)
    first = list(calls)
    assert sorted(name for name, _ in first) == ["_find_window", "_masses", "_rewards"]
    for bits in (100, 90):
        for value in (policy.kl(), policy.expected_reward(), policy.reward_variance(), policy.win_rate()):
            value.ball(bits)
    assert calls == first
    policy.win_rate().ball(101)
    assert [name for name, _ in calls[3:]] == ["_masses", "_find_window"]


@pytest.mark.parametrize("reward", [GENERIC, LATTICE, Reward.values([-3, 1, 0])])
def test_whatever_a_window_leaves_out_the_truth_is_in_the_ball(reward: Reward) -> None:
    """With windows far too short, each number against the exact one; and its ball is as wide as what is left out."""
    n, source, phi = 2, MemorylessSource(P, 3), P
    alpha = 1 if reward is GENERIC else 0
    if alpha:
        found = AlignedFamily(P, reward).at(alpha)
        assert isinstance(found, Distribution)
        phi = found
    exact = best_of_n(source, reward, n)
    rows = list(exact.by_level())
    distance = total_variation(exact.distribution(), phi.power(3))
    law = [mass for _, mass in exact.levels]
    worst, best = rows[0][0], rows[-1][0]
    for start in range(len(rows)):
        for stop in range(start, len(rows)):
            policy = EnclosedBestOfN(source, reward, n)
            below, above = sum(law[:start], Fraction(0)) ** n, n * sum(law[stop + 1 :], Fraction(0))
            if max(below, above) > Fraction(1, 3):  # u·log u decreases to 1/e: what is left out is less
                continue
            with working_precision(300):
                inside = slice(start, stop + 1)
                masses, reference = ([ball_of(x) for x in xs[inside]] for xs in ([mass for _, mass in rows], law))
                ends = ball_of(below), ball_of(above)
                policy._cached = (10**6, Window(range(start, stop + 1), masses, *ends, reference, 300))
                left, own = ball_of(below + above), ball_of(n)
                spread = ball_of(max(best, LogForm(0))) - ball_of(min(worst, LogForm(0)))
                entropy = sum((u * (own.log() - u.log()) for u in ends if not u.is_zero()), arb(0))
                pairs = [
                    (policy.kl(), exact.kl(), entropy),
                    (policy.expected_reward(), exact.expected_reward(), left * spread),
                    (policy.win_rate(), exact.win_rate(), left),
                    (policy.total_variation_to_tilt(alpha), distance, 2 * left),
                ]
                shares = policy.expected_type()
                pairs += [(shares[o], share, left) for o, share in exact.expected_type().items()]
                for number_, truth, width in pairs:
                    ball = number_.ball(200)
                    assert ball.overlaps(ball_of(truth)), (start, stop, truth)
                    assert 2 * ball.rad() <= width * 1.0001 + 1e-60, (start, stop, truth)
                assert policy.reward_variance().ball(200).overlaps(ball_of(exact.reward_variance()))


@pytest.mark.parametrize("bits", [16, 40])
def test_a_window_leaves_out_what_is_negligible_and_no_more(bits: int) -> None:
    policy, law = EnclosedBestOfN(P**40, GENERIC, 1000), LevelLaw(P**40, GENERIC)
    with working_precision(300):
        balls = policy.levels.balls()
        window = policy._find_window(balls, bits)
        start, stop = window.indices[0], window.indices[-1]
        negligible, last = arb(2) ** (-2 * bits), len(policy.levels) - 1
        upto = [ball_of(Fraction(int(c), int(law.total))) for c in law.cumulative]
        assert 0 < start < stop < last
        assert upto[start - 1] ** 1000 < negligible <= upto[start] ** 1000
        assert 1000 * (1 - upto[stop]) < negligible <= 1000 * (1 - upto[stop - 1])
        assert window.left_below.overlaps(upto[start - 1] ** 1000)
        assert window.left_above.overlaps(1000 * (1 - upto[stop]))
        gained = [upto[i] ** 1000 - upto[i - 1] ** 1000 for i in window.indices]
        assert all(mass.overlaps(truth) for mass, truth in zip(window.masses, gained, strict=True))
        assert all(mass.rel_accuracy_bits() > 200 for mass in window.masses)
