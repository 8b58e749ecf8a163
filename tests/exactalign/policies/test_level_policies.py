"""What all exact policies over levels share: the powers of their cumulative masses, and what these take."""

import sys
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, LevelLaw, MemorylessSource, Reward, best_of_n
from exactalign.exceptions import TooLarge
from exactalign.laws.lattice import RewardLattice
from exactalign.laws.levels import coordinate_bytes, law_bytes
from exactalign.numbers.memory import DEFAULT_MEMORY, integer_bytes, level_bound, power_bits
from exactalign.policies.level_policies import most_policy_bytes, policy_bytes
from tests.exactalign.known_models import SPACED, P, R
from tests.exactalign.small_models import models


def _counted(numbers: Iterable[Any]) -> int:
    """What integers of FLINT take, counted one by one: digits in whole words, their header, the object, its place."""
    return sum(8 * -(-int(abs(x)).bit_length() // 64) + 16 + 16 + sys.getsizeof(x) + 8 for x in numbers)


MODELS = [
    (P, R, 12, 3),
    (P, R, 30, 40),
    (P, SPACED, 60, 50),
    (Distribution.from_weights([2**53 - 1, 3, 2**40]), R, 9, 5),
    (Distribution.from_weights([5, 4, 3, 2, 1]), Reward.parse("log 2, log 3, log 5, log 7, 0"), 6, 20),
]


@pytest.mark.parametrize(("p", "r", "length", "n"), MODELS)
def test_estimates_are_close_and_never_too_low(p: Distribution, r: Reward, length: int, n: int) -> None:
    """Against what is held in the end, counted: what is in use for a moment comes on top, up to twice for the law."""
    policy = best_of_n(p**length, r, n)
    law = policy.levels
    vectors = sum(sys.getsizeof(v) + 8 for v in law.vectors)
    held = _counted(law.weights) + vectors
    assert held <= law_bytes(law.source, law.lattice) <= 3 * held + 10_000
    held += _counted([*law.cumulative, *policy._gained, *policy._share, policy._total])
    assert held <= policy_bytes(law, n) <= held * Fraction(3, 2) + 300 * len(law) + 6 * n * length * 60
    assert RewardLattice(p, r).is_generic == (r is not SPACED)


@settings(max_examples=60, deadline=None)
@given(models(), st.integers(1, 9))
def test_the_coarse_estimate_is_never_below_the_close_one(model: tuple[Distribution, Reward, int, int], n: int) -> None:
    p, reward, length, _ = model
    law = LevelLaw(MemorylessSource(p, length), reward)
    bits, rank = power_bits(law.total, n), len(law.lattice.basis)
    coarse = most_policy_bytes(level_bound(length, len(law.lattice.groups), law.lattice.spans), bits, rank)
    assert coarse >= policy_bytes(law, n)


def test_what_fits_is_answered() -> None:
    """A law on 5,151 types and ten million draws were refused, at eight times what they need."""
    source, n = MemorylessSource(P, 100), 1000
    bits = power_bits(10, 100 * n)
    assert 2 * 5151 * bits // 8 < policy_bytes(LevelLaw(source, R), n) < DEFAULT_MEMORY // 2
    assert best_of_n(P, R, 10**6, memory=4 * 10**6).total % 10 == 0


@pytest.mark.parametrize(("p", "r", "length", "n"), MODELS)
def test_an_estimate_of_a_policy_is_the_digits_it_holds(p: Distribution, r: Reward, length: int, n: int) -> None:
    """Of four lists, a number of each for every level; each bit length within one bit of what is computed."""
    policy = best_of_n(p**length, r, n)
    law, count = policy.levels, len(policy.levels)
    lists = (law.weights, law.cumulative, policy._gained, policy._share)
    bits = sum(int(x).bit_length() for numbers in lists for x in numbers)
    spare = 16 * count + bits // 40  # a power is longer than the gain, what was reached before being taken away
    largest = power_bits(law.total, n)
    coordinates = count * coordinate_bytes(len(law.lattice.basis))
    least, most = (integer_bytes(4 * count, b, largest) + coordinates for b in (bits - count, bits + spare))
    assert least <= policy_bytes(law, n) <= most


def test_coordinates_are_a_tuple_of_integers_with_their_places() -> None:
    """An integer above 2³⁰ with its place in the tuple; 192 bytes for the tuple, its places in lists, and sorting."""
    for rank in (0, 1, 7):
        assert coordinate_bytes(rank) == 192 + rank * (sys.getsizeof(1 << 31) + 8)


STEEP = (Distribution.from_weights([1, 1, 1, 2**60]), Reward.values([0, 1, 100, 10_000]), 12, 50)
"""Of few long numbers: what is reached stays short up to the highest levels."""


@pytest.mark.parametrize(("p", "r", "length", "n"), [*MODELS, STEEP])
def test_what_needs_just_the_memory_is_answered(p: Distribution, r: Reward, length: int, n: int) -> None:
    def fresh() -> Reward:
        return Reward(dict(r.items()))

    law = LevelLaw(p**length, r)
    need = policy_bytes(law, n)
    policy = best_of_n(p**length, fresh(), n, memory=max(need, law_bytes(law.source, law.lattice)))
    assert policy._total == law.total**n
    with pytest.raises(TooLarge, match=rf"^the exact best-of-{n} policy at length {length} needs about {len(law)} num"):
        best_of_n(law.source, law.reward, n, memory=need - 1)


def test_what_is_far_too_large_is_refused_before_its_law_is_made() -> None:
    reward = Reward.values([0, 1, 5])
    with pytest.raises(TooLarge, match="best-of-1000 policy at length 500 needs about 2501 numbers of"):
        best_of_n(P**500, reward, 1000, memory=10**8)
    assert reward._recent_law is None


def test_a_constant_reward_has_an_exact_variance_of_0() -> None:
    """A `Fraction`: 0 as a whole number becomes a float in a quotient."""
    variance = best_of_n(P**2, Reward.parse("log 2, log 2, log 2"), 3).reward_variance()
    assert repr(variance) == "Fraction(0, 1)"
