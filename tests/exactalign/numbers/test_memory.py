"""Refusals for size: at once, with the estimate; and what is small is never refused."""

import re
from itertools import product
from math import comb, prod
from typing import Any

import pytest
from flint import fmpz
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution, LevelLaw, MemorylessSource, Reward, best_of_n
from exactalign.exceptions import ParameterError, TooLarge
from exactalign.numbers.arithmetic import power
from exactalign.numbers.memory import DEFAULT_MEMORY, check_memory, integer_bytes, level_bound, power_bits, require
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


def test_a_power_is_as_long_as_it_is_and_two_numbers_of_that_length_are_kept() -> None:
    assert power(2, 10**7) == 1 << 10**7  # two numbers of ten million bits, not ten million numbers of two bits
    with pytest.raises(TooLarge, match="about 2 numbers of 10\\^12 bits"):
        power(2, 10**12)


def test_powers_of_0_and_1_have_one_bit() -> None:
    assert [power_bits(base, exponent) for base in (0, 1) for exponent in (0, 1, 10**9)] == [1] * 6


@pytest.mark.parametrize(
    ("count", "bits", "memory", "said"),
    [
        (1, 8000, 1, "1 number of 8000 bits, some 248.8 kB: over the limit of 1 byte"),
        (2, 8 * 10**6, 10**6, "2 numbers of 8.0·10^6 bits, some 256 MB: over the limit of 1 MB"),
        (10**6, 80, 2 * 10**8, "10^6 numbers of 80 bits, some 880 MB: over the limit of 200 MB"),
        (999_999, 80, 999, "999999 numbers of 80 bits, some 880 MB: over the limit of 999 bytes"),
        (12 * 10**6, 80, 1000, "1.2·10^7 numbers of 80 bits, some 10.5 GB: over the limit of 1 kB"),
        (1, 8 * 10**12, 10**9, "1 number of 8.0·10^12 bits, some 248 TB: over the limit of 1 GB"),
        (1, 8 * 10**14, 10**9, "1 number of 8.0·10^14 bits, some 24.8 PB: over the limit of 1 GB"),
        (1, 8 * 10**25, 10**9, "1 number of 8.0·10^25 bits, some 2.4·10^12 PB: over the limit of 1 GB"),
    ],
)
def test_what_a_refusal_says(count: int, bits: int, memory: int, said: str) -> None:
    """Eight copies of each number and a hundred bytes, and room for 240 numbers."""
    with pytest.raises(TooLarge) as caught:
        require(bits, count, "the thing", "do less", memory)
    assert str(caught.value) == f"the thing needs about {said}; do less"


def test_what_needs_just_the_memory_passes() -> None:
    for bits, count in ((8, 1), (800, 7), (8005, 3)):
        need = 8 * count * (bits // 8 + 100) + 240 * (bits // 8)
        require(bits, count, "the thing", "do less", need)
        with pytest.raises(TooLarge):
            require(bits, count, "the thing", "do less", need - 1)
        require(bits, count, "the thing", "do less", need - 1, copies=7)
        require(bits, count, "the thing", "do less", 5, need=5)
        with pytest.raises(TooLarge, match="some 6 bytes: over the limit of 5 bytes"):
            require(bits, count, "the thing", "do less", 5, need=6)
    require(8, 1, "the thing", "do less", 1, need=1)
    for memory in (0, True, "1", 2.0):
        with pytest.raises(ParameterError, match=f"^memory is {memory!r}: give a number of bytes, at least 1$"):
            check_memory(memory)  # type: ignore[arg-type]
    check_memory(1)


def test_bytes_of_integers() -> None:
    """80 bytes besides the digits, a tenth on top, and room for a power or a gcd of the largest."""
    for count, bits, largest in ((0, 0, 0), (3, 8000, 0), (7, 80_000, 16_000)):
        held = (count * 80 + bits // 8) * 11 // 10
        assert abs(integer_bytes(count, bits, largest) - held - 4 * (largest // 8)) <= 1
        assert abs(integer_bytes(count, bits, largest, with_gcd=True) - held - 8 * (largest // 8)) <= 1


@given(st.integers(2, 10**30), st.integers(0, 200))
def test_power_bits_is_close(base: int, exponent: int) -> None:
    bits = (base**exponent).bit_length()
    assert bits - 1 <= power_bits(base, exponent) <= bits + 1
    assert power_bits(base << 2000, exponent) >= bits + 2000 * exponent - 1
    huge = 1 << 900
    assert power_bits(base, huge) == base.bit_length() * huge
    assert power_bits(5, huge - 1) < huge * 12 // 5  # log₂ 5 is 2.32


@given(st.integers(0, 9), st.integers(0, 5), st.lists(st.integers(1, 6), max_size=3))
def test_a_bound_of_levels_is_the_types_or_the_box(length: int, outcomes: int, spans: list[int]) -> None:
    types = sum(sum(counts) == length for counts in product(range(length + 1), repeat=outcomes))
    box = prod(length * span + 1 for span in spans)
    expected = 1 if outcomes <= 1 else min(types, box)
    assert level_bound(length, outcomes, spans) == expected


def test_a_bound_of_levels_past_a_thousand_of_both_is_the_box() -> None:
    assert level_bound(1001, 1002, [10**300]) == 1001 * 10**300 + 1
    assert level_bound(1001, 1002, [10**900]) == 1001 * 10**900 + 1 > comb(2002, 1001)
    assert level_bound(1000, 1002, [10**900]) == comb(2001, 1000)
    assert level_bound(5000, 1001, [10**3000]) == comb(6000, 1000)


@pytest.mark.parametrize(
    ("need", "said"),
    [
        (999, "999 bytes"),
        (1000, "1 kB"),
        (999_999, "999.9 kB"),
        (10**6, "1 MB"),
        (10**15 - 1, "999.9 TB"),
        (10**15, "1 PB"),
        (99_999_999 * 10**12, "99999.9 PB"),
        (100_000_300 * 10**12, "100000 PB"),
        (999_999_900 * 10**12, "999999 PB"),
        (10**21, "10^6 PB"),
    ],
)
def test_sizes_in_bytes(need: int, said: str) -> None:
    with pytest.raises(TooLarge, match=f", some {re.escape(said)}: over the limit of 1 byte; do less$"):
        require(8, 1, "the thing", "do less", 1, need=need)


def test_no_memory_is_no_number_of_bytes() -> None:
    for memory in (0, -1, True, 1e9):
        with pytest.raises(ParameterError, match=r"^memory is .*: give a number of bytes, at least 1$"):
            require(0, 0, "nothing", "none", memory)  # type: ignore[arg-type]


def test_the_bits_of_a_power_of_an_integer_of_flint() -> None:
    assert power_bits(fmpz(1) << 5000, 3) >= 15_001
