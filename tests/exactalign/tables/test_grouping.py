"""Commas, apostrophes and thin spaces between digits: what they group, and what they may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign.exceptions import InputError
from exactalign.tables.grouping import Commas, commas_of, spellings, ungrouped


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        ([], "UNSAID"),
        (["0.5", "12"], "UNSAID"),  # no comma at all
        (["(0, 1)", "[0,1, 0,2]", "(0,123)"], "UNSAID"),  # lists
        (["0,5"], "DECIMAL"),
        (["12,5"], "DECIMAL"),
        (["0,438"], "DECIMAL"),  # no group of thousands begins with 0
        (["1,234,567"], "THOUSANDS"),
        (["1,234.5"], "THOUSANDS"),
        (["12,345", "0.5"], "THOUSANDS"),  # the point is the decimal mark
        (["12,345"], "UNSAID"),
        (["12,345", "1,024"], "LIKELY_THOUSANDS"),
        (["12,345", "1,024", "0,5"], "DECIMAL"),
        (["12,345", "1,024", "0,5", "1,234,567"], "UNSAID"),  # it means both
        (["0,5", "1,234.5"], "UNSAID"),
    ],
)
def test_what_the_commas_of_a_table_mean(cells: list[str], meaning: str) -> None:
    for order in (cells, cells[::-1]):
        assert commas_of(order) is Commas[meaning]


@given(st.integers(0, 10**15))
def test_grouped_by_any_space_a_number_is_itself(number: int) -> None:
    grouped = f"{number:,}"
    for space in "\u2009\u202f\u00a0":
        assert ungrouped(grouped.replace(",", space)) == str(number)
        assert ungrouped(f"x{space}{number}") == f"x {number}"


def test_spaces_that_group_nothing_stay_as_plain_ones() -> None:
    for text in ("1234\u2009567", "12\u200934", "12\u20093456", "0.1\u2009234", "1\u2009234\u200956"):
        assert ungrouped(text) == text.replace("\u2009", " ")
    assert ungrouped("12 345") == "12 345"


FAILS = "a comma or space between digits"


@pytest.mark.parametrize(
    ("text", "unsaid", "decimal"),
    [
        ("1234.5", ["1234.5"], ["1234.5"]),
        ("1.234", ["1.234"], ["1234", "1.234"]),  # a German thousand, or an English fraction
        ("+1.234", ["+1.234"], ["+1234", "+1.234"]),
        ("0.234", ["0.234"], ["0.234"]),
        ("1234.567", ["1234.567"], ["1234.567"]),
        ("1.234.567", ["1.234.567"], ["1234567"]),
        ("1.234,5", FAILS, ["1234.5"]),
        ("-1.234.567,89", FAILS, ["-1234567.89"]),
        ("1,234", ["1234", "1.234"], ["1.234"]),
        ("-1,234", ["-1234", "-1.234"], ["-1.234"]),
        ("0,234", ["0.234"], ["0.234"]),
        ("1234,567", ["1234.567"], ["1234.567"]),
        ("1,23", ["1.23"], ["1.23"]),
        ("1,234,567", ["1234567"], ["1234567"]),
        ("1,234.5", ["1234.5"], ["1234.5"]),
        ("1,23,456", FAILS, FAILS),
        ("12,", FAILS, ["12."]),
        ("1'234", ["1234"], ["1.234"]),
        ("1'234'567.8", ["1234567.8"], ["1234567.8"]),
        ("12'34", FAILS, ["12.34"]),
        ("'12", FAILS, FAILS),
    ],
)
def test_every_spelling(text: str, unsaid: list[str] | str, decimal: list[str] | str) -> None:
    for commas, expected in ((Commas.UNSAID, unsaid), (Commas.LIKELY_THOUSANDS, unsaid), (Commas.DECIMAL, decimal)):
        if isinstance(expected, str):
            with pytest.raises(InputError, match=expected):
                spellings(text, commas)
        else:
            assert list(spellings(text, commas)) == expected


def test_where_commas_group_thousands_they_are_no_decimal_marks() -> None:
    assert spellings("1,234", Commas.THOUSANDS) == ("1234",)
    assert spellings("1,23", Commas.THOUSANDS) == ("1.23",)  # it groups nothing
    assert spellings("1.234", Commas.THOUSANDS) == ("1.234",)
