# mypy: disable-error-code="no-untyped-call,no-any-return"
"""What is nearly so: numbers next to zero that are not zero, intervals that touch it, files at a limit."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs_check import kernel
from proofs_check.engine.certificates import seal
from tests.proofs_check.kernel.samples import NO, identity, relation, status

FEW = {"precision": "64"}
TINY = Fraction(1, 10**60)
NEAR = str(1 + TINY)


@pytest.mark.parametrize(
    "left",
    [
        ["log", NEAR],
        ["-", ["log", str(10**60 + 1)], ["log", str(10**60)]],
        ["*", ["log", NEAR], ["log", "2"]],
        ["^", ["log", NEAR], "2"],
        ["*", ["log", NEAR], ["log", NEAR]],
        ["-", ["log", NEAR], str(TINY)],
        ["-", ["^", "2", "1/2"], str(Fraction(math.isqrt(2 * 10**80), 10**40))],
        ["-", ["exp", "1"], str(Fraction(2718281828459045235360287471352662497757, 10**39))],
    ],
    ids=str,
)
def test_what_is_too_small_to_be_seen_is_not_taken_for_zero(left: object) -> None:
    assert status(relation(left, "=", "0"), FEW) == "invalid"
    assert status(relation(left, "!=", "0"), FEW) == "invalid"
    assert status(relation(["vec", "0", left], "=", "0"), FEW) == "invalid"


def test_a_sum_of_logarithms_is_zero_when_its_product_is_one() -> None:
    for left in (
        ["-", ["*", "3", ["log", "2"]], ["log", "8"]],
        ["+", ["log", "4/9"], ["*", "-2", ["log", "2/3"]]],
        ["-", ["log", "35/6"], ["+", ["log", "5/2"], ["log", "7/3"]]],
    ):
        assert status(relation(left, "=", "0"), FEW) == "valid"
        assert status(relation(["+", left, str(TINY)], "=", "0"), FEW) == "invalid"
        assert status(relation(["+", left, ["log", NEAR]], "=", "0"), FEW) == "invalid"


numbers = st.integers(2, 400).map(lambda n: Fraction(n, 6))


@given(st.lists(st.tuples(numbers, st.integers(-4, 4)), min_size=1, max_size=4))
def test_a_sum_of_logarithms_vanishes_exactly_when_the_product_of_powers_is_one(
    terms: list[tuple[Fraction, int]],
) -> None:
    machine = kernel.Machine(32, [])
    form = machine.total(machine.times(machine.log({frozenset(): a}), {frozenset(): Fraction(c)}) for a, c in terms)
    closed = math.prod((a**c for a, c in terms), start=Fraction(1))
    assert machine.vanishes(form) == (closed == 1)
    other = machine.log({frozenset(): closed * 6}) if closed else form
    assert machine.vanishes(machine.minus(form, other)) == (closed * 6 == closed)
    assert machine.vanishes(machine.minus(form, machine.log({frozenset(): closed})))


def test_an_absolute_value_needs_a_sign() -> None:
    machine = kernel.Machine(64, [])
    for low, high in ((-1, 1), (-5, 3), (-1, 2**70)):
        with pytest.raises(kernel.Invalid, match="the sign under an absolute value is not shown"):
            machine.abs(machine.real(low, high))
    for low, high in ((0, 1), (1, 2), (0, 0), (5, 9)):
        found = machine.real(low, high)
        assert machine.abs(found) == found
        lowest, highest = machine.enclose(machine.abs(machine.real(-high, -low)))
        assert lowest <= low <= high <= highest
        assert lowest > 0 or low == 0
    assert status(relation(["abs", str(Fraction(-1, 2**300))], "=", str(Fraction(1, 2**300))), FEW) == "valid"
    assert status(relation(["abs", ["-", ["log", NEAR], str(TINY)]], ">=", "0"), FEW) == "invalid"


def test_a_divisor_and_an_argument_of_a_logarithm_that_touch_zero_are_refused() -> None:
    machine = kernel.Machine(64, [])
    one = {frozenset(): Fraction(1)}
    for low, high in ((-1, 1), (0, 5), (-7, 0), (0, 0)):
        with pytest.raises(kernel.Invalid, match="a divisor is not separated from zero"):
            machine.over(one, machine.real(low, high))
        with pytest.raises(kernel.Invalid, match="not shown to be positive"):
            machine.log(machine.real(low, high))
    for low, high in ((1, 1), (1, 9), (-9, -1)):
        ends = machine.enclose(machine.over(one, machine.real(low, high)))
        assert ends[0] <= min(2**128 // low, 2**128 // high)
        assert ends[1] >= max(-(-(2**128) // low), -(-(2**128) // high))
    with pytest.raises(kernel.Invalid, match="division by zero"):
        machine.over(one, {})


def test_the_degree_of_a_polynomial_is_limited_and_the_limit_is_in_it() -> None:
    def power(k: int) -> list[object]:
        return ["^", "x", str(k)]

    half = kernel.MAX_DEGREE // 2
    whole = kernel.MAX_DEGREE - half
    assert status(identity("x", ["*", power(half), power(whole)], power(kernel.MAX_DEGREE)), NO) == "valid"
    assert status(identity("x y", ["*", power(half), ["^", "y", str(whole)]], "0"), NO) == "invalid"
    assert status(identity("x", ["*", power(half), power(whole + 1)], "0"), NO) == "malformed"
    assert status(identity("x y", ["*", power(half), ["^", "y", str(whole + 1)]], "0"), NO) == "malformed"


def test_a_file_may_be_as_long_as_the_limit_and_no_longer(tmp_path: Path) -> None:
    text = json.dumps(seal("T-x", relation("1", "<", "2"), FEW))
    file = tmp_path / "long.json"
    file.write_text(text.ljust(kernel.MAX_TEXT), encoding="utf-8")
    assert kernel.check(file).status == "valid"
    file.write_text(text.ljust(kernel.MAX_TEXT + 1), encoding="utf-8")
    assert kernel.check(file).status == "malformed"
    file.write_text(text.ljust(kernel.MAX_TEXT + 1) + "x", encoding="utf-8")
    assert kernel.check(file).status == "malformed"


def test_a_number_may_have_as_many_bits_as_the_limit_and_no_more() -> None:
    machine = kernel.Machine(64, [])
    machine.spend(kernel.MAX_BITS)
    with pytest.raises(kernel.Malformed, match="a number of more than"):
        machine.spend(kernel.MAX_BITS + 1)


def test_the_work_that_levels_cost_grows_with_the_largest_weight() -> None:
    def spent(largest: int, draws: int) -> int:
        machine = kernel.Machine(64, [])
        before = machine.fuel
        half = {frozenset(): Fraction(1, 2)}
        machine.levels([half, half], [{frozenset(): Fraction(1)}, {frozenset(): Fraction(largest)}], draws)
        return before - machine.fuel

    assert spent(2**4000, 10) >= 10 * (10 * 4000 // 64) ** 2
    assert spent(2**4000, 20) > 6 * spent(2**4000, 10)
