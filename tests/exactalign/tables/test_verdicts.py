"""The verdict on one number: rounding, truncation, errors, bounds, and numbers that can be read in two ways."""

from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exactalign.exceptions import ParameterError
from exactalign.numbers.infinity import oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.tables.printed import PrintedNumber
from exactalign.tables.table import number_text
from exactalign.tables.verdicts import CellVerdict, Judgement, check_number, judge
from tests.exactalign.known_models import PI, TWO, values


@pytest.mark.parametrize(
    ("text", "value", "verdict", "right", "detail"),
    [
        ("49/625", "49/625", "exact", "", ""),
        ("98/1250", "49/625", "exact", "", ""),
        ("0.0784", "49/625", "exact", "", ""),
        ("7.840%", "49/625", "exact", "", ""),
        ("0.078", "49/625", "correctly rounded", "", "to 3 decimal places"),
        ("8%", "49/625", "correctly rounded", "", "to 0 decimal places of the percentage"),
        ("0.66", "2/3", "truncated", "0.67", "to 2 decimal places"),
        ("-0.66", "-2/3", "truncated", "-0.67", "to 2 decimal places"),
        ("0.66…", "2/3", "cut, and marked so", "", "the digits that are printed hold"),
        ("0.33...", "1/3", "cut, and marked so", "", "the digits that are printed hold"),
        ("0.65", "2/3", "wrong", "0.67", "to 2 decimal places"),
        ("0.68", "2/3", "wrong", "0.67", "to 2 decimal places"),
        ("-0.67", "2/3", "wrong", "0.67", "to 2 decimal places"),
        ("67/100", "2/3", "wrong", "2/3", ""),
        ("65.0%", "2/3", "wrong", "66.7%", "to 1 decimal place of the percentage"),
        ("6.60e-1", "2/3", "wrong", "0.667", "to 3 decimal places"),
        ("0.12", "1/8", "correctly rounded", "", "to 2 decimal places; a tie, rounded half-even"),
        ("0.13", "1/8", "correctly rounded", "", "to 2 decimal places; a tie, rounded half-up"),
        ("0.38", "3/8", "correctly rounded", "", "to 2 decimal places; a tie, rounded half-even and half-up"),
        ("0.37", "3/8", "truncated", "0.38", "to 2 decimal places"),
        ("-0.13", "-1/8", "correctly rounded", "", "to 2 decimal places; a tie, rounded half-up"),
        ("0.60(7)", "2/3", "within stated error", "", "off by at most 7/100"),
        ("0.60(6)", "2/3", "wrong", "0.67", "to 2 decimal places"),
        # A bracket as large as the number itself is a period to some.
        ("0.3(3)", "1/3", "correctly rounded", "", "to 1 decimal place"),
        ("0.1(6)", "1/6", "within stated error", "", "off by at most 3/5"),
        ("-0.1(6)", "-1/6", "within stated error", "", "off by at most 3/5"),
        (
            "16.(6)%",
            "1/6",
            "unreadable",
            "",
            "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001",
        ),
        (
            "0.3(3)",
            "1/2",
            "ambiguous",
            "1/2",
            "it can be read in two ways: 0.3 ± 0.3 is within stated error, 1/3 is wrong",
        ),
        ("0.3(3)", "7", "wrong", "7.0", "to 1 decimal place"),
        ("0.3(2)", "1/2", "within stated error", "", "off by at most 1/5"),
        ("0.0(3)", "3/10", "within stated error", "", "off by at most 3/10"),
        ("3(3)", "5", "within stated error", "", "off by at most 3"),
        ("0.6 ± 0.05", "2/3", "truncated", "0.7", "to 1 decimal place"),
        (
            "0.7 ± 0.001",
            "2/3",
            "ambiguous",
            "0.7",
            "its digits are right, but the value is off by more than the stated error",
        ),
        (
            "0.667(0)",
            "2/3",
            "ambiguous",
            "0.667",
            "its digits are right, but the value is off by more than the stated error",
        ),
        (
            "0.67 [0.68, 0.9]",
            "2/3",
            "ambiguous",
            "0.67",
            "its digits are right, but the value lies outside the stated interval",
        ),
        ("0.7 ± 0.1", "2/3", "correctly rounded", "", "to 1 decimal place"),
        ("0.67 [0.6, 0.7]", "2/3", "correctly rounded", "", "to 2 decimal places"),
        ("0.67 bits", "2/3", "unreadable", "", "it is in bits, which is not known of what is expected"),
        ("0.67 nats", "2/3", "correctly rounded", "", "to 2 decimal places"),
        ("oo", "2/3", "wrong", "2/3", ""),
        ("log(2)", "2/3", "wrong", "2/3", ""),
    ],
)
def test_verdicts(text, value, verdict, right, detail):
    assert check_number(text, Fraction(value)) == (verdict, right, detail)


def test_verdicts_on_other_kinds_of_number():
    assert check_number("log(4)", 2 * log(2))[0] is CellVerdict.EXACT
    assert check_number("0.6931", log(2))[0] is CellVerdict.ROUNDED
    assert check_number("0.693147", log(2), digits=7) == ("wrong", "0.6931472", "to 7 decimal places")
    assert check_number("1/2", log(2)) == ("wrong", "log(2)", "")
    assert check_number("2", LogForm(2) + log(4) - log(2) * 2)[0] is CellVerdict.EXACT
    assert check_number("3.1416", PI)[0] is CellVerdict.ROUNDED
    assert check_number("3.1415", PI) == ("truncated", "3.1416", "to 4 decimal places")
    assert check_number("22/7", PI) == ("wrong", "3.14159265358979…", "")
    assert check_number("log(23)", PI)[0] is CellVerdict.WRONG
    assert check_number("2.000", TWO)[0] is CellVerdict.ROUNDED
    assert check_number("0.000", TWO - 2)[0] is CellVerdict.ROUNDED
    assert check_number("2/1", TWO)[0] is CellVerdict.UNDECIDED
    assert isinstance(check_number("2/1", TWO).detail, str)
    with pytest.raises(ParameterError, match="digits is 0"):
        check_number("1", 1, digits=0)
    assert check_number("1", 1, places=0)[0] is CellVerdict.EXACT
    assert check_number("1.9", TWO)[0] is CellVerdict.UNDECIDED  # wrong, or a truncation: never said to be right
    assert check_number("1.8", TWO)[0] is CellVerdict.WRONG
    assert check_number("oo", oo) == ("exact", "", "")
    assert check_number("-oo", oo) == check_number("5", oo) == ("wrong", "oo", "")
    assert check_number("5", 5)[0] is CellVerdict.EXACT


def test_stated_digits():
    assert check_number("0.084", Fraction(840001, 10**7))[0] is CellVerdict.ROUNDED
    assert check_number("0.084", Fraction(840001, 10**7), digits=4)[0] is CellVerdict.ROUNDED
    assert check_number("0.084", Fraction(8404, 10**5), places=5) == (
        "wrong",
        "0.08404",
        "to 5 decimal places",
    )
    assert check_number("0.084", Fraction(8404, 10**5), digits=4)[0] is CellVerdict.WRONG
    assert check_number("1200", Fraction(1249))[0] is CellVerdict.WRONG
    assert check_number("1200", Fraction(1249), digits=2) == ("correctly rounded", "", "to 10^2")
    assert check_number("1200", Fraction(1251), digits=2) == ("truncated", "1300", "to 10^2")
    assert check_number("0", Fraction(0), digits=4)[0] is CellVerdict.EXACT
    with pytest.raises(ParameterError):
        check_number("0", Fraction(0), digits=4, places=3)


def by_hand(text: str, x: Fraction) -> CellVerdict:
    """The definition, in integers: which of the decimals with as many places are the admissible ones."""
    scale = 10 ** len(text.partition(".")[2])
    whole = abs(x) * scale
    floor = whole.numerator // whole.denominator
    sign = -1 if x < 0 else 1
    printed = Fraction(text)
    if printed == x:
        return CellVerdict.EXACT
    nearest = {floor} if whole - floor < Fraction(1, 2) else {floor + 1}
    if whole - floor == Fraction(1, 2):
        nearest = {floor + floor % 2, floor + 1}
    if printed in {Fraction(sign * n, scale) for n in nearest}:
        return CellVerdict.ROUNDED
    return CellVerdict.TRUNCATED if printed == Fraction(sign * floor, scale) else CellVerdict.WRONG


@given(values, st.integers(0, 4), st.integers(-3, 3))
def test_verdicts_equal_the_definition(x, places, off):
    text = number_text(round(x, places) + Fraction(off, 10**places), places=places)
    assert check_number(text, x)[0] is by_hand(text, x)


@given(values, st.integers(1, 8), st.data())
def test_any_changed_digit_is_found(x, places, data):
    assume((x * 10**places * 2).denominator != 1)  # ties have two right roundings
    text = number_text(x, places=places)
    at = data.draw(st.sampled_from([i for i, c in enumerate(text) if c.isdigit()]))
    other = data.draw(st.sampled_from([c for c in "0123456789" if c != text[at]]))
    changed = f"{text[:at]}{other}{text[at + 1 :]}"
    assert check_number(text, x)[0] in (CellVerdict.EXACT, CellVerdict.ROUNDED)
    assert check_number(changed, x)[0] in (CellVerdict.WRONG, CellVerdict.TRUNCATED)


GOOD_FIRST = ("exact", "correctly rounded", "cut, and marked so", "truncated", "bound holds", "within stated error")
BAD_FIRST = ("undecided", "unreadable", "wrong")


def test_two_readings_have_one_judgement() -> None:
    words = [*GOOD_FIRST, *BAD_FIRST]
    for first, second, likely in product(words, words, [False, True]):
        have_one_judgement(first, second, likely)


def have_one_judgement(first: str, second: str, likely: bool) -> None:
    numbers = (PrintedNumber("x", Fraction(1)), PrintedNumber("x", Fraction(2)))
    found = dict(zip(numbers, (Judgement(CellVerdict(word), f"right {word}") for word in (first, second)), strict=True))
    result = judge(numbers, found.__getitem__, first_is_likely=likely)
    assert judge(numbers[:1], found.__getitem__) == found[numbers[0]]
    if first in GOOD_FIRST and second in GOOD_FIRST:
        assert result == found[numbers[0]]
    if first in BAD_FIRST and second in BAD_FIRST:
        mildest = min(first, second, key=BAD_FIRST.index)
        assert result == (mildest, f"right {mildest}", "")
    if (first in BAD_FIRST) != (second in BAD_FIRST):
        if likely and first in GOOD_FIRST:
            assert result == found[numbers[0]]
        else:
            bad = first if first in BAD_FIRST else second
            told = f"it can be read in two ways: 1 is {first}, 2 is {second}"
            assert result == ("ambiguous", f"right {bad}", told)


@pytest.mark.parametrize(
    ("text", "value", "judgement"),
    [
        ("<0.001", "1/2000", ("bound holds", "", "the value 0.0005000 is < it")),
        ("<0.001", "1/1000", ("wrong", "0.001000", "the value is not < it")),
        ("≤0.001", "1/1000", ("bound holds", "", "the value 0.001000 is ≤ it")),
        ("≤0.001", "2/1000", ("wrong", "0.002000", "the value is not ≤ it")),
        (">0.5", "1/2", ("wrong", "0.5000", "the value is not > it")),
        ("≥0.5", "1/2", ("bound holds", "", "the value 0.5000 is ≥ it")),
        ("≥0.500000", "1/3", ("wrong", "0.333333", "the value is not ≥ it")),
        (">1/2", "1/3", ("wrong", "0.3333", "the value is not > it")),
        ("<0.5(1)", "1/3", ("unreadable", "", "a bound that has an error or is an interval is not read")),
        ("<[0.1, 0.2]", "1/3", ("unreadable", "", "a bound that has an error or is an interval is not read")),
        ("<0.4 [0.1, 0.5]", "1/3", ("unreadable", "", "a bound that has an error or is an interval is not read")),
        ("[0.41, 0.45]", "41/100", ("within stated error", "", "inside the stated interval")),
        ("[0.41, 0.45]", "45/100", ("within stated error", "", "inside the stated interval")),
        ("[0.41, 0.45]", "46/100", ("wrong", "0.4600", "outside the stated interval")),
        ("[0.41, 0.45]", "40/100", ("wrong", "0.4000", "outside the stated interval")),
        ("0.40 [0.40, 0.45]", "45/100", ("within stated error", "", "inside the stated interval")),
        ("0.45 [0.40, 0.45]", "40/100", ("within stated error", "", "inside the stated interval")),
        ("0.46 [0.40, 0.45]", "40/100", ("wrong", "0.40", "to 2 decimal places")),
        ("0.39 [0.40, 0.45]", "43/100", ("wrong", "0.43", "to 2 decimal places")),
        ("0.44 [0.40, 0.45]", "47/100", ("wrong", "0.47", "to 2 decimal places")),
        ("0.60(7)", "67/100", ("within stated error", "", "off by at most 7/100")),
        ("0.60(7)", "53/100", ("within stated error", "", "off by at most 7/100")),
        ("0.60(7)", "52/100", ("wrong", "0.52", "to 2 decimal places")),
        ("1.2e1", "131/10", ("wrong", "13", "to 0 decimal places")),
        ("1.2e3", "1312", ("wrong", "1300", "to 10^2")),
        ("12e2%", "14", ("wrong", "1400%", "to 10^2%")),
        ("0.5%", "1/125", ("wrong", "0.8%", "to 1 decimal place of the percentage")),
        ("0.5*", "1/2", ("exact", "", "* is not checked")),
        ("0.5*", "2/5", ("wrong", "0.4", "to 1 decimal place; * is not checked")),
        ("0.666…", "2/3", ("cut, and marked so", "", "the digits that are printed hold")),
        ("-0.666…", "-2/3", ("cut, and marked so", "", "the digits that are printed hold")),
        ("0.667…", "2/3", ("correctly rounded", "", "to 3 decimal places")),
        ("0.0", "-1/30", ("correctly rounded", "", "to 1 decimal place")),
        ("0.0", "-1/11", ("truncated", "-0.1", "to 1 decimal place")),
        ("0.0", "1/11", ("truncated", "0.1", "to 1 decimal place")),
        ("0.1", "2/10", ("wrong", "0.2", "to 1 decimal place")),
        ("-0.1", "-2/10", ("wrong", "-0.2", "to 1 decimal place")),
    ],
)
def test_every_judgement_in_words(text: str, value: str, judgement: tuple[str, str, str]) -> None:
    assert check_number(text, Fraction(value)) == judgement


def test_digits_and_places_that_are_claimed() -> None:
    x = Fraction(123456, 10**5)
    for options, verdict in (
        ({"places": 2}, "correctly rounded"),
        ({"places": 3}, "wrong"),
        ({"places": 1}, "correctly rounded"),  # more places are printed than said
        ({"digits": 3}, "correctly rounded"),
        ({"digits": 4}, "wrong"),
        ({"digits": 2}, "correctly rounded"),
    ):
        assert check_number("1.23", x, **options).verdict == verdict
    for text, digits, verdict in (
        ("1200", 2, "correctly rounded"),
        ("1200", 3, "wrong"),  # 1230
        ("1230", 3, "correctly rounded"),
        ("1230", 2, "wrong"),  # it fills nothing: whole
        ("1220", 2, "wrong"),
        ("1235", 4, "correctly rounded"),
        ("1234", 4, "truncated"),
        ("1235", 5, "wrong"),
        ("1235", 2, "correctly rounded"),
        ("0", 2, "wrong"),
    ):
        assert check_number(text, Fraction(12346, 10), digits=digits).verdict == verdict, (text, digits)
    assert check_number("1200%", Fraction(1251, 100)) == ("wrong", "1251%", "to 0 decimal places of the percentage")
    assert check_number("3.14", PI, digits=3).verdict == "correctly rounded"
    assert check_number("3.14", PI, digits=4).verdict == "wrong"
    assert check_number("log(2)", log(2), digits=3).verdict == "exact"
    assert check_number("oo", oo, digits=3).verdict == "exact"
    assert check_number("0.00", TWO - 2, digits=3).verdict == "correctly rounded"
    assert check_number("1/3", Fraction(1, 3), places=3).verdict == "exact"


def test_places_are_those_of_decimals_alone() -> None:
    """A log form or an infinity that says it has places is compared as it is."""
    for value in (log(2), oo, -oo):
        printed = PrintedNumber(str(value), value, places=0)
        for options in ({}, {"digits": 3}, {"places": 3}):
            assert check_number(printed, log(2) + Fraction(1, 1000), **options).verdict == "wrong"
            assert (check_number(printed, log(2), **options).verdict == "exact") is (value == log(2))


def test_where_every_reading_fails_the_mildest_failure_is_told() -> None:
    failures = ("undecided", "unreadable", "ambiguous", "wrong")
    for chosen in permutations(failures, 3):
        judged = {PrintedNumber(word, Fraction(1)): Judgement(CellVerdict(word), word) for word in chosen}
        for likely in (True, False):
            mildest = min(chosen, key=failures.index)
            assert judge(list(judged), judged.__getitem__, first_is_likely=likely) == (mildest, mildest, "")


@pytest.mark.parametrize(
    ("text", "value", "judgement"),
    [
        (
            "0.5 [0.6, 0.7]",
            "1/2",
            ("ambiguous", "0.5", "its digits are right, but the value lies outside the stated interval"),
        ),
        ("0.5 [0.4, 0.5]", "1/2", ("exact", "", "")),
        ("0.5 [0.5, 0.6]", "1/2", ("exact", "", "")),
        ("0.5 ± 0", "1/2", ("exact", "", "")),
        ("-1200", "-1249", ("correctly rounded", "", "to 10^2")),
        ("-1200", "-1251", ("truncated", "-1300", "to 10^2")),
        ("-1300", "-1251", ("correctly rounded", "", "to 10^2")),
        ("-1300", "-1249", ("wrong", "-1200", "to 10^2")),
    ],
)
def test_intervals_beside_decimals_and_digits_of_negative_ones(
    text: str, value: str, judgement: tuple[str, str, str]
) -> None:
    assert check_number(text, Fraction(value), digits=2 if abs(Fraction(value)) > 1 else None) == judgement


def test_an_exact_fraction_outside_of_what_is_stated() -> None:
    third = Fraction(1, 3)
    for bounds, error, lies in (
        ((Fraction(2, 5), Fraction(1, 2)), None, "lies outside the stated interval"),
        (None, Fraction(-1), "is off by more than the stated error"),
    ):
        number = PrintedNumber("1/3", third, bounds=bounds, error=error)
        assert check_number(number, third) == ("ambiguous", "1/3", f"its digits are right, but the value {lies}")
    for bounds in ((third, Fraction(1, 2)), (Fraction(1, 4), third)):
        assert check_number(PrintedNumber("1/3", third, bounds=bounds), third).verdict is CellVerdict.EXACT


@given(st.integers(-2000, 2000), st.integers(1, 40), st.integers(0, 2), st.integers(0, 3), st.booleans())
def test_which_exact_values_are_within_what_is_printed(
    printed: int, parts: int, places: int, error: int, by_error: bool
) -> None:
    """Values around a printed one, in steps far below its last digit, against the definition in integers."""
    unit = Fraction(1, 10**places)
    low, high = (printed - error) * unit, (printed + error) * unit
    shown, stated, first, last = (number_text(x, places=places) for x in (printed * unit, error * unit, low, high))
    text = f"{shown}±{stated}" if by_error else f"{shown} [{first}, {last}]"
    for k in (*range(-2 * parts - 1, 1 - 2 * parts), *range(-parts - 1, 2 - parts), 0, parts, parts + 1, 2 * parts + 1):
        x = printed * unit + k * unit / (2 * parts)
        alone, inside = by_hand(shown, x), low <= x <= high
        if alone in (CellVerdict.EXACT, CellVerdict.ROUNDED):
            expected = alone if inside else CellVerdict.AMBIGUOUS
        else:
            expected = CellVerdict.WITHIN if inside else alone
        assert check_number(text, x).verdict is expected, (text, x)
