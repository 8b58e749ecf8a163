"""Refusals for size: at once, with the estimate; and what is small is never refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution, LevelLaw, MemorylessSource, Reward, best_of_n
from exactalign.exceptions import ParameterError, TooLarge
from exactalign.numbers.memory import DEFAULT_MEMORY, level_bound, power_bits, require
from tests.exactalign.known_models import SPACED, P, R


@pytest.mark.parametrize(
    ("call", "estimate"),
    [
        (lambda: best_of_n(P, R, 10**9), "3.3·10^9 bits"),
        (lambda: best_of_n(MemorylessSource(P, 2), R, 10**9), "6.6·10^9 bits"),
        (lambda: best_of_n(MemorylessSource(P, 10**6), R, 2), "6.6·10^6 bits"),
        (lambda: best_of_n(MemorylessSource(P, 10**6), SPACED, 2), "2.0·10^6 numbers"),
        (lambda: best_of_n(MemorylessSource(P, 10**9), R, 10**9), "PB"),
        (lambda: best_of_n(P, R, 10**5000), "best-of-~10^5000"),
        (lambda: best_of_n(MemorylessSource(P, 10**5000), R, 2), "length ~10^5000"),
        (lambda: LevelLaw(MemorylessSource(P, 10**6), R), "level law"),
        (lambda: LevelLaw(MemorylessSource(Distribution.uniform(1500), 10**9), Reward.values(range(1500))), "level"),
    ],
)
def test_refused_at_once_with_the_estimate(call: Any, estimate: str) -> None:
    with pytest.raises(TooLarge) as caught:
        call()
    message = str(caught.value)
    assert estimate in message
    assert "over the limit of 1 GB" in message
    assert "\n" not in message
    assert len(message) < 300
    assert isinstance(caught.value, ArithmeticError)


def test_the_budget_is_settable() -> None:
    source = MemorylessSource(P, 20)
    with pytest.raises(TooLarge, match="over the limit of 1 kB"):
        best_of_n(source, R, 2, memory=1000)
    with pytest.raises(TooLarge, match="over the limit of 1 kB"):
        best_of_n(P, R, 500, memory=1000)
    assert len(best_of_n(source, R, 2, memory=10**9).levels) == 231
    for memory in (0, -1, True, 1.5, "1 GB"):
        with pytest.raises(ParameterError, match=r"^memory is "):
            best_of_n(source, R, 2, memory=memory)  # type: ignore[arg-type]


def test_one_outcome_takes_any_n_and_length() -> None:
    one, reward = Distribution.uniform(1), Reward.values(["1/3"])
    assert best_of_n(one, reward, 10**9) == one
    policy = best_of_n(MemorylessSource(one, 10**6), reward, 10**9)
    assert policy.kl() == 0
    assert policy.expected_type() == one
    assert policy.expected_reward() * 3 == 10**6
    almost = Distribution.from_weights([0, 1])
    assert best_of_n(almost, Reward.values([1, 0]), 10**9) == almost


@given(st.integers(0, 10**6), st.integers(0, 300))
def test_power_bits_is_an_upper_estimate(base: int, exponent: int) -> None:
    exact = (base**exponent).bit_length()
    assert exact - 1 <= power_bits(base, exponent) <= max(1, exact) + 1 + exact // 1000


@given(st.integers(0, 12), st.lists(st.integers(0, 5), min_size=1, max_size=4))
def test_level_bound_is_never_too_small(length: int, values: list[int]) -> None:
    law = LevelLaw(MemorylessSource(Distribution.uniform(len(values)), length), Reward.values(values))
    assert len(law) <= level_bound(length, len(law.lattice.groups), law.lattice.spans)


@pytest.mark.parametrize("bits", [10, 10**6, 10**30, 10**6000], ids=int.bit_length)
@pytest.mark.parametrize("count", [1, 3, 10**6, 10**40])
def test_messages_stay_short(bits: int, count: int) -> None:
    with pytest.raises(TooLarge) as caught:
        require(bits, count, "the thing", "do less", memory=100)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_what_fits_passes() -> None:
    require(10**6, 10, "the thing", "do less")
    assert DEFAULT_MEMORY == 10**9
