"""The local limit theorem's bounds against the exact law of the total reward."""

import cmath
import math
from fractions import Fraction

import pytest
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from exactalign import AlignedFamily, Distribution, EnclosedReal, LevelLaw, MemorylessSource, Reward, log
from exactalign.exceptions import ParameterError
from exactalign.numbers.precision import working_precision
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


TILTED = [(AlignedFamily(P, SPACED), 0), (AlignedFamily(P, Reward.parse("4*log 2, 0, 2*log 2")), Fraction(1, 2))]
"""Levels 2, 0, 1 steps above the lowest, of 1 and of 2·log 2: tilted by e^(r/2) the weights are 4, 1, 2."""


@pytest.mark.parametrize(("family", "alpha"), TILTED)
def test_the_error_is_its_formula(family: AlignedFamily, alpha: Fraction | int) -> None:
    """2π·E_m: what `characteristic` bounds, and 2∫|ψ|^m over [t₀, π], by the midpoint rule."""
    limit, masses = LocalLimit(family, alpha), ([0.2, 0.3, 0.5] if alpha == 0 else [8 / 21, 3 / 21, 10 / 21])
    assert float(limit.step) == pytest.approx(1 if alpha == 0 else 2 * math.log(2))
    for m in (30, 300):
        with working_precision(96):
            letter = limit.letter()
            near, start = letter.deviation(m, arb.pi())
            known = float((near + letter.beyond(m, start)).mid())
        assert [float(w.mid()) for w in letter.masses] == pytest.approx([masses[1], masses[2], masses[0]])
        low, count = float(start), 800
        points = (low + (math.pi - low) * (k + 0.5) / count for k in range(count))
        psi = (abs(sum(w * cmath.exp(1j * t * k) for w, k in zip(masses, (2, 0, 1), strict=True))) for t in points)
        rest = 2 * math.fsum(x**m for x in psi) * (math.pi - low) / count
        wanted = (known + rest) / (2 * math.pi)
        assert wanted * (1 - 1e-6) <= float(limit.error(m)) <= wanted * 1.1


@pytest.mark.parametrize(("family", "alpha"), TILTED)
def test_the_density_and_the_bounds_around_it(family: AlignedFamily, alpha: Fraction | int) -> None:
    limit, masses = LocalLimit(family, alpha), ([0.2, 0.3, 0.5] if alpha == 0 else [8 / 21, 3 / 21, 10 / 21])
    pairs = list(zip(masses, (2, 0, 1), strict=True))
    mean = math.fsum(w * k for w, k in pairs)
    variance, third = (math.fsum(w * (k - mean) ** j for w, k in pairs) for j in (2, 3))
    assert float(limit.mean()) == pytest.approx(mean * float(limit.step))
    m = 40
    for place in (0, 20, 36, 60, 80):
        x = (place - m * mean) / math.sqrt(m * variance)
        skew = third * (x**3 - 3 * x) / (6 * variance**1.5 * math.sqrt(m))
        wanted = math.exp(-x * x / 2) * (1 + skew) / math.sqrt(2 * math.pi * m * variance)
        assert float(limit.density(m, limit.step * place)) == pytest.approx(wanted, abs=1e-15)
        bounds, error = limit.mass(m, limit.step * place), float(limit.error(m))
        assert float(bounds.lower) == pytest.approx(max(wanted - error, 0), rel=1e-9)
        assert float(bounds.upper) == pytest.approx(wanted + error, rel=1e-9)
        assert type(bounds.lower) is type(bounds.upper) is Fraction
    off = limit.step * Fraction(41, 2)
    assert (limit.mass(m, off), limit.density(m, off).enclose(5)) == ((0, 0), (0, 0))
    assert limit.mass(m, limit.step * 20 + Fraction(1, 10**9)) == (0, 0)
    assert repr(limit.mass(m, off).lower) == "Fraction(0, 1)"


def test_a_probability_is_at_most_one() -> None:
    """For three letters the error is large, and nothing is said."""
    assert LocalLimit(AlignedFamily(P, SPACED)).mass(3, 3) == (0, 1)


def test_refusals_word_for_word() -> None:
    limit = LocalLimit(AlignedFamily(P, SPACED))
    needs = "the local limit theorem here needs equally spaced rewards"
    for call, words in (
        (lambda: LocalLimit(AlignedFamily(P, Reward.values([1, 1, 1]))), f"the reward is constant: {needs}"),
        (
            lambda: LocalLimit(AlignedFamily(P, Reward.log_weights([1, 2, 3]))),
            f"the reward lies on no lattice of one step: {needs}",
        ),
        (lambda: limit.mass(2, 0), "length is 2: it must be at least 3"),
        (lambda: limit.error(2), "length is 2: it must be at least 3"),
        (lambda: limit.density(0, 0), "length is 0: it must be at least 1"),
    ):
        with pytest.raises(ParameterError) as caught:
            call()
        assert str(caught.value) == words
    assert limit.density(1, 1).enclose(5).lower > 0
