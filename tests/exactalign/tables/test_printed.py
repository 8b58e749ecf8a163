"""Reading single numbers: every spelling, every ambiguity, and what is no number."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign.exceptions import InputError
from exactalign.numbers.infinity import oo
from exactalign.numbers.logforms import log
from exactalign.tables.grouping import Commas
from exactalign.tables.printed import PrintedNumber, meaning, read_number, readings
from exactalign.tables.verdicts import CellVerdict, check_number


def test_only_digits_before_dots_are_cut():
    for text in ("oo", "1/3", "2*log(2)", "0.5", "7.84%"):
        assert read_number(text).cut is False, text
    assert read_number("0.07…").cut is True


@pytest.mark.parametrize(
    ("text", "value", "places", "error"),
    [
        ("49/625", "49/625", None, None),
        (" -1 / 2 ", "-1/2", None, None),
        ("−1/2", "-1/2", None, None),
        (r"$\frac{49}{625}$", "49/625", None, None),
        (r"\(-\tfrac12\)", "-1/2", None, None),
        (r"$\nicefrac{3}{4}$", "3/4", None, None),
        ("0.0784", "0.0784", 4, None),
        ("+.5", "0.5", 1, None),
        ("1.", "1", 0, None),
        ("7", "7", 0, None),
        ("7.84%", "0.0784", 4, None),
        (r"$7.84\,\%$", "0.0784", 4, None),
        ("1.20e-3", "0.0012", 5, None),
        ("12e5", "1200000", -5, None),
        (r"$1.2 \times 10^{-3}$", "0.0012", 4, None),
        (r"1.2 \cdot 10^{3}", "1200", -2, None),
        ("0.078 ± 0.001", "0.078", 3, "0.001"),
        ("0.078±0.001)", "0.078", 3, "0.001"),
        (r"$0.078 \pm 0.001$", "0.078", 3, "0.001"),
        ("0.078 +/- 0.001", "0.078", 3, "0.001"),
        ("0.0784(12)", "0.0784", 4, "0.0012"),
        ("1.234(5)e-3", "0.001234", 6, "0.000005"),
        ("7.8% ± 0.1%", "0.078", 3, "0.001"),
        ("(7.8 ± 0.1)%", "0.078", 3, "0.001"),
        ("0.33…", "0.33", 2, None),
        (r"$0.33\ldots$", "0.33", 2, None),
        ("≈ 0.33", "0.33", 2, None),
        ("**0.5**", "0.5", 1, None),
        (r"\textbf{\num{0.5}}", "0.5", 1, None),
        ("`0.5`", "0.5", 1, None),
    ],
)
def test_numbers(text, value, places, error):
    number = read_number(text)
    assert (number.value, number.places) == (Fraction(value), places)
    assert number.error == (None if error is None else Fraction(error))


def test_log_forms_and_infinities():
    assert read_number(r"$\frac{1}{2} \log 6 - \log\left(2/3\right)$").value == log(6) / 2 - log("2/3")
    assert read_number(r"$\frac{\log 2 - 1}{2}$").value == (log(2) - 1) / 2  # a whole numerator, and a whole
    assert read_number(r"$-\frac{\log(2) - \log(3)}{2}$").value == (log(3) - log(2)) / 2
    assert read_number(r"$\log\frac{1+2}{4}$").value == log("3/4")
    with pytest.raises(InputError, match="divided by rational numbers only"):
        read_number(r"$\frac{1}{2\log 2}$")  # denominator: this is not half of log 2
    assert [read_number(text).value for text in ("oo", r"$-\infty$", "∞", "inf")] == [oo, -oo, oo, oo]


UNREADABLE = r"""
,|-|abc|1 234|1,23,456|1/0|1/2/3|0.5/2|1/2%|1\frac12|\frac12 3|2(1/2)|1e9999999|1e999999|(0.43)|[0.5, 0.4]|[0.4]|±1%
0x10|1_000|nan|٣|1.2.3|--1|1±|±1|1 ± -1|1 ± 0.1%|1 ± 0.1(2)|1(1.2)|1+1|__import__('os')|$\input{x}$|\mine{0.5}|0.5 0.6
\frac{1}{|log|log(-1)|log 2/3|= 1|0.5 (exact)|1/2 = 0.5|<b>1</b>|{0.5|0.5}|5 apples|0.43 [1]|12^99999|<0.1 ± 0.1"""


@pytest.mark.parametrize("text", re.split(r"[|\n]", UNREADABLE))
def test_unreadable_numbers(text):
    if text != "<0.1 ± 0.1":
        with pytest.raises(InputError):
            read_number(text)
    verdict, _, detail = check_number(text, Fraction(1, 2))
    assert verdict is CellVerdict.UNREADABLE
    assert detail


def test_limits():
    with pytest.raises(InputError, match="the limit is 100000"):
        read_number("1" * 100_001)
    with pytest.raises(InputError, match="nested"):
        read_number("{" * 200)
    with pytest.raises(InputError, match="nested"):
        read_number(r"\frac" * 2000)
    assert read_number("9" * 5000).value == 10**5000 - 1


@settings(max_examples=50)
@given(st.text(max_size=30) | st.text(r"\{}$%0123456789./±()e-+…acfr", max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        number = read_number(text)
    except InputError:
        return
    assert number.text == text


# Ambiguity, marks, units, intervals


@pytest.mark.parametrize(
    ("text", "value", "aside"),
    [
        ("0.4375*", "0.4375", "*"),
        ("0.4375^{*}", "0.4375", "^*"),
        (r"$0.44^\dagger$", "0.44", "^†"),
        ("0.5***", "0.5", "***"),
        ("0.4375^a", "0.4375", "^a"),
        ("0.43[^1]", "0.43", "[^1]"),
        ("0.43 (+0.12)", "0.43", "(+0.12)"),
        (r"43.7\%$^{\ddagger}$", "0.437", "^‡"),
        ("0.43 ↑", "0.43", "↑"),
    ],
)
def test_marks_are_set_aside_and_named(text, value, aside):
    number = read_number(text)
    assert (number.value, number.aside) == (Fraction(value), aside)
    assert check_number(text, Fraction(value)).detail == f"{aside} is not checked"


@pytest.mark.parametrize(
    ("text", "value", "unit", "places"),
    [
        ("2.497 nats", "2.497", "nat", 3),
        ("0.43 bits", "0.43", "bit", 2),
        (r"\SI{0.43}{nat}", "0.43", "nat", 2),
        (r"\qty{43.75}{\percent}", "0.4375", "", 4),
        ("43.75 percent", "0.4375", "", 4),
        (r"\num{1.5e-3}", "0.0015", "", 4),
        ("1.5·10⁻³", "0.0015", "", 4),
        ("10^{-3}", "0.001", "", 3),
        ("2^{-10}", "1/1024", "", None),
        ("½", "1/2", "", None),
        ("–0.5", "-0.5", "", 1),
        (r"\textcolor{red}{0.43}", "0.43", "", 2),
        (r"\cellcolor{gray!20}0.43", "0.43", "", 2),
        (r"\phantom{0}0.5", "0.5", "", 1),
        (r"12{,}345", "12345", "", 0),
        (r"12\,345", "12345", "", 0),
        ("12\u202f345", "12345", "", 0),
        ("1,234,567", "1234567", "", 0),
        ("1,234.5", "1234.5", "", 1),
        ("0,5", "0.5", "", 1),
    ],
)
def test_units_and_groups(text, value, unit, places):
    number = read_number(text)
    assert (number.value, number.unit, number.places) == (Fraction(value), unit, places)


@pytest.mark.parametrize(
    ("text", "value", "bounds"),
    [
        ("[0.41, 0.45]", None, ("0.41", "0.45")),
        ("0.43 [0.41, 0.45]", "0.43", ("0.41", "0.45")),
        ("0.43 (0.41–0.45)", "0.43", ("0.41", "0.45")),
        ("0.43 (95% CI: 0.41, 0.45)", "0.43", ("0.41", "0.45")),
        ("43.1% [41.0%, 45.2%]", "0.431", ("0.41", "0.452")),
        ("[41, 45]%", None, ("0.41", "0.45")),
        ("[41, 45%]", None, ("0.41", "0.45")),
        ("[41%, 45]", None, ("0.41", "0.45")),
        (r"$0.43^{+0.01}_{-0.02}$", "0.43", ("0.41", "0.44")),
    ],
)
def test_intervals(text, value, bounds):
    number = read_number(text)
    assert number.value == (None if value is None else Fraction(value))
    assert number.bounds == tuple(map(Fraction, bounds))


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("12,345", ["12345", "12.345"]),
        ("0.43 (0.02)", ["0.43 ± 0.02", "0.43 beside (0.02)"]),
        ("62.3_{0.4}", ["62.3 ± 0.4", "62.3 beside the subscript 0.4"]),
        ("5^2", ["25", "5 beside the mark 2"]),
        ("10^3", ["1000", "10 beside the mark 3"]),
    ],
)
def test_what_can_mean_two_numbers_has_two_readings(text, meanings):
    plain = text.replace("{", "").replace("}", "")
    assert [meaning(number) for number in readings(plain)] == meanings
    with pytest.raises(InputError, match="ambiguous"):
        read_number(text)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Fraction(1, 7), "1/7"),
        (Fraction(-7, 16), "-0.4375"),
        (Fraction(10**19, 7), f"{10**19}/7"),
        (Fraction(10**21, 7), "a long number"),
        (Fraction(7, 10**21 + 1), "a long number"),
        (Fraction(10**21), "a long number"),
    ],
)
def test_a_reading_is_told_in_few_digits(value, told):
    assert meaning(PrintedNumber("x", value)) == told


def test_an_ambiguous_number_is_judged_in_every_reading():
    assert check_number("12,345", 12345).verdict is CellVerdict.AMBIGUOUS
    assert check_number("12,345", Fraction("12.345")).verdict is CellVerdict.AMBIGUOUS
    assert check_number("12,345", 12346).verdict is CellVerdict.WRONG
    assert check_number("0.43 (0.02)", Fraction("0.431")).verdict is CellVerdict.ROUNDED
    assert check_number("0.43 (0.02)", Fraction("0.415")).verdict is CellVerdict.AMBIGUOUS
    assert check_number("0.43 (0.02)", Fraction("0.5")).verdict is CellVerdict.WRONG
    assert "two ways" in check_number("5^2", 25).detail


def test_the_commas_of_a_table():
    assert readings("1,261", Commas.DECIMAL)[0].value == Fraction("1.261")
    assert readings("1,261", Commas.THOUSANDS)[0].value == 1261
    assert [n.value for n in readings("1.261", Commas.DECIMAL)] == [1261, Fraction("1.261")]
    assert readings("1.234,5", Commas.DECIMAL)[0].value == Fraction("1234.5")
    assert len(readings("1,261")) == 2


def test_bounds_that_are_printed():
    assert check_number("<0.001", Fraction(1, 2000)).verdict is CellVerdict.HOLDS
    assert check_number("<0.001", Fraction(1, 1000)).verdict is CellVerdict.WRONG
    assert check_number(r"$\le 0.1$", Fraction(1, 10)).verdict is CellVerdict.HOLDS
    assert check_number("> 99%", Fraction(199, 200)).verdict is CellVerdict.HOLDS
    assert check_number("≥ 2", log(7)).verdict is CellVerdict.WRONG
    assert check_number("[0.41, 0.45]", Fraction(9, 20)).verdict is CellVerdict.WITHIN
    assert check_number("[0.41, 0.45]", Fraction(46, 100)).verdict is CellVerdict.WRONG
    assert (
        check_number("0.40 [0.41, 0.45]", Fraction(43, 100)).verdict is CellVerdict.WRONG
    )  # its own number is outside


# Every part of what is read, in every spelling


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("0.43 [0.41,0.45]", ("0.41", "0.45")),
        ("0.43 [0.41; 0.45]", ("0.41", "0.45")),
        ("0.43 [0.41 to 0.45]", ("0.41", "0.45")),
        ("0.43 (95 % CI, 0.41—0.45)", ("0.41", "0.45")),
        ("43% [41, 45]", ("0.41", "0.45")),  # the sign of the number is that of its interval
        ("43% [41, 45]%", ("0.41", "0.45")),
        ("43% [41%, 45]", ("0.41", "0.45")),
        ("43% [41, 45%]", ("0.41", "0.45")),
        ("43%^{+1}_{-2}", ("0.41", "0.44")),
        ("43%_{-2}^{+1}", ("0.41", "0.44")),
        ("0.43_{-0.02}^{+0.01}", ("0.41", "0.44")),
        ("0.43 [0.43, 0.43]", ("0.43", "0.43")),
    ],
)
def test_intervals_beside_a_number(text, bounds):
    number = read_number(text)
    assert number.value == Fraction("0.43")
    assert number.bounds == tuple(map(Fraction, bounds))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0.43 [41%, 45%]", "it is unclear what the % belongs to: give one to every number"),
        ("0.43 [41, 45]%", "it is unclear what the % belongs to: give one to every number"),
        ("0.43 [0.45, 0.41]", "the ends of the interval stand in the wrong order"),
        ("about [0.41, 0.45]", "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"),
        ("a4 [0.41, 0.45]", "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"),
        ("7.8 ± 0.1%", "it is unclear what the % belongs to: write 7.8% ± 0.1% or (7.8 ± 0.1)%"),
        ("7.8% ± 0.1", "it is unclear what the % belongs to: write 7.8% ± 0.1% or (7.8 ± 0.1)%"),
        ("7.8 ± -0.1", "the stated error is no plain number"),
        ("7.8(1) ± 0.1", "the stated error is no plain number"),
        ("7.8 ± 0.1(1)e0", "the stated error is no plain number"),
        ("7.8… ± 0.1", "the stated error is no plain number"),
        ("7.8 ± 0.1…", "the stated error is no plain number"),
        ("2^99999", "exponents of over four digits are not read"),
        ("1½", "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"),
        ("½3", "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"),
        ("0.(3)", "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"),
        ("0,(3)", "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"),
        ("0.5^{-2}", "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"),
        ("0^{-2}", "it is no number that is read here, such as 49/625, 0.0784, 7.84% or 0.078 ± 0.001"),
        ("1e100001", "exponents past 100000 are not read"),
        ("1 234", "a comma or space between digits (thousands or decimals?) is not read: write 1234.5"),
        ("—", "the cell is empty"),
        ("N/A", "the cell is empty"),
        ("0.5^2", "it is ambiguous: 0.25 or 0.5 beside the mark 2?"),
    ],
)
def test_why_a_number_is_not_read(text, message):
    with pytest.raises(InputError) as error:
        read_number(text)
    assert str(error.value) == message


def test_exponents_at_their_limit():
    assert read_number("1e-100000").places == 100_000
    assert read_number("1e99998%").value == 10**99_996
    assert readings("2^9999")[0].value == 2**9999
    for text in ("1e-99999%", "1e100001", "1e-100001"):
        with pytest.raises(InputError, match=r"^exponents past 100000 are not read$"):
            read_number(text)


@pytest.mark.parametrize(
    ("text", "value", "places", "significant"),
    [
        ("10^{3}", "1000", -3, 1),
        ("-10^{-3}", "-0.001", 3, 1),
        ("+10^{2}", "100", -2, 1),
        ("3^{-2}", "1/9", None, None),
        ("-2^{-3}", "-1/8", None, None),
        ("1.50e-3", "0.0015", 5, 3),
        ("0.050e2", "5", 1, 2),
        ("0e5", "0", -5, 1),
        ("1.5", "1.5", 1, None),
        ("7.84%", "0.0784", 4, None),
        ("7.84e1%", "0.784", 3, 3),
        ("2^{10}", "1024", None, None),
    ],
)
def test_the_precision_that_a_spelling_claims(text, value, places, significant):
    number = readings(text.replace("{", "").replace("}", ""))[0]
    assert (number.value, number.places, number.significant) == (Fraction(value), places, significant)


def test_relations_units_and_signs_in_every_spelling():
    for sign, meant in zip(
        ["<", ">", "≤", "≥", "⩽", "⩾", "≲", "≳", "<=", ">="],
        ["<", ">", "≤", "≥", "≤", "≥", "≤", "≥", "≤", "≥"],
        strict=True,
    ):
        for text in (f"{sign}0.5", f"{sign} 0.5"):
            assert (readings(text)[0].relation, readings(text)[0].value) == (meant, Fraction(1, 2))
    for text, unit in (("5 nat", "nat"), ("5nats", "nat"), ("5 bit", "bit"), ("5 bits", "bit"), ("5 shannon", "bit")):
        assert (read_number(text).unit, read_number(text).value) == (unit, 5)
    for text in ("5 percent", "5 pct", "5 pct.", "5%", "5 %"):
        assert (read_number(text).value, read_number(text).percent) == (Fraction(1, 20), True)
    assert read_number("5 ± 1 percent").error == Fraction(1, 100)
    assert [read_number(text).value for text in ("infinity", "-oo", "+∞", "- inf")] == [oo, -oo, oo, -oo]
    assert [read_number(text).value for text in ("(1/2)", "-(1/2)", "- (1/2)", "+1/2")] == [
        Fraction(sign, 2) for sign in (1, -1, -1, 1)
    ]
    for text in ("ca. 0.5", "~0.5", "≃ 0.5", "0.5", "0.5 \u25b2", "0.5 (↑ 0.1)", "0.5 (0.1 ↓)", "0.5 (†)"):
        assert read_number(text).value == Fraction(1, 2)
    assert read_number("0.33 …").cut
    assert not read_number("0.33").cut


@pytest.mark.parametrize(
    ("text", "value", "error"),
    [
        ("(1.5 ± 0.1)e-3", "0.0015", "0.0001"),
        ("(1.5 ± 0.1) × 10^{-3}", "0.0015", "0.0001"),
        ("(7.8% ± 0.1%)", "0.078", "0.001"),
        ("0.43 (± 0.02)", "0.43", "0.02"),
        ("0.43_{± 0.02}", "0.43", "0.02"),
        ("43_{± 2}%", "0.43", "0.02"),
        ("43_{± 2%}", "0.43", "0.02"),
        ("43%_{± 2%}", "0.43", "0.02"),
        ("0.43±0", "0.43", "0"),
    ],
)
def test_errors_in_every_spelling(text, value, error):
    number = readings(text.replace("{", "").replace("}", "").replace("× 10^-3", "×10^-3"))[0]
    assert (number.value, number.error) == (Fraction(value), Fraction(error))


def test_a_number_in_a_column_in_percent():
    percent = read_number("7.84%")
    assert percent.in_percent() is percent
    assert read_number("oo").in_percent().value == oo
    assert read_number("log 2").in_percent().value == log(2)
    for text, value, places, error, bounds in (
        ("7.84", "0.0784", 4, None, None),
        ("7/2", "0.035", None, None, None),
        ("7.84 ± 0.02", "0.0784", 4, "0.0002", None),
        ("[41, 45]", None, None, None, ("0.41", "0.45")),
        ("43 [41, 45]", "0.43", 2, None, ("0.41", "0.45")),
    ):
        number = read_number(text).in_percent()
        assert number.percent
        assert number.value == (None if value is None else Fraction(value))
        assert number.places == places
        assert number.error == (None if error is None else Fraction(error))
        assert number.bounds == (None if bounds is None else tuple(map(Fraction, bounds)))


def test_the_longest_cell():
    assert read_number("1" * 100_000).value == (Fraction(10) ** 100_000 - 1) / 9
    for read in (read_number, readings):
        with pytest.raises(InputError, match=r"^the cell has 100001 characters: the limit is 100000$"):
            read("1" * 100_001)


def test_readings_are_told_with_their_percent_and_error():
    assert meaning(read_number("7.84% ± 0.02%")) == "7.84% ± 0.02"
    assert meaning(read_number("[0.1, 0.2]")) == "an interval"
    assert meaning(read_number("log 2")) == "log(2)"
    assert meaning(PrintedNumber("x", Fraction(10**20 - 1))) == str(10**20 - 1)
    assert meaning(PrintedNumber("x", Fraction(10**20))) == "a long number"
    assert meaning(PrintedNumber("x", Fraction(1, 10**6))) == "0.000001"
    assert meaning(PrintedNumber("x", Fraction(1, 10**7))) == "1/10000000"
    assert meaning(PrintedNumber("x", Fraction(10**20, 7))) == "a long number"
    assert meaning(PrintedNumber("x", Fraction(1, 10**20))) == "a long number"
    assert meaning(PrintedNumber("x", Fraction(-3))) == "-3"


def test_long_numbers_are_told_by_their_length_wherever_the_point_stands():
    for value, told in (
        (Fraction(10**20 - 1, 10), "9999999999999999999.9"),
        (Fraction(10**20 + 1, 10), "a long number"),
        (Fraction(-(10**20) - 1, 10), "-a long number"),
        (Fraction(10**20 - 1, 10**6), "99999999999999.999999"),
        (Fraction(-(10**20) + 1, 7), f"-{10**20 - 1}/7"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 10**20 - 1), f"1/{10**20 - 1}"),
    ):
        assert meaning(PrintedNumber("x", value)) == told


@pytest.mark.parametrize(
    ("shown", "period"), [("3", "3"), ("1", "6"), ("3", "45"), ("0", "142857"), ("12", "99"), ("5", "05")]
)
def test_a_bracket_as_large_as_the_number_may_be_its_period(shown, period):
    """The value of a repeating decimal by the rule of school; 0.34(5) has an error of 0.05, and is none."""
    places, repeats = 10 ** len(shown), 10 ** len(period) - 1
    exact = Fraction(int(shown + period) - int(shown), places * repeats)
    for sign in (1, -1):
        found = readings(f"{'-' if sign < 0 else ''}0.{shown}({period})")
        assert (found[0].value, found[0].error) == (sign * Fraction(int(shown), places), Fraction(int(period), places))
        if 0 < int(shown) <= int(period):
            assert [(n.value, n.places, n.error) for n in found[1:]] == [(sign * exact, None, None)]
        else:
            assert len(found) == 1
