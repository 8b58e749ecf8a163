"""The sums over outcomes behind a tilt: derivatives, the guess in floats, what is made once."""

from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, Reward
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.precision import working_precision
from exactalign.policies.tilt_sums import TiltSums
from exactalign.policies.tilting import AlignedFamily, TiltedDistribution
from tests.exactalign.known_models import P, Q
from tests.exactalign.small_models import laws_with_rewards


@settings(max_examples=60, deadline=None)
@given(laws_with_rewards(), st.fractions(Fraction(1, 20), 30, max_denominator=20))
def test_divergence_and_its_derivatives_at_one_point(model: tuple[Distribution, Reward], alpha: Fraction) -> None:
    """One set of exponentials gives what the separate sums give; the third derivative is within its bound."""
    sums = AlignedFamily(*model).sums
    with working_precision(300):
        x = ball_of(alpha)
        divergence, slope, bend = sums.kl_jet(x)
        _, variance, third, fourth = sums.cumulants(x)
        assert divergence.overlaps(sums.kl(x))
        assert slope.overlaps(x * variance)
        assert bend.overlaps(variance + x * third)
        assert not abs(2 * third + x * fourth) > sums.kl_third(x)


@settings(max_examples=40, deadline=None)
@given(laws_with_rewards(), st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50))
def test_the_guess_in_floats_is_near_the_root(model: tuple[Distribution, Reward], share: Fraction) -> None:
    family = AlignedFamily(*model)
    assume(not family.is_constant)
    delta = family.kl_max * share
    with working_precision(128):
        guess = family.sums.kl_guess(float(delta))
    assert guess is not None
    low, high = EnclosedReal.of(family.alpha_for_kl(delta)).enclose(9)
    assert low * Fraction(999, 1000) <= Fraction(guess) <= high * Fraction(1001, 1000)


def test_the_bound_on_the_third_derivative_is_met_where_half_of_the_mass_is_far() -> None:
    """On two points as likely under the tilt the fourth cumulant is −R⁴/8: no smaller bound holds."""
    for alpha in (20, 60):
        p = Distribution.from_weights([round(mpmath.exp(alpha)), 1])
        sums = AlignedFamily(p, Reward.values([0, 1])).sums
        with working_precision(300):
            x = arb(alpha)
            *_, third, fourth = sums.cumulants(x)
            assert abs(fourth + arb(1) / 8) < 1e-6
            assert abs(2 * third + x * fourth) < sums.kl_third(x)
            assert abs(sums.kl_third(x) - arb(1) / 5 - x / 8) < 1e-60
            assert sums.kl_third(-x) > 1  # a size


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
