"""Formulas for long sequences: within their errors of enclosed values, right a second way, and wrong ones caught."""

import cmath
import math
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
import pytest
from attrs import evolve
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, EnclosedBestOfN, EnclosedReal, Reward, log, sample_size
from exactalign.exceptions import NotExactError, ParameterError, TooLarge, Undecided
from exactalign.laws.distributions import MemorylessSource
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.precision import working_precision
from exactalign.policies import near_types
from exactalign.policies.characteristic import Letter
from exactalign.policies.exponential_tail import ExponentialTail, excess
from exactalign.policies.near_types import NearTypes
from exactalign.policies.sharp_constants import sharp_constants
from exactalign.policies.sharp_estimates import Estimate, SharpEstimates
from exactalign.policies.sharp_gumbel import Bound, SharpGumbel, overlap
from exactalign.policies.sharp_lattice import SharpLattice
from exactalign.theory.sharp_comparison import NAMES, EnclosedGap, enclosed_gap, sharp_rows
from tests.exactalign.known_models import COIN, COIN_FAMILY, SPACED, P, R
from tests.exactalign.small_models import distributions

FIGURE_1 = AlignedFamily(P, R)
LATTICES = [(COIN_FAMILY, 2), (AlignedFamily(P, SPACED), 1), (AlignedFamily(P, SPACED), log(2))]


COARSE = AlignedFamily(COIN, Reward.log_weights([64, 1]))


def shares(family: AlignedFamily, alpha: Any, length: int) -> list[EnclosedReal]:
    gap = enclosed_gap(family, alpha, length)
    return [row.share for row in sharp_rows(gap, sharp_constants(family, alpha).at(length))]


@lru_cache
def off_a_lattice() -> tuple[EnclosedGap, SharpEstimates]:
    """The model of Figure 1 at α = 1, m = 700: enclosed, and as the formulas have it."""
    return enclosed_gap(FIGURE_1, 1, 700), sharp_constants(FIGURE_1, 1).at(700)


@pytest.mark.parametrize(("family", "alpha"), LATTICES)
def test_on_a_lattice_the_enclosed_values_are_within_the_errors(family: AlignedFamily, alpha: Any) -> None:
    for length in (400, 401, 1000):
        assert all(share < 1 for share in shares(family, alpha, length))


@settings(max_examples=12, deadline=None)
@given(p=distributions(2, 3, zeros=False), alpha=st.sampled_from(["1/2", "1", "3/2"]), length=st.integers(150, 600))
def test_on_small_models(p: Distribution, alpha: str, length: int) -> None:
    family = AlignedFamily(p, Reward.values(list(range(len(p)))))
    with suppress(ParameterError):  # too short, whose refusal has a test of its own
        assert all(share < 1 for share in shares(family, alpha, length))


def test_off_a_lattice_the_enclosed_values_are_within_the_errors() -> None:
    assert all(row.share < 1 for row in sharp_rows(*off_a_lattice()))


def test_at_a_thousand_the_errors_say_something() -> None:
    """None is vacuous, and some difference is over half of what is claimed."""
    found = [sharp_constants(family, alpha).at(1000) for family, alpha in LATTICES]
    assert all(estimates.kl_to_tilt.error < Fraction(1, 5) for estimates in found)
    assert any(share > Fraction(1, 2) for share in shares(*LATTICES[0], 1000))


def test_the_errors_fall_like_log_squared_over_m() -> None:
    sharp = sharp_constants(*LATTICES[0])
    short, long = sharp.at(10**3), sharp.at(10**4)
    for key in ("kl_to_tilt", "reward_deficit"):
        # (log m)²/m falls by 5.6 from the one to the other
        assert getattr(long, key).error < getattr(short, key).error / 5
    assert sharp_constants(FIGURE_1, 1).at(10**4).kl_to_tilt.error < off_a_lattice()[1].kl_to_tilt.error / 5


@pytest.mark.parametrize(
    ("by", "what"), [(EnclosedReal(arb.const_euler), "without γ"), (1, "without 1"), (-log(2) / 2, "√π for √2π")]
)
def test_a_wrong_constant_is_caught(by: Any, what: str) -> None:
    gap, estimates = off_a_lattice()
    assert evolve(estimates.kl_to_tilt, value=estimates.kl_to_tilt.value + by).share(gap.kl_to_tilt) > 1, what


def test_levels_in_the_wrong_place_and_the_constant_off_a_lattice_are_caught() -> None:
    family, alpha, m = *LATTICES[0], 1000
    right, exact = sharp_constants(family, alpha).at(m), enclosed_gap(family, alpha, m)
    wide = (EnclosedReal.of(family.reward_variance(alpha) * 2 * m * EnclosedReal(arb.pi)).sqrt() * alpha).log()
    gumbel = EnclosedReal.of(wide - EnclosedReal(arb.const_euler))
    assert evolve(right.excess_kl, value=EnclosedReal.of(-1)).share(exact.excess_kl) > 1
    assert evolve(right.reward_deficit, value=EnclosedReal.of(gumbel / alpha)).share(exact.reward_deficit) > 1
    right, exact = sharp_constants(COARSE, 1).at(990), enclosed_gap(COARSE, 1, 990)
    elsewhere = sharp_constants(COARSE, 1).at(1006)  # mρ lies elsewhere between two levels
    for key in ("kl_to_tilt", "excess_kl", "reward_deficit"):
        assert getattr(right, key).share(getattr(exact, key)) < 1
        assert evolve(getattr(right, key), value=getattr(elsewhere, key).value).share(getattr(exact, key)) > 1


@pytest.mark.parametrize(("family", "alpha"), LATTICES)
def test_values_on_a_lattice_a_second_way(family: AlignedFamily, alpha: Any) -> None:
    """The sums over all levels, by mpmath, from the law w alone."""
    m, estimates = 1000, sharp_constants(family, alpha).at(1000)
    with mpmath.workdps(40):
        step = _mp(SharpLattice(family, alpha).step)
        mean = _mp(family.expected_reward(alpha)) - _mp(family.values[0])
        theta, d = _mp(alpha) * step, mpmath.sqrt(_mp(family.reward_variance(alpha)) * 2 * mpmath.pi * m) / step
        places = [k - m * mean / step for k in range(int(m * mean / step) - 120, int(m * mean / step) + 200)]
        f = [mpmath.exp(-mpmath.exp(-theta * y) / (d * (1 - mpmath.exp(-theta)))) for y in [*places, places[-1] + 1]]
        law = [(y, after - before) for y, before, after in zip(places, f, f[1:], strict=False) if after > before]
        kl = mpmath.log(d) + mpmath.fsum(w * mpmath.log(w) for _, w in law)
        gap = -mpmath.fsum(w * y for y, w in law)
        _close(estimates.kl_to_tilt.value, kl)
        _close(estimates.reward_deficit.value, step * gap)
        _close(estimates.excess_kl.value, kl - theta * gap)
        _close(estimates.overlap.value, mpmath.fsum(min(w, 1 / d) for _, w in law))


@pytest.mark.parametrize("size", [2, 3, 10, 50])
def test_the_overlap_off_a_lattice_is_the_integral(size: int) -> None:
    """∫ min(1, e^(−t − c))/D dt over c = e^(−t)/D, by the trapezoid rule."""
    step, f = 1 / 256, lambda t: min(1, math.exp(-t - math.exp(-t) / size)) / size
    value = math.fsum(f(k * step) for k in range(-8 * 256, 40 * 256)) * step
    with working_precision(80):
        assert abs(float(overlap(arb(size)).mid()) - value) < 1e-5


@pytest.mark.parametrize(
    ("m", "alpha"),
    [
        (60, Fraction(1)),
        (40, Fraction(1)),
        (12, Fraction(1)),
        (12, Fraction(1, 2)),
        (3, Fraction(1, 10)),
        (1, Fraction(1)),
    ],
)
def test_near_types_are_best_of_n(m: int, alpha: Fraction) -> None:
    """Also for small N = exp(mδ), where all types are looked at: no window would ever be wide enough."""
    n = sample_size(FIGURE_1.kl(alpha), m, "real")
    near, policy = NearTypes(FIGURE_1, alpha, m), EnclosedBestOfN(MemorylessSource(P, m), R, n)
    pairs = [
        (near.kl_to_tilt(), policy.kl_to_tilt(alpha)),
        (near.overlap(), 1 - policy.total_variation_to_tilt(alpha)),
        (near.reward_deficit(), FIGURE_1.expected_reward(alpha) * m - policy.expected_reward()),
    ]
    for mine, other in pairs:
        one, two = mine.enclose(12), EnclosedReal.of(other).enclose(12)
        assert max(one.lower, two.lower) <= min(one.upper, two.upper)


def test_the_types_of_a_window_are_all_there() -> None:
    """Every type with counts in the box and y in the window, each once and with its y; few others."""
    m, radius = 20, 5
    near = NearTypes(FIGURE_1, 1, m)
    with working_precision(96):
        values, law = [ball_of(v) for v in FIGURE_1.values], FIGURE_1.sums.law(arb(1))
        mean = sum((v * mass for v, mass in zip(values, law, strict=True)), arb(0))
        places = {
            (i, j): (m - i - j) * values[0] + i * values[1] + j * values[2] - m * mean
            for i in range(m + 1)
            for j in range(m + 1 - i)
            if all(abs(count - m * mass) <= radius for count, mass in zip((i, j), law[1:], strict=True))
        }
        for low, high in ((-6, 6), (-2, 1), (0, 3), (-40, 40)):
            found = list(near._types(law, values, mean, arb(low), arb(high), arb(radius)))
            listed = [vector for vector, _ in found]
            inside = {vector for vector, y in places.items() if low <= y <= high}
            assert inside
            assert inside <= set(listed)
            assert len(listed) == len(set(listed))
            assert all(y.overlaps(places[vector]) for vector, y in found if vector in places)
            step = values[-1] - values[0]  # the last count is at most some steps too low or too high
            assert all(low - 4 * step < y < high + 4 * step for _, y in found)


def test_what_lies_at_the_end_of_a_window_is_refused() -> None:
    assert near_types._above(arb(2), arb(1))
    assert not near_types._above(arb(0), arb(1))
    for y in (arb(1), arb(1, 2.0**-60)):  # neither above, which is to be there, nor below, which is not
        with pytest.raises(Undecided, match="too close to the end of the window: ask for other digits"):
            near_types._above(y, arb(1))


def test_near_types_do_not_depend_on_the_unit_of_reward() -> None:
    """In units of 1/1000 the same types are near, and all is known as well as before."""
    thousand = AlignedFamily(P, Reward.parse("1000*log(6), 0, 1000*log(2)"))
    one, other = NearTypes(FIGURE_1, 1, 60), NearTypes(thousand, "1/1000", 60)
    for mine, theirs in ((one.overlap(), other.overlap()), (one.excess_kl(), other.excess_kl())):
        with working_precision(80):
            ball, same = mine.ball(80), theirs.ball(80)
            assert ball.overlaps(same)
            assert 0.99 < float(ball.rad()) / float(same.rad()) < 1.01


def test_the_band_of_a_tail_grows_by_a_fourth_root_of_2() -> None:
    for m in (200, 700):
        with working_precision(80):
            tail = ExponentialTail.of(FIGURE_1, Fraction(1), m)
            steps = 4 * math.log2(float(tail.band / tail.letter.deviation(m)[1]))
        assert steps > 1
        assert abs(steps - round(steps)) < 1e-9


def test_of_three_windows_each_error_is_the_least() -> None:
    """At this length none is the best for all: each of them gives one of the errors."""
    m = 100
    with working_precision(96):
        tail = ExponentialTail.of(FIGURE_1, Fraction(1), m)
        depths = [2 * arb(m).log() + 8, arb(m).log() + 5, arb(m).log() + 3]
        bounds = [Bound.of(tail, m * FIGURE_1.sums.kl(arb(1)), ball_of(FIGURE_1.values[0]), depth) for depth in depths]
        errors = [[float(error) for error in bound.errors()] for bound in bounds if bound is not None]
    told = sharp_constants(FIGURE_1, 1).at(m)
    found = [told.kl_to_tilt.error, told.excess_kl.error, told.reward_deficit.error, told.overlap.error]
    columns = list(zip(*errors, strict=True))
    assert [column.index(min(column)) for column in columns] == [0, 1, 0, 2]
    for error, column in zip(found, columns, strict=True):
        assert abs(float(error) / min(column) - 1) < 1e-3  # rounded up, to be short


def test_tails_off_a_lattice_are_within_omega() -> None:
    m, alpha = 90, Fraction(1)
    levels = EnclosedLevelLaw(MemorylessSource(P, m), R)
    with working_precision(80):
        tail = ExponentialTail.of(FIGURE_1, alpha, m)
        balls, n = levels.balls(), (m * FIGURE_1.sums.kl(arb(1))).exp()
        checked = 0
        for index, total in enumerate(levels.rewards(range(len(levels)))):
            y = total - m * tail.letter.mean
            if abs(y) < 12:
                exact = n * (balls.above[index] + balls.mass[index])
                assert abs(exact - tail.c(y)) < tail.omega(y) * tail.c(y)
                assert exact < tail.most * tail.c(y)
                checked += 1
    assert checked > 100


@settings(max_examples=20, deadline=None)
@given(rate=st.sampled_from([0.05, 0.5, 1, 3, 8]), x=st.floats(-6, 6).filter(lambda x: abs(x - round(x)) > 1e-3))
def test_the_majorant_and_the_minorant_of_the_exponential(rate: float, x: float) -> None:
    """What docs/sharp-constants.md proves: l ≤ f ≤ u, by their series; their integrals are sums over the integers."""
    square = (math.sin(math.pi * x) / math.pi) ** 2
    terms = (math.exp(-rate * n) * (1 / (x - n) ** 2 - rate / (x - n)) for n in range(1, 800))
    upper = square * (1 / x**2 + rate / math.expm1(rate) / x + math.fsum(terms))
    lower = upper - square / x**2
    assert lower - 1e-9 <= (math.exp(-rate * x) if x >= 0 else 0) <= upper + 1e-9
    with working_precision(80):
        assert abs(float((1 + excess(arb(rate))).mid()) - rate / (1 - math.exp(-rate))) < 1e-9


def test_integrals_of_powers_of_a_characteristic_function() -> None:
    with working_precision(80):
        letter = Letter.of([arb(1) / 3, arb(2) / 3], [arb(0), arb(1)])
        bound = letter.power_integral(20, arb(0.5), arb(6), arb(2) ** -40)
    value = sum(abs((1 + 2 * cmath.exp(1j * (0.5 + k / 1000))) / 3) ** 20 for k in range(5500)) / 1000
    assert 0.999 * value < float(bound.upper()) < 1.5 * value


def test_refusals() -> None:
    with pytest.raises(ParameterError, match="constant"):
        sharp_constants(AlignedFamily(P, Reward.values([1, 1, 1])), 1)
    with pytest.raises(ParameterError, match="alpha > 0"):
        sharp_constants(COIN_FAMILY, 0)
    with pytest.raises(ParameterError, match="lattice"):
        SharpLattice(FIGURE_1, 1)
    with pytest.raises(ParameterError, match="Gumbel"):
        SharpGumbel(COIN_FAMILY, 1)
    for family in (COIN_FAMILY, FIGURE_1):
        with pytest.raises(ParameterError, match="length is 20: too short"):
            sharp_constants(family, 1).at(20)
        with pytest.raises(ParameterError, match="length is 2: it must be at least 3"):
            sharp_constants(family, 1).at(2)
    with pytest.raises(ParameterError, match="generic"):
        NearTypes(AlignedFamily(P, SPACED), 1, 10)
    with pytest.raises(TooLarge, match="types"):
        NearTypes(AlignedFamily(Distribution.uniform(5), Reward.log_weights([1, 2, 3, 5, 7])), 1, 5000).overlap().ball(
            64
        )
    with pytest.raises(TooLarge, match="types"):
        NearTypes(FIGURE_1, "1/100000", 5000).overlap().ball(64)
    with pytest.raises(TooLarge, match="levels"):
        sharp_constants(AlignedFamily(P, SPACED), "1/100000").at(1000)


def test_names_are_those_of_the_estimates() -> None:
    estimates = sharp_constants(*LATTICES[0]).at(1000)
    assert all(isinstance(getattr(estimates, key), Estimate) for key in NAMES)


def _mp(value: Any) -> mpmath.mpf:
    with working_precision(200):
        return mpmath.mpf(ball_of(value).mid().str(50, radius=False))


def _close(value: EnclosedReal, other: mpmath.mpf) -> None:
    assert abs(_mp(value) - other) < mpmath.mpf(10) ** -20


def test_a_value_can_be_refined() -> None:
    value = sharp_constants(*LATTICES[0]).at(1000).kl_to_tilt.value
    assert value.enclose(60).width < Fraction(1, 10**59)


@pytest.mark.parametrize("formulas", [SharpLattice, SharpGumbel])
def test_the_alpha_of_formulas_is_an_exact_positive_number(formulas: Any) -> None:
    family = COIN_FAMILY if formulas is SharpLattice else FIGURE_1
    assert repr(formulas(family, "1/2").alpha) == "Fraction(1, 2)"
    assert formulas(family, "log 2").alpha == log(2)
    for alpha in (0, -1, "-1/2"):
        with pytest.raises(ParameterError) as error:
            formulas(family, alpha)
        words = f"alpha is {alpha}: best-of-N is compared with tilts towards the reward, alpha > 0"
        assert str(error.value) == words
    with pytest.raises(NotExactError, match="alpha is"):
        formulas(family, 0.5)
