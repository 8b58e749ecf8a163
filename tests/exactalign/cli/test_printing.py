"""Numbers in notes and in JSON: one rule for every command."""

import json
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import EnclosedReal, LogForm, log
from exactalign.cli.output import Format
from exactalign.cli.printing import Printer, exact_text, json_document, short_integer, shown

RATIONALS = st.fractions(-(10**6), 10**6, max_denominator=10**9)


def printer(digits: int | None = None, places: int | None = None) -> Printer:
    return Printer(Format.TABLE, digits, places, tabular=False, output=None)


@given(RATIONALS)
def test_a_rational_is_shown_exactly_and_its_decimals_say_whether_they_are_all(value: Fraction) -> None:
    text = shown(value)
    exact, equals, decimals = text.partition(" = ")
    if equals:
        assert Fraction(exact) == value == Fraction(decimals)
    elif "≈" in text:
        exact, _, decimals = text.partition(" ≈ ")
        assert Fraction(exact) == value
        assert Fraction(decimals) != value
    else:
        assert Fraction(text) == value
        assert value.denominator == 1
    assert exact_text(value) == str(value)


def test_log_forms_and_enclosed_reals() -> None:
    assert shown(log(2)) == "log(2) ≈ 0.6931471806"
    assert shown(LogForm(Fraction(1, 2))) == "1/2 = 0.5"
    assert shown(EnclosedReal.of(log(2))).startswith("0.69314718055994")
    assert printer(digits=3).shown(log(2)) == printer(places=3).shown(log(2)) == "0.693"
    assert printer(places=1).shown_list([Fraction(1, 3), log(2)]) == "(0.3, 0.7)"
    assert printer().shown_list([Fraction(1, 3)] * 13).endswith("1/3, …)")


@settings(max_examples=40)
@given(RATIONALS, st.integers(1, 12))
def test_a_list_is_exact_where_it_fits_a_line(value: Fraction, count: int) -> None:
    values = [value / k for k in range(1, count + 1)]
    text = printer().shown_list(values)
    listed = [Fraction(part) for part in text.removeprefix("≈ ").strip("()").split(", ")]
    exact = ", ".join(map(str, values))
    if text.startswith("≈"):
        assert len(exact) > 80
        assert all(abs(found - x) <= abs(x) / 10**4 for found, x in zip(listed, values, strict=True))
    else:
        assert len(exact) <= 80
        assert listed == values


@given(st.lists(RATIONALS, max_size=4))
def test_json_is_exact_and_bounds_enclose(values: list[Fraction]) -> None:
    content = {"all": values, "logs": [log(abs(value) + 1) for value in values], "none": None}
    encoded = {key: printer(digits=5).encoded(value) for key, value in content.items()}
    answer = json.loads(json_document(encoded))
    assert [Fraction(value) for value in answer["all"]] == values
    for value, told in zip(values, answer["logs"], strict=True):
        form = LogForm.parse(told["exact"])
        assert form == log(abs(value) + 1)
        assert Fraction(told["lower"]) <= form <= Fraction(told["upper"])
    assert answer["none"] is None


def test_an_integer_that_nobody_would_read() -> None:
    assert short_integer(10**39) == str(10**39)
    assert short_integer(10**50) == "1.000…e+50 (an integer of 51 digits)"
