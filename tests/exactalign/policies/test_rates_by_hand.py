"""Rates and tails of small models by their definitions, in floats and by listing: in milliseconds."""

import math
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from exactalign import AlignedFamily, Distribution, EnclosedReal, LogForm, MemorylessSource, Reward, best_of_n, log, oo
from exactalign.exceptions import ParameterError
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.policies import large_deviations
from exactalign.policies.large_deviations import BestOfNRateFunction, RateFunction, TailProbability, chernoff_bound
from tests.exactalign.known_models import COIN_FAMILY, PI, P

MODEL = AlignedFamily(P, Reward.values([3, 0, 1]))
MASSES, VALUES = [0.2, 0.3, 0.5], [3.0, 0.0, 1.0]
HIDDEN = EnclosedReal.of(2)
ALPHAS = [(Fraction(0), 0.0), (Fraction(1), 1.0), (Fraction(-1, 2), -0.5), (log(2), math.log(2)), (PI, math.pi)]


def log_z(a: float) -> float:
    return math.log(math.fsum(m * math.exp(a * v) for m, v in zip(MASSES, VALUES, strict=True)))


def tilted_mean(a: float) -> float:
    return math.fsum(m * v * math.exp(a * v - log_z(a)) for m, v in zip(MASSES, VALUES, strict=True))


def slope_at(goal: float) -> float:
    low, high = -60.0, 60.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if tilted_mean(middle) < goal else (low, middle)
    return (low + high) / 2


@pytest.mark.parametrize(("alpha", "a"), ALPHAS)
def test_a_rate_its_mean_and_its_cumulants(alpha: Any, a: float) -> None:
    """J(t) = sup −ρt − Λ(ρ) at ρ = β − α, Λ(ρ) = log Z(α + ρ) − log Z(α); at the ends −log φ(the outcomes there)."""
    rate = RateFunction(MODEL, alpha)
    assert rate.domain == (-3, 0)
    assert float(rate.mean()) == pytest.approx(-tilted_mean(a), rel=1e-14)
    for goal in ("1/10", "11/10", "2", "log 15"):  # 11/10 is the mean of the reference
        t = -LogForm.parse(goal)
        b = slope_at(-float(t))
        wanted = -(b - a) * float(t) - log_z(b) + log_z(a)
        assert float(rate.at(t)) == pytest.approx(wanted, abs=1e-12)
        assert float(rate.legendre(t)) == pytest.approx(wanted, abs=1e-12)
    for end, mass, value in ((-3, 0.2, 3.0), (0, 0.3, 0.0)):
        wanted = -math.log(mass) - a * value + log_z(a)
        assert float(rate.at(end)) == float(rate.legendre(end)) == pytest.approx(wanted, rel=1e-14)
    for off in (-4, 1, "-3000001/1000000", "1/1000000"):
        assert rate.at(off) == rate.legendre(off) == oo
    for rho, r in ALPHAS:
        assert float(rate.scaled_cumulant(rho)) == pytest.approx(log_z(a + r) - log_z(a), abs=1e-13)


def test_a_rate_is_a_log_form_where_all_is_rational() -> None:
    """Of integer α and β, and at the ends of integer α; hidden as enclosed numbers they are enclosed."""
    for alpha in (0, 1, -2):
        rate = RateFunction(COIN_FAMILY, alpha)
        for t in (-COIN_FAMILY.expected_reward(3), *rate.domain):
            assert isinstance(rate.at(t), LogForm)
        assert isinstance(rate.scaled_cumulant(2), LogForm)
        assert isinstance(RateFunction(COIN_FAMILY, HIDDEN).at(rate.domain[0]), EnclosedReal)
    same = -COIN_FAMILY.expected_reward(2)
    assert RateFunction(COIN_FAMILY, 2).at(same) == LogForm()
    assert 0 in RateFunction(COIN_FAMILY, HIDDEN).at(same).enclose(20)


TAIL = [(bound, side) for bound in ("-1/3", 0, "1/3", "2/3", "7/6", 2, 3, "10/3") for side in ("at_least", "at_most")]


@pytest.mark.parametrize(("threshold", "side"), TAIL)
def test_a_tail_by_listing_all_sequences(threshold: Any, side: str) -> None:
    """Three letters: the threshold is per symbol, a total of 2 for 2/3; exactly that belongs to the event."""
    tail = TailProbability(MemorylessSource(P, 3), MODEL.reward, **{side: threshold})
    goal, rows = 3 * Fraction(threshold), list(product(range(3), repeat=3))
    totals = [sum(int(VALUES[i]) for i in row) for row in rows]
    hit = [total >= goal if side == "at_least" else total <= goal for total in totals]
    masses = [P[i] * P[j] * P[k] for i, j, k in rows]
    exact = sum((m for m, h in zip(masses, hit, strict=True) if h), Fraction(0))
    assert exact in EnclosedReal.of(tail.reference()).enclose(20)
    for alpha, a in ALPHAS[1:]:
        phi = math.fsum(
            float(m) * math.exp(a * r - 3 * log_z(a)) for m, r, h in zip(masses, totals, hit, strict=True) if h
        )
        assert float(tail.tilted(alpha)) == pytest.approx(phi, abs=1e-14)
    policy = best_of_n(P**3, MODEL.reward, 4)
    chosen = sum((policy.probability(row) for row, h in zip(rows, hit, strict=True) if h), Fraction(0))
    assert chosen in tail.best_of_n(4).enclose(20)
    if exact:
        assert float(tail.exponent(tail.reference())) == pytest.approx(-math.log(exact) / 3, abs=1e-14)
    else:
        assert tail.exponent(tail.reference()) == oo


def test_levels_that_are_given_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    levels = EnclosedLevelLaw(MemorylessSource(P, 3), MODEL.reward)
    monkeypatch.setattr(large_deviations, "EnclosedLevelLaw", None)
    tail = TailProbability(levels.source, MODEL.reward, at_least=2, levels=levels)
    assert tail.levels is levels
    assert float(tail.reference()) == pytest.approx(0.2**3 + 3 * 0.2**2 * 0.5 + 3 * 0.04 * 0.3)


def test_the_bound_of_chernoff_by_hand() -> None:
    for goal in (Fraction(11, 10), Fraction(3, 2), Fraction(29, 10)):
        b = slope_at(float(goal))
        assert float(chernoff_bound(MODEL, goal, 7)) == pytest.approx(-7 * (b * float(goal) - log_z(b)), abs=1e-12)
    assert chernoff_bound(MODEL, 3, 7) == -7 * log(5)
    for goal, words in (
        ("109/100", "the reward per symbol is 109/100: below the mean 11/10 the bound says nothing"),
        ("301/100", "the reward per symbol is 301/100: above the largest reward the probability is 0"),
    ):
        with pytest.raises(ParameterError) as caught:
            chernoff_bound(MODEL, goal, 7)
        assert str(caught.value) == words


def test_refusals_word_for_word() -> None:
    source = MemorylessSource(P, 2)
    one, varied = "give one threshold per symbol: either at_least or at_most", "a reward that is not constant"
    for call, words in (
        (lambda: TailProbability(source, MODEL.reward), one),
        (lambda: TailProbability(source, MODEL.reward, at_least=0, at_most=0), one),
        (
            lambda: TailProbability(MemorylessSource(P, 0), MODEL.reward, at_most=0),
            "the length is 0: a reward per symbol needs at least one symbol",
        ),
        (
            lambda: RateFunction.of_alignment(MODEL.align(5)),
            f"there is no tilt of this divergence (case beyond): J_Δ needs 0 ≤ Δ < Δ_max = log(5) and {varied}",
        ),
    ):
        with pytest.raises(ParameterError) as caught:
            call()
        assert str(caught.value) == words
    assert TailProbability(MemorylessSource(P, 1), MODEL.reward, at_least=0).upper


def test_the_rate_of_best_of_n_on_both_sides_of_what_is_typical() -> None:
    """J_0 − δ up to t_δ, and ∞ past it; at N = 1 the reference's own; at and beyond Δ_max 0 at the smallest t alone."""
    family, delta = COIN_FAMILY, LogForm.parse("1/3*log(2)")
    base, rate = RateFunction(family), BestOfNRateFunction(family, delta)
    low, high = base.domain
    typical = rate.typical()
    assert typical == -family.expected_reward(2)
    assert rate.at(typical) == 0
    assert rate.at(low) == base.at(low) - delta
    assert rate.at(low - Fraction(1, 10**9)) == rate.at(typical + Fraction(1, 10**9)) == rate.at(high) == oo
    one = BestOfNRateFunction(family, 0)
    assert (one.at(high), one.at(high + 1), one.at(low)) == (base.at(high), oo, base.at(low))
    for kl in (family.kl_max, 7):
        past = BestOfNRateFunction(family, kl)
        assert (past.typical(), past.at(low), past.at(low + Fraction(1, 10**9)), past.at(low - 1)) == (low, 0, oo, oo)


def test_a_law_of_one_level_has_a_rate_of_0_there() -> None:
    flat = AlignedFamily(Distribution.uniform(2), Reward.values([2, 2]))
    rate = RateFunction(flat, 1)
    assert (rate.domain, rate.at(-2), rate.at(-1), rate.mean()) == ((-2, -2), 0, oo, -2)
    assert rate.scaled_cumulant(3) == 6
