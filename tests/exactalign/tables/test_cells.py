"""Single cells as text and as JSON: where exact numbers are cut, signs, and what is refused."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from exactalign.exceptions import ParameterError
from exactalign.limits import MAX_DIGITS
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.infinity import oo
from exactalign.numbers.logforms import log
from exactalign.tables.cells import (
    READABLE_DIGITS,
    cell_text,
    check_precision,
    exact_length,
    label_text,
    number_text,
    to_json_value,
)
from tests.exactalign.known_models import PI, TWO


@pytest.mark.parametrize(
    ("digits", "places", "message"),
    [
        (3, 2, "digits is 3 and places is 2: give one of them"),
        (None, True, "places is True: give a whole number"),
        (None, "3", "places is '3': give a whole number"),
        (None, 1.0, "places is 1.0: give a whole number"),
        (None, -1, f"places is -1: give a whole number from 0 to {MAX_DIGITS}"),
        (None, MAX_DIGITS + 1, f"places is {MAX_DIGITS + 1}: give a whole number from 0 to {MAX_DIGITS}"),
    ],
)
def test_precisions_that_are_refused(digits: Any, places: Any, message: str) -> None:
    with pytest.raises(ParameterError) as error:
        check_precision(digits, places)
    assert str(error.value) == message
    for allowed in (0, MAX_DIGITS):
        check_precision(None, allowed)
    check_precision(1, None)
    check_precision(None, None)


def test_what_is_cut_and_where() -> None:
    whole, longer = 10**READABLE_DIGITS - 1, 10**READABLE_DIGITS
    for sign in (1, -1):
        assert number_text(sign * whole) == str(sign * whole)
        assert number_text(Fraction(sign * (whole // 10), 7)) == str(Fraction(sign * (whole // 10), 7))
        assert number_text(sign * longer, whole=True) == str(sign * longer)
    assert number_text(longer) == "≈ 1.00000000000e+200…"
    assert number_text(-longer * 2) == "≈ -2.00000000000e+200…"
    assert number_text(Fraction(2 * longer, 3)) == "≈ 6.66666666666e+199…"
    assert number_text(log(2) * longer) == "≈ 6.93147180559…e+199"
    assert number_text(10**9, digits=3) == "1000000000"  # whole numbers are labels and counts
    assert number_text(Fraction(longer), digits=3) == "1.00e+200"


def test_signs_and_places_of_numbers_that_cannot_be_rounded() -> None:
    for sign in ("", "-"):
        tie = TWO / 16 if not sign else -TWO / 16
        assert number_text(tie, places=2) == f"{sign}0.12…"
        assert number_text(tie * 1000, places=0) == f"{sign}125"
        assert number_text(tie * 100, places=0) == f"{sign}12…"
        assert number_text(tie / 100, places=4) == f"{sign}0.0012…"
        assert number_text(tie, digits=2) == f"{sign}0.12…"
    assert number_text(-PI) == "-3.14159265358979…"
    assert number_text(-log(2), places=2) == "-0.69"
    assert number_text(log(4) - 2 * log(2), places=2) == "0.00"
    assert number_text(log(4) - 2 * log(2) + Fraction(1, 3), digits=2) == "0.33"
    assert number_text(log(1 + Fraction(1, 10**40)) + Fraction(1, 8), digits=2) == "0.13"  # refined until it is told
    assert number_text(oo, digits=2) == "oo"


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**30))
def test_the_length_is_that_of_the_print(numerator: int, denominator: int) -> None:
    value = Fraction(numerator, denominator)
    powers = value**7  # some have more digits than are read
    if exact_length(powers) > READABLE_DIGITS:
        assert exact_length(powers) == sum(map(str.isdigit, str(powers)))
    shown = sum(map(str.isdigit, str(value)))
    assert shown <= exact_length(value) <= shown + 2  # estimated from bits


def test_the_length_of_log_forms() -> None:
    for form in (log(3) * Fraction(7**200, 5**100), log(7) * 10**199 + 1, log(2) * Fraction(1, 3**400)):
        assert exact_length(form) == sum(map(str.isdigit, str(form))) > READABLE_DIGITS / 2
    assert 3 <= exact_length(log(2) + Fraction(1, 2)) <= 5
    assert exact_length(log(2) * 10**6000) >= 6001
    assert exact_length("text") == exact_length(PI) == exact_length(None) == 0


def test_json_of_whole_numbers_and_bounds() -> None:
    safe = 2**53 - 1
    assert [to_json_value(n) for n in (safe, -safe, safe + 1, -safe - 1)] == [
        safe,
        -safe,
        str(safe + 1),
        str(-safe - 1),
    ]
    assert to_json_value(True) is True
    assert to_json_value(Enclosure(Fraction(-2, 3), Fraction(-1, 3)), 2) == {"lower": "-0.67", "upper": "-0.33"}
    assert to_json_value(Enclosure(Fraction(1, 3), Fraction(2, 3))) == {
        "lower": "0.333333333333333",
        "upper": "0.666666666666667",
    }
    assert to_json_value(log(4) - 2 * log(2) + Fraction(1, 3), 2) == {"exact": "1/3", "lower": "0.33", "upper": "0.34"}
    for digits in (0, MAX_DIGITS + 1):
        for value in (Enclosure(1, 2), PI, log(2)):
            with pytest.raises(ParameterError, match=f"digits is {digits}"):
                to_json_value(value, digits)


def test_cells_and_labels() -> None:
    assert [cell_text(value, places=1) for value in (None, "0.55", (1, Fraction(1, 2)), Fraction(11, 20), 7)] == [
        "",
        "0.55",
        "(1, 1/2)",
        "0.6",
        "7",
    ]
    assert [label_text(value) for value in (True, -oo, [1, [None, "a"]], PI)] == ["True", "-oo", "(1, (, a))", str(PI)]
    assert cell_text(10**300) != cell_text(10**300, whole=True) == str(10**300)
    undecided = EnclosedReal(lambda: arb("nan"))
    assert [number_text(undecided, places=places) for places in (0, 3)] == ["undecided"] * 2


def test_a_decimal_is_the_rational_that_it_is() -> None:
    for whole in (False, True):
        assert number_text(Decimal("0.75"), whole=whole) == cell_text(Decimal("0.75"), whole=whole) == "3/4"


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_that_is_cut_has_as_many_places_as_were_asked_for(sign: int) -> None:
    """Next to a power of ten, whose other side has a digit less before the point: 10 + 5/10⁹, cut where it is a tie."""
    tie = EnclosedReal(lambda: sign * arb(10**10 + 5) / 10**9)
    assert number_text(tie, places=8) == f"{'-' * (sign < 0)}10.00000000…"
