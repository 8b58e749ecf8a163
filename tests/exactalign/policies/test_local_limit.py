"""The local limit theorem's bounds against the exact law of the total reward."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, EnclosedReal, LevelLaw, MemorylessSource, Reward, log
from exactalign.exceptions import ParameterError
from exactalign.policies.local_limit import LocalLimit
from tests.exactalign.known_models import SPACED, P
from tests.exactalign.small_models import distributions, rewards


@settings(max_examples=10)
@given(p=distributions(2, 4), data=st.data(), m=st.integers(3, 40))
def test_exact_masses_lie_between_the_bounds(p: Distribution, data: st.DataObject, m: int) -> None:
    reward = data.draw(rewards(len(p), "spaced"))
    family = AlignedFamily(p, reward)
    assume(not family.is_constant)
    limit = LocalLimit(family)
    for total, mass in LevelLaw(MemorylessSource(p, m), reward):
        assert mass in limit.mass(m, total)


def test_masses_under_a_tilt() -> None:
    family, q = AlignedFamily(P, Reward.log_weights([4, 1, 2])), Distribution.from_weights([4, 1, 2])
    tilted = Distribution.from_weights([int(p * 10) * int(w) for p, w in zip(P.probabilities, q.weights, strict=True)])
    limit = LocalLimit(family, 1)
    for total, mass in LevelLaw(MemorylessSource(tilted, 30), family.reward):
        assert mass in limit.mass(30, total)


def test_the_error_is_of_order_m_to_the_minus_three_halves_and_not_vacuous() -> None:
    limit = LocalLimit(AlignedFamily(P, SPACED))
    for m in (1000, 4000):
        scaled = limit.error(m) * m * EnclosedReal.of(m).sqrt()
        assert scaled < 1
        bounds = limit.mass(m, round(Fraction(9, 10) * m))
        assert bounds.lower > 0
        assert bounds.width < bounds.lower / 400


def test_the_error_at_lengths_that_no_float_holds() -> None:
    """E_m·m^(3/2) has a limit."""
    limit = LocalLimit(AlignedFamily(P, SPACED))
    scaled = [float(limit.error(m) * m * EnclosedReal.of(m).sqrt()) for m in (10**60, 10**400)]
    assert 0 < scaled[0] < 1
    assert abs(scaled[1] / scaled[0] - 1) < 1e-9


def test_without_the_error_the_bounds_would_be_wrong() -> None:
    """The tooth: an exact mass differs from the density by more than a tenth of the error."""
    limit = LocalLimit(AlignedFamily(P, SPACED))
    law = list(LevelLaw(MemorylessSource(P, 100), SPACED))
    gaps = [abs(limit.density(100, total) - mass) for total, mass in law]
    assert any(gap > limit.error(100) / 10 for gap in gaps)


def test_refusals_and_what_is_off_the_lattice() -> None:
    limit = LocalLimit(AlignedFamily(P, SPACED))
    assert limit.mass(10, "1/2") == (0, 0)
    assert limit.mass(10, log(2)) == (0, 0)
    with pytest.raises(ParameterError, match="constant"):
        LocalLimit(AlignedFamily(P, Reward.values([1, 1, 1])))
    with pytest.raises(ParameterError, match="lattice"):
        LocalLimit(AlignedFamily(P, Reward.log_weights([1, 2, 3])))
    with pytest.raises(ParameterError, match="length"):
        limit.mass(2, 0)
