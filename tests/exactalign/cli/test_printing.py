"""Numbers in notes and in JSON: one rule for every command."""

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import EnclosedReal, LogForm, Table, log, oo
from exactalign.cli import printing
from exactalign.cli.output import Format
from exactalign.cli.printing import Printer, as_form, exact_text, json_document, short_integer, shown
from exactalign.testing.strategies import rationals

RATIONALS = rationals(-(10**6), 10**6, max_denominator=10**9)


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


def test_an_integer_is_cut_from_forty_one_digits() -> None:
    assert short_integer(-(10**38)) == str(-(10**38))
    assert short_integer(12345 * 10**36) == "1.234…e+40 (an integer of 41 digits)"
    assert short_integer("real") == "real"


def test_long_exact_forms_are_left_out() -> None:
    """Of 80 characters it is shown, of 81 it is not."""
    for digits, is_there in ((39, True), (40, False)):
        value = Fraction(10**digits + 7, 10**digits + 9)
        assert len(str(value)) == 2 * digits + 3
        assert shown(value) == (f"{value} ≈ 1.000000000" if is_there and len(str(value)) <= 80 else "≈ 1.000000000")
    for length in (80, 81):
        whole = Fraction(10 ** (length - 1))
        assert shown(whole) == (str(whole) if length == 80 else "≈ 1.000000000e+80")
        assert exact_text(whole) == (str(whole) if length == 80 else "≈ 1.000000000e+80")


def test_values_for_people() -> None:
    assert [shown(Fraction(x)) for x in ("5", "1/8", "100", "-1/3", "1/1000000000000")] == [
        "5", "1/8 = 0.125", "100", "-1/3 ≈ -0.3333333333", "1/1000000000000 = 1e-12",
    ]  # fmt: skip
    assert shown(Fraction(1, 3), 2) == exact_text(Fraction(1, 3), 2) == shown(Fraction(1, 3), places=2) == "0.33"
    assert shown(log(2), 3) == "0.693"
    assert [exact_text(x) for x in ("text", oo, Fraction(1, 3))] == ["text", "oo", "1/3"]
    assert exact_text(EnclosedReal.of(log(2))) == shown(EnclosedReal.of(log(2)))
    long = LogForm.sum(log(k) * Fraction(1, k) for k in (2, 3, 5, 7, 11, 13, 17, 19, 23))
    assert exact_text(long).startswith("≈ ")
    assert exact_text(long, places=9) == exact_text(long)[2:]


def test_lists_for_people() -> None:
    third = [Fraction(1, 3)]
    assert printer().shown_list([1, 2]) == "(1, 2)"
    assert printer().shown_list(iter([Fraction(1)] * 12)) == f"({', '.join('1' * 12)})"
    assert printer().shown_list([Fraction(1)] * 13) == f"({', '.join('1' * 12)}, …)"
    assert printer(digits=2).shown_list(third * 13) == f"({', '.join(['0.33'] * 12)}, …)"
    assert printer(places=1).shown_list(third) == "(0.3)"
    # As long as a line, and longer.
    for last, is_exact in ((10**37, True), (10**38, False)):
        text = f"{10**38}, {last}"
        found = printer().shown_list([10**38, last])
        assert (len(text) <= 80, found == f"({text})") == (True, True) if is_exact else True
    long = [Fraction(10**39), Fraction(10**39)]
    assert printer().shown_list(long) == "≈ (1.00000e+39, 1.00000e+39)"


def test_json_of_every_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded = printer(digits=3).encoded({1: [Fraction(1, 2), (log(2),)], "n": {"x": 3, "y": None, "z": "w"}})
    assert encoded["1"][0] == "1/2"  # type: ignore[index]
    assert encoded["n"] == {"x": 3, "y": None, "z": "w"}  # type: ignore[index]
    told = encoded["1"][1][0]  # type: ignore[index]
    assert told["exact"] == "log(2)"
    assert Fraction(told["upper"]) - Fraction(told["lower"]) < Fraction(1, 10)
    length = printing.exact_length(log(2))
    for most, exact in ((length, "log(2)"), (length - 1, None)):
        monkeypatch.setattr(printing, "MAX_EXACT_DIGITS", most)
        cut = printer(digits=8).encoded(log(2))
        assert cut["exact"] == exact  # type: ignore[index]
        low, high = Fraction(cut["lower"]), Fraction(cut["upper"])  # type: ignore[index]
        assert low <= Fraction("0.69314718056") <= high
        assert high - low < Fraction(1, 10**7)


def test_json_is_laid_out_in_lines() -> None:
    content = {
        "a": 1,
        "é": [1, 2],
        "rows": [{"x": 1}, {"x": [2]}],
        "flat": {"x": 1},
        "deep": {"x": {"y": 1}, "z": [{"w": 2}]},
        "none": [],
    }
    assert json_document(content) == (
        '{\n  "a": 1,\n  "é": [1, 2],\n  "rows": [\n    {"x": 1},\n    {"x": [2]}\n  ],\n  "flat": {"x": 1},\n'
        '  "deep": {\n    "x": {"y": 1},\n    "z": [\n      {"w": 2}\n    ]\n  },\n  "none": []\n}'
    )
    assert json.loads(json_document(content)) == content
    assert json_document({}) == "{}"


def test_rationals_beside_their_enclosed_kin() -> None:
    assert (type(as_form(Fraction(1, 2))), as_form(Fraction(1, 2))) == (LogForm, Fraction(1, 2))
    assert [as_form(value) for value in ("x", 3, None)] == ["x", 3, None]


def test_tables_are_rounded_as_asked(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table(["a", "b"], [[Fraction(1, 3), log(2)]], title="T", notes=["n"])

    def printed(*arguments: object, **how: object) -> str:
        Printer(Format.CSV, *arguments, **{"tabular": False, "output": None, **how}).table(table)  # type: ignore[arg-type]
        return capsys.readouterr().out.splitlines()[-1]

    assert printed(3, None) == "0.333,0.693"
    assert printed(None, 1) == "0.3,0.7"
    assert printed(None, None, default=2) == "0.33,0.69"
    assert printed(None, 1, default=2) == "0.3,0.7"
    assert printed(4, None, default=2) == "0.3333,0.6931"
    assert printed(None, None).startswith("1/3,")
    for tabular in (False, True):
        Printer(Format.TABLE, 2, None, tabular=tabular, output=None).table(table)
        out = capsys.readouterr().out
        assert ("T" in out.split("\n")[0], "\nn" in out) == (not tabular, not tabular)
    Printer(Format.JSON, 2, None, tabular=False, output=None).json({"x": Fraction(1, 3)})
    assert capsys.readouterr().out == '{\n  "x": "1/3"\n}\n'
    assert Printer(Format.JSON, 2, None, tabular=False, output=None).is_json
    assert not printer().is_json
