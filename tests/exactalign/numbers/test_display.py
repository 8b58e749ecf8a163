"""How a notebook shows numbers: exact where that can be read, else digits that are all right."""

from fractions import Fraction
from typing import Any

import pytest
from flint import arb

from exactalign import EnclosedReal, Enclosure, LogForm, log, oo
from exactalign.numbers import display
from exactalign.numbers.display import number_text
from exactalign.text.rows import cell

TIP = "proved digits of an enclosed real"
HIDDEN = EnclosedReal(lambda: arb("nan"))
LONG = LogForm.sum(log(k) for k in range(2, 700))
LONG_PRODUCT = LogForm.sum(log(k) for k in range(2, 60)) ** 2


@pytest.mark.parametrize(
    ("value", "text", "latex", "note", "title"),
    [
        (3, "3", "3", "", ""),
        (-3, "-3", "-3", "", ""),
        (Fraction(1, 3), "1/3", r"\frac{1}{3}", "", ""),
        (Fraction(-1, 3), "-1/3", r"-\frac{1}{3}", "", ""),
        (oo, "∞", r"\infty", "", ""),
        (-oo, "-∞", r"-\infty", "", ""),
        (Enclosure(Fraction(1, 3), Fraction(1, 2)), "[0.333, 0.500]", "[0.333, 0.500]", "", ""),
        (EnclosedReal(arb.pi), "3.14159265358979…", r"3.14159265358979\ldots", "", TIP),
        (HIDDEN, "undecided", r"\text{undecided}", "", TIP),
        (log(2), "log(2)", r"\log 2", "≈ 0.693147180559…", ""),
        (LogForm("1/2"), "1/2", r"\frac{1}{2}", "", ""),
        (log(2) * log(3), "log(2)*log(3)", r"\log 2 \log 3", "≈ 0.761500010418…", ""),
    ],
)
def test_text_formula_and_note(value: Any, text: str, latex: str, note: str, title: str) -> None:
    shown = cell(value)
    assert shown.text == number_text(value) == text
    assert shown.latex is not None
    assert shown.latex() == latex
    assert (shown.note() if shown.note else "") == note
    assert shown.title == title
    assert shown.is_number


@pytest.mark.parametrize(("value", "many"), [(LONG, "698 logarithms"), (LONG_PRODUCT, "153 products of logarithms")])
def test_what_is_long_is_told_by_its_size_and_digits(value: Any, many: str) -> None:
    shown = cell(value)
    digits = number_text(EnclosedReal.of(value))[:14]  # thirteen digits, and a point
    assert shown.text == f"{many}, {digits[:-1]}…"  # twelve digits
    assert shown.latex is not None
    assert shown.latex().startswith(r"\approx ")
    assert digits[:-2] in shown.latex()
    assert shown.note is not None
    assert shown.note() == ""


def test_a_formula_that_would_fill_the_page_gives_way_to_digits() -> None:
    """Forms that are not long by their bits, whose formulas are just short enough, and just too long."""

    def form(terms: int) -> LogForm:
        return LogForm(0, [(k, 2 * k + 1) for k in range(5, 5 + terms)])

    lengths = {len(form(terms).latex()): terms for terms in range(30, 90)}
    shortest = min(length for length in lengths if length > 400)
    longest = max(length for length in lengths if length <= 400)
    for length in (longest, shortest):
        value = form(lengths[length])
        assert not value.is_long()
        latex = cell(value).latex
        assert latex is not None
        assert (latex() == value.latex()) == (length <= 400)
        assert latex().startswith(r"\approx ") == (length > 400)


def test_a_formula_is_shown_up_to_so_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    for value in (log(2) + log(3) / 2, log(2) * log(3)):
        latex, length = cell(value).latex, len(value.latex())
        assert latex is not None
        for most, whole in ((length, True), (length - 1, False)):
            monkeypatch.setattr(display, "_FORMULA_CHARACTERS", most)
            assert (latex() == value.latex()) is whole
            assert latex().startswith(r"\approx ") is not whole


def test_rationals_of_two_hundred_bits_are_written_out() -> None:
    for sign in (1, -1):
        assert number_text(sign * (2**199 - 1)) == str(sign * (2**199 - 1))  # with the 1 below it
        assert number_text(sign * 2**199) == ("-" if sign < 0 else "") + "8.03469022129…e+59"
    top = 2**101 // 3  # 100 bits
    assert number_text(Fraction(top, 2**100 - 3)) == f"{top}/{2**100 - 3}"
    assert number_text(Fraction(top, 2**101 - 3)) == "0.333333333333…"
    assert number_text(-Fraction(top, 2**101 - 3)) == "-0.333333333333…"
