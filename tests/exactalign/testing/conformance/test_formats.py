"""The two formats, and what is said of rounding to them; how cases are measured and written."""

import math
import struct
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.testing.conformance import cases
from exactalign.testing.conformance.cases import Call
from exactalign.testing.conformance.draws import Draws
from exactalign.testing.conformance.formats import FORMATS, NEGLIGIBLE, binary_exponent, format_named, log_bound

DOUBLE, SINGLE = FORMATS["float64"], FORMATS["float32"]


def test_the_constants_of_the_formats() -> None:
    assert Fraction(math.ulp(1.0)) / 2 == DOUBLE.unit_roundoff
    assert Fraction(2.0**-1022) == DOUBLE.tiny
    assert (SINGLE.unit_roundoff, SINGLE.tiny) == (Fraction(1, 2**24), Fraction(1, 2**126))
    assert (DOUBLE.most_draws, SINGLE.most_draws) == (10**6, 10**4)
    assert Fraction(1, 2**5000) == NEGLIGIBLE
    assert not DOUBLE.log_inputs
    assert not SINGLE.log_inputs


def test_of_logarithms_nothing_is_lost_at_the_smallest_number() -> None:
    for inputs in (True, False):
        for outputs in (True, False):
            found = DOUBLE.with_logs(inputs=inputs, outputs=outputs)
            assert found.log_inputs is inputs
            assert found.tiny == (NEGLIGIBLE if outputs else DOUBLE.tiny)
            assert (found.name, found.precision, found.most_draws) == ("float64", 53, 10**6)


def test_numbers_are_rounded_to_the_format() -> None:
    third = Fraction(1, 3)
    assert DOUBLE.round(third) == Fraction(1 / 3)
    (single,) = struct.unpack("f", struct.pack("f", 1 / 3))
    assert SINGLE.round(third) == Fraction(single) != DOUBLE.round(third)
    assert SINGLE.round(Fraction(1, 2**149)) == Fraction(1, 2**149)
    assert SINGLE.round(Fraction(1, 2**160)) == 0


@pytest.mark.parametrize(
    ("value", "single"),
    [
        (Fraction(1), -23),
        (Fraction(-1), -23),
        (Fraction(2), -22),
        (Fraction(3, 2), -23),
        (Fraction(2) - Fraction(1, 2**60), -23),
        (Fraction(0), -149),
        (Fraction(1, 2**126), -149),
        (Fraction(1, 2**140), -149),
        (Fraction(1, 2**125), -148),
    ],
)
def test_ulps(value: Fraction, single: int) -> None:
    assert SINGLE.ulp(value) == Fraction(2) ** single
    if Fraction(float(value)) == value:
        assert DOUBLE.ulp(value) == Fraction(math.ulp(float(value)))


def test_names_of_formats() -> None:
    assert format_named("float32") is SINGLE
    with pytest.raises(ParameterError) as caught:
        format_named("half")
    assert str(caught.value) == "dtype is 'half': give float64 or float32"


@pytest.mark.parametrize("exponent", [-70, -1, 0, 1, 64])
def test_exponents_and_logarithms_on_both_sides_of_a_power_of_two(exponent: int) -> None:
    power, little = Fraction(2) ** exponent, Fraction(1, 2**80)
    assert (
        binary_exponent(power)
        == binary_exponent(power * (1 + little))
        == binary_exponent(power * Fraction(3, 2))
        == exponent
    )
    assert binary_exponent(power * (1 - little)) == exponent - 1
    assert log_bound(power * (1 + little)) == Fraction(7, 10) * max(abs(exponent), abs(exponent + 1))
    assert log_bound(power * (1 - little)) == Fraction(7, 10) * max(abs(exponent), abs(exponent - 1))
    assert log_bound(power) == (Fraction(7, 10) * max(abs(exponent), abs(exponent + 1)) if exponent else 0)


# --- cases ---------------------------------------------------------------------------------------


def test_what_makes_a_case_small() -> None:
    ordered = [
        Call((3, 1)),
        Call((10, 1)),
        Call(((Fraction(1),), 2)),
        Call(((Fraction(1, 2), Fraction(1, 2)), 2)),
        Call(((Fraction(1, 2), Fraction(1, 2)), 20)),
        Call(((Fraction(0),) * 3, 1)),
    ]
    assert all(one.measure < other.measure for one, other in pairwise(ordered))
    assert [case.size for case in ordered] == [1, 1, 1, 2, 2, 3]
    assert Call((3, 11)).measure == (1, 3)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (-0.0, "-0.0"),
        (3, "3"),
        (math.inf, "float('inf')"),
        (-math.inf, "float('-inf')"),
        (math.nan, "float('nan')"),
        ([], "[]"),
        ([[1], [2.5]], "[[1], [2.5]]"),
        ([1] * 24, f"[{', '.join('1' * 24)}]"),
        ([1] * 25, f"[{', '.join('1' * 24)}, … 25 in all]"),
    ],
)
def test_cases_are_written_as_python_would(value: Any, text: str) -> None:
    assert cases.written(value) == text


def test_vectors() -> None:
    half = (Fraction(1, 2), Fraction(1, 4))
    assert cases.reference(half) == Distribution.from_weights([2, 1])
    assert cases.defect(half) == Fraction(1, 4)
    assert cases.defect((Fraction(3, 4),) * 2) == Fraction(1, 2)
    assert cases.numbers(DOUBLE, "1/2 -3") == (Fraction(1, 2), -3)
    assert cases.rounded(SINGLE, [0.1]) == (SINGLE.round(0.1),)


def test_the_simplest_case_of_each_generator() -> None:
    """What shrinking leads to: equal weights, the first rewards in their order, the smallest numbers."""

    def none() -> Draws:
        return Draws(None)

    half = Fraction(1, 2)
    assert cases.value(none()) == 0
    assert cases.values(none(), DOUBLE, 3) == (0, 0, 0)
    assert cases.values(none(), DOUBLE, 3, ties=False) == (0, 1, 2)
    assert cases.values(none(), DOUBLE, 3, ties=True) == (0, 0, 0)
    assert cases.probabilities(none(), DOUBLE, 2) == (half, half)
    assert cases.probabilities(none(), DOUBLE, 2, zeros=True) == (half, half)
    assert cases.probabilities(none(), DOUBLE, 2, near_degenerate=True) == cases.numbers(DOUBLE, "1000/1001 1/1001")
    assert cases.model(none(), DOUBLE) == ((1,), (0,))
    assert cases.model(none(), DOUBLE, min_size=2, ties=False) == ((half, half), (0, 1))
    assert cases.model(none(), DOUBLE, min_size=2, constant=True) == ((half, half), (0, 0))
    assert cases.with_zero(none(), ((Fraction(1),), (Fraction(3),))) == ((0, 1), (0, 3))
    assert cases.shifted_values(none(), 2) == (1, 1)
    assert cases.shifted_values(none(), 2, (1000, -1000)) == (1000, 1000)


def test_two_that_tie_and_one_that_is_not_zero_are_made_where_none_came_by_itself() -> None:
    assert cases.values(Draws(None, [1, 2, 3, 1, 0]), DOUBLE, 3, ties=True) == (1, 2, 2)
    assert cases.values(Draws(None, [1, 2, 3, 0, 1]), DOUBLE, 3, ties=True) == (1, 2, 1)
    assert cases.values(Draws(None, [1, 2, 1, 1, 0]), DOUBLE, 3, ties=True) == (1, 2, 1)  # they tie already
    assert cases.probabilities(Draws(None, [0, 0, 0, 3, 3, 3, 1]), DOUBLE, 3, zeros=True) == (0, 1, 0)
    assert cases.probabilities(Draws(None, [0, 0, 0, 3, 2, 3]), DOUBLE, 3, zeros=True) == (0, 1, 0)
    assert cases.probabilities(Draws(None, [0, 3]), DOUBLE, 1, zeros=True) == (1,)
    assert cases.value(Draws(None, [99, 1000, 0])) == 0
    assert cases.value(Draws(None, [99, 1999, 4])) == Fraction(999, 5)


def test_what_is_drawn_stays_within_its_sizes() -> None:
    draws = Draws(Random(2))
    sizes = {len(cases.model(draws, DOUBLE)[0]) for _ in range(200)}
    assert sizes == {1, 2, 3, 4}
    assert {len(cases.model(draws, DOUBLE, min_size=2, max_size=3)[0]) for _ in range(100)} == {2, 3}
    shifts = {x for _ in range(300) for x in cases.shifted_values(draws, 2)}
    assert shifts == {s + k for s in (1, -1, 1000, -1000, 2**20, -(2**20)) for k in range(4)}
    weights = {p[0] / p[1] for p in (cases.probabilities(draws, DOUBLE, 2) for _ in range(400))}
    assert max(weights) > 7.9
    assert max(weights) < 8.1
