"""The sums over outcomes behind a tilt: derivatives, the guess in floats, what is made once."""

from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import assume, given, settings

from exactalign import Distribution, EnclosedReal, Reward
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.precision import working_precision
from exactalign.policies.tilt_sums import TiltSums
from exactalign.policies.tilting import AlignedFamily, TiltedDistribution
from exactalign.testing.strategies import rationals
from tests.exactalign.known_models import P, Q
from tests.exactalign.small_models import laws_with_rewards


@settings(max_examples=60, deadline=None)
@given(laws_with_rewards(), rationals(Fraction(1, 20), 30, max_denominator=20))
def test_divergence_and_its_derivatives_at_one_point(model: tuple[Distribution, Reward], alpha: Fraction) -> None:
    """One set of exponentials gives what the separate sums give; the fourth derivative is within its bound."""
    sums = AlignedFamily(*model).sums
    with working_precision(300):
        x = ball_of(alpha)
        divergence, slope, bend, change = sums.kl_jet(x)
        _, variance, third, fourth = sums.cumulants(x)
        assert divergence.overlaps(sums.kl(x))
        assert slope.overlaps(x * variance)
        assert bend.overlaps(variance + x * third)
        assert change.overlaps(2 * third + x * fourth)
        assert max(ball.rad() for ball in (divergence, slope, bend, change)) < 1e-60
        assert not abs(3 * fourth + x * _fifth_cumulant(sums, x)) > sums.kl_fourth(x)


def _fifth_cumulant(sums: TiltSums, alpha: arb) -> arb:
    """From its definition: μ₅ − 10·μ₂·μ₃ under the law of the tilt."""
    law, values = sums.law(alpha), [ball_of(value) for value in sums.values]
    mean = sum((mass * value for mass, value in zip(law, values, strict=True)), arb(0))
    second, third, fifth = (
        sum((mass * (value - mean) ** k for mass, value in zip(law, values, strict=True)), arb(0)) for k in (2, 3, 5)
    )
    return fifth - 10 * second * third


@settings(max_examples=40, deadline=None)
@given(laws_with_rewards(), rationals(Fraction(1, 50), Fraction(49, 50), max_denominator=50))
def test_the_guess_in_floats_is_near_the_root(model: tuple[Distribution, Reward], share: Fraction) -> None:
    family = AlignedFamily(*model)
    assume(not family.is_constant)
    delta = family.kl_max * share
    with working_precision(128):
        guess = family.sums.kl_guess(float(delta))
    assert guess is not None
    low, high = EnclosedReal.of(family.alpha_for_kl(delta)).enclose(9)
    assert low * Fraction(999, 1000) <= Fraction(guess) <= high * Fraction(1001, 1000)


@pytest.mark.parametrize("span", [1, 2])
def test_the_bound_on_the_fourth_derivative_is_met_at_0_by_two_points_as_likely(span: int) -> None:
    """There it is three times the fourth cumulant, −R⁴/8: no smaller bound holds."""
    sums = AlignedFamily(Distribution.uniform(2), Reward.values([0, span])).sums
    with working_precision(300):
        fourth = sums.cumulants(arb(0))[3]
        assert (3 * fourth + sums.kl_fourth(arb(0))).contains(0)
        for x in (arb(1), arb(-1)):  # by the size of α; 7/8 for the fifth cumulant
            assert (sums.kl_fourth(x) - sums.kl_fourth(arb(0)) - arb(7 * span**5) / 8).contains(0)
            assert sums.kl_fourth(x).rad() < 1e-60


def test_a_sum_that_every_probability_needs_is_made_once_for_a_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    inner = TiltSums.sums

    def counted(self: TiltSums, alpha: arb, order: int) -> list[arb]:
        asked.append(ctx.prec)
        return inner(self, alpha, order)

    monkeypatch.setattr(TiltSums, "sums", counted)
    policy = TiltedDistribution(AlignedFamily(P, Q), Fraction(1, 2))
    for bits in (100, 100, 80, 120, 120):
        for outcome in P.outcomes:
            policy.probability(outcome).ball(bits)
    assert asked == [100, 120]


def test_the_mean_of_no_tilt_and_of_tilts_to_either_side() -> None:
    sums = AlignedFamily(Distribution.uniform(3), Reward.values([0, 1, 5])).sums
    for alpha in (-2, 0, 2):
        weights = [mpmath.exp(alpha * value) for value in (0, 1, 5)]
        mean = sum(w * v for w, v in zip(weights, (0, 1, 5), strict=True)) / sum(weights)
        assert abs(float(sums.cumulants(arb(alpha), 1)[0]) - mean) < 1e-9
        assert abs(float(sums.log_partition(arb(alpha))) - mpmath.log(sum(weights) / 3)) < 1e-9
