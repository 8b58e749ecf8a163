"""Types and their weights, against the expansion of the power and against counting sequences."""

from collections import Counter
from itertools import product
from math import ceil, comb, log, log2

import pytest
from flint import fmpz, fmpz_mpoly_ctx
from hypothesis import given
from hypothesis import strategies as st

from exactalign.laws.type_classes import mean_weight_bits, type_weights, types

WEIGHTS = st.lists(st.one_of(st.integers(1, 9), st.integers(2**29, 2**70)), min_size=1, max_size=4)


@given(st.integers(0, 6), WEIGHTS)
def test_the_weights_are_the_terms_of_the_power(length: int, weights: list[int]) -> None:
    groups = len(weights)
    context = fmpz_mpoly_ctx.get([f"x{i}" for i in range(groups)], "lex")
    unit = [tuple(int(i == j) for j in range(groups)) for i in range(groups)]
    power = context.from_dict(dict(zip(unit, weights, strict=True))) ** length
    found = zip(types(length, groups), type_weights(length, list(map(fmpz, weights))), strict=True)
    assert {(length - sum(rest), *rest): int(w) for rest, w in found} == {
        tuple(map(int, powers)): int(w) for powers, w in power.terms()
    }


@given(st.integers(0, 5), st.integers(1, 4))
def test_types_are_those_of_the_sequences(length: int, groups: int) -> None:
    counted = Counter(
        tuple(sequence.count(g) for g in range(1, groups)) for sequence in product(range(groups), repeat=length)
    )
    listed = types(length, groups)
    assert len(listed) == len(set(listed)) == comb(length + groups - 1, groups - 1)
    assert dict(zip(listed, map(int, type_weights(length, [fmpz(1)] * groups)), strict=True)) == counted


@given(st.integers(1, 12), st.lists(st.integers(1, 10**12), min_size=2, max_size=4))
def test_the_mean_of_the_bits(length: int, weights: list[int]) -> None:
    found = type_weights(length, list(map(fmpz, weights)))
    mean = sum(log2(int(w)) for w in found) / len(found)
    assert mean <= mean_weight_bits(length, list(map(fmpz, weights))) <= mean + 3


def test_where_an_average_would_take_long_the_bits_are_those_of_the_whole() -> None:
    """Over 100,000 counts. Uniformly drawn types of two letters have log C(m, n) of about m/2 on average."""
    ones = [fmpz(1)] * 2
    assert mean_weight_bits(50_001, ones) == 50_001
    assert mean_weight_bits(50_000, ones) == pytest.approx(50_000 / 2 / log(2), rel=1e-3)
    assert mean_weight_bits(9091, [fmpz(1)] * 11) == ceil(9091 * log2(11))
    for length in (4, 50_001):  # weights that no float holds
        found = mean_weight_bits(length, [fmpz(2) ** 2000, fmpz(1)])
        assert type(found) is int
        assert found >= length * 1000
