"""The error bounds of correct answers, as they are derived: worked out by hand on small models, in units of u."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from exactalign.laws.distributions import Distribution
from exactalign.testing.conformance.error_bounds import (
    BestOfNErrors,
    Level,
    input_shift,
    kl_divergence_error,
    levels,
    order_statistic_error,
    pass_at_k_error,
    pool_weight_error,
    power_bound,
    residual_error,
    tilt_error,
)
from exactalign.testing.conformance.formats import FORMATS, NEGLIGIBLE

DOUBLE, SINGLE = FORMATS["float64"], FORMATS["float32"]
U, TINY = Fraction(1, 2**53), Fraction(1, 2**1022)
HALF, QUARTER, LOG = Fraction(1, 2), Fraction(1, 4), Fraction(7, 10)  # log 2 is read as 7/10
P = (HALF, QUARTER, QUARTER)
R = (Fraction(1), Fraction(0), Fraction(1))
LOW, HIGH = Level((1,), Fraction(0), QUARTER), Level((0, 2), QUARTER, Fraction(1))


def test_levels_go_up_and_have_mass() -> None:
    assert levels(Distribution.from_probabilities(P), R) == [LOW, HIGH]
    assert (LOW.mass, HIGH.mass) == (QUARTER, 3 * QUARTER)
    some = Distribution.from_probabilities([0, HALF, 0, HALF])
    found = levels(some, tuple(map(Fraction, (3, 2, 1, 1))))
    assert found == [Level((2, 3), Fraction(0), HALF), Level((1,), HALF, Fraction(1))]


def test_powers_are_bounded_from_above_and_closely() -> None:
    assert [power_bound(Fraction(x), 7) for x in (0, 1)] == [0, 1]
    assert power_bound(QUARTER, 5) == QUARTER**5
    third = Fraction(1, 3)
    assert power_bound(third, 2000) == third**2000  # of two bits each
    exact = third**2001
    assert exact <= power_bound(third, 2001) < exact * (1 + Fraction(1, 10**12))
    assert power_bound(HALF, 6000) == NEGLIGIBLE
    assert HALF**4900 <= power_bound(HALF, 4900) < HALF**4900 * (1 + Fraction(1, 10**12))


def small(n: int = 3, form: Any = DOUBLE) -> BestOfNErrors:
    return BestOfNErrors.of(form, P, R, n)


LOW_POWER = 2 * (3 * 3 + 2 * 3 * 2 * LOG + 8) * U / 64  # N·γ of three outcomes, N·|log 1/4| twice, and c
HIGH_POWER = 2 * (3 * 3 + 8) * U
LOW_DELTA, HIGH_DELTA = LOW_POWER + TINY, HIGH_POWER + LOW_POWER + TINY
SHARE = 2 * (3 + 8) * U
GAINED = (Fraction(1, 64), Fraction(63, 64))


def test_the_errors_of_best_of_three() -> None:
    errors = small()
    assert (errors.gamma, errors.levels, errors.share()) == (3 * U, [LOW, HIGH], SHARE)
    assert (errors.level(LOW), errors.level(HIGH)) == (LOW_DELTA, HIGH_DELTA)
    assert (errors.gained(LOW), errors.gained(HIGH)) == GAINED
    low, high = LOW_DELTA + SHARE * GAINED[0], HIGH_DELTA + SHARE * GAINED[1]
    assert errors.pmf() == [high * 2 / 3 + TINY, low + TINY, high / 3 + TINY]
    # |log| of 1/16 and 21/16, of the masses 1/4 and 3/4, and of the least likely outcome, 1/4 in both.
    terms = [(low, GAINED[0], 4 * LOG, 2 * LOG), (high, GAINED[1], LOG, LOG)]
    inherited = sum(delta * (ratio + 2) for delta, _, ratio, _ in terms)
    rounded = sum(gained * (ratio + mass + 2 * LOG + 1) * (3 + 8) * U for _, gained, ratio, mass in terms)
    assert errors.kl() == inherited + rounded + 3 * U + TINY
    middle = LOW_DELTA * Fraction(1, 8) + HIGH_DELTA * Fraction(5, 8)
    assert errors.win_rate() == middle + 2 * (9 + 8) * U + 2 * SHARE + 2 * 3 * U
    golden = tuple(map(Fraction, (-3, 5, 6)))  # |g| is 5 on the low level, and on the high one (2·3 + 6)/3
    weight = SHARE + 2 * (3 + 8) * U
    assert errors.mean(golden) == 5 * (LOW_DELTA + weight * GAINED[0]) + 4 * (HIGH_DELTA + weight * GAINED[1]) + TINY


def test_a_sum_other_than_1_and_rounded_logarithms_move_the_inputs() -> None:
    more = (HALF, QUARTER, QUARTER + Fraction(1, 1024))
    assert BestOfNErrors.of(DOUBLE, more, R, 2).gamma == 3 * U + Fraction(1, 1024)
    form = DOUBLE.with_logs(inputs=True, outputs=False)
    assert small(form=form).gamma == 3 * U + input_shift(form, P) == 3 * U + 4 * (2 * LOG + 1) * U
    assert small(form=SINGLE).gamma == Fraction(3, 2**24)


def test_an_outcome_of_probability_0_has_no_error() -> None:
    errors = BestOfNErrors.of(DOUBLE, (Fraction(0), Fraction(1)), (Fraction(1), Fraction(1)), 2)
    zero, one = errors.pmf()
    assert zero == 0
    assert one == 2 * (2 * 2 + 8) * U + TINY + 2 * (2 + 8) * U + TINY


@pytest.mark.parametrize("n", [30, 200])
def test_of_what_underflows_the_bound_is_that_of_both_terms(n: int) -> None:
    """A level of mass 2^−40: its share is lost at N = 30, and at N = 200 not even written out."""
    mass = Fraction(1, 2**40)
    errors = BestOfNErrors.of(DOUBLE, (mass, 1 - mass), (Fraction(0), Fraction(1)), n)
    low, high = errors.levels
    gained = mass**n if n == 30 else NEGLIGIBLE
    assert errors.gained(low) == gained
    assert TINY < errors.level(low) < TINY * (1 + Fraction(1, 10**50))
    delta = errors.level(low) + errors.share() * gained
    ratio = (40 * n - 40) * LOG if n == 30 else 40 * n * LOG + 40 * LOG
    least = delta * 3 / mass  # 3·2^(40 − 1022), of log at most 981
    lost = 6 * delta * (1 + 981 * LOG) + gained * (ratio + 40 * LOG + 40 * LOG + 1) * (2 + 8) * U
    assert Fraction(1, 2**981) < least < Fraction(1, 2**980)
    top, more = errors.gained(high), errors.level(high)
    near = (more + errors.share() * top) * (LOG + 2) + top * (LOG + 2 * LOG + 1) * (2 + 8) * U
    assert errors.kl() == lost + near + errors.gamma + TINY


def test_a_gain_is_bounded_from_above_and_closely() -> None:
    p, r = (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)), tuple(map(Fraction, (0, 1, 2)))
    errors = BestOfNErrors.of(DOUBLE, p, r, 2001)
    for level in errors.levels:
        exact = level.upto**2001 - level.below**2001
        assert exact <= errors.gained(level) < exact * (1 + Fraction(1, 10**140))
    _, near, _ = BestOfNErrors.of(DOUBLE, p, r, 2000).levels
    assert BestOfNErrors.of(DOUBLE, p, r, 2000).gained(near) == near.upto**2000 - near.below**2000


def test_the_errors_of_other_answers() -> None:
    p, r = (HALF, Fraction(0), HALF), tuple(map(Fraction, (1, 9, -3)))
    relative = 2 * (4 * (18 + LOG) + 8 + 2 * 3) * U
    assert tilt_error(DOUBLE, p, r, Fraction(-2)) == [relative, 0, relative]
    shifted = (HALF, Fraction(0), HALF + Fraction(1, 64))
    assert tilt_error(DOUBLE, shifted, r, Fraction(2))[0] == relative + Fraction(2, 64)
    assert residual_error(DOUBLE, p, r, Fraction(-2)) == 2 * (3 + 8) * U * (1 + 2 * 2 * 9 + LOG)
    assert residual_error(DOUBLE, shifted, r, Fraction(2)) == 2 * ((3 + 8) * U * (37 + LOG) + Fraction(1, 64))
    # Σ p·(|log p| + |log q| + 1) of the terms that are there, and the shifts of both.
    q = (QUARTER, Fraction(3, 4), Fraction(0))
    assert kl_divergence_error(DOUBLE, p, q) == HALF * (LOG + 2 * LOG + 1) * (3 + 8) * U + TINY
    far = Fraction(1, 64)
    assert kl_divergence_error(DOUBLE, shifted, (QUARTER, Fraction(3, 4) + far, far)) == (
        4 * far
        + HALF * (3 * LOG + 1) * ((3 + 8) * U + 6 * far)
        + (HALF + far) * (LOG + 6 * LOG + 1) * ((3 + 8) * U + 6 * far)
        + TINY
        + 2 * far
    )


def test_the_errors_of_pools() -> None:
    scores, weights = tuple(map(Fraction, (3, -1, 2))), [HALF, QUARTER, QUARTER]
    assert order_statistic_error(DOUBLE, scores, weights) == 2 * (4 * 3 + 8) * U * Fraction(7, 4) + TINY
    missed = Fraction(1, 3)
    assert pass_at_k_error(DOUBLE, 5, 2, missed) == 2 * ((3 * 5 + 8) * missed + 2) * U
    assert pass_at_k_error(DOUBLE, 2, 5, missed) == 2 * ((3 * 5 + 8) * missed + 2) * U
    assert pool_weight_error(DOUBLE, 6, 4, missed, replacement=True) == 2 * (2 * 4 + 8) * U + TINY
    assert pool_weight_error(DOUBLE, 6, 4, missed, replacement=False) == 2 * (4 * 6 + 8) * U * missed + TINY
