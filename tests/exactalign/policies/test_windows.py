"""The bounds behind the formulas for long sequences: in another unit of reward, and at the edge of a window."""

from fractions import Fraction

from attrs import evolve
from flint import arb

from exactalign import AlignedFamily, Reward
from exactalign.laws.distributions import MemorylessSource
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.numbers.precision import working_precision
from exactalign.policies.exponential_tail import ExponentialTail
from exactalign.policies.sharp_lattice import SharpLattice, WindowBound
from tests.exactalign.known_models import COIN, COIN_FAMILY, P, R


def test_what_is_off_at_a_level_does_not_depend_on_the_unit_of_reward() -> None:
    """In units of 1/3 every level is three times as far and α a third; ε, found by search, is set to 0."""
    with working_precision(80):
        one = ExponentialTail.of(AlignedFamily(P, R), Fraction(1), 200)
        three = AlignedFamily(P, Reward.parse("log 216, 0, log 8"))
        other = ExponentialTail.of(three, Fraction(1, 3), 200)
        for y in (-4, 0, 3):
            expected = evolve(one, epsilon=arb(0)).omega(arb(y))
            assert abs(evolve(other, epsilon=arb(0)).omega(arb(3 * y)) / expected - 1) < 1e-12


def test_the_lowest_level_of_a_window_is_in_it() -> None:
    """P* is at least what p gives to Y ≥ y at every level of the window, the lowest one too."""
    m = 400
    sharp, balls = SharpLattice(COIN_FAMILY, 2), EnclosedLevelLaw(MemorylessSource(COIN, m), COIN_FAMILY.reward).balls()
    with working_precision(128):
        window = sharp.levels(m, arb(m).log(), arb(m).log() + 5)
        bound = WindowBound.of(sharp, m, window, window.wide * sharp.limit.error_ball(m))
        assert bound is not None
        lowest = window.places[0] + m * bound.letter.mean
        index = int((lowest + arb(0.5)).floor().unique_fmpz() or 0)
        assert abs(lowest - index) < 1e-9
        assert balls.above[index] + balls.mass[index] < bound.reached
