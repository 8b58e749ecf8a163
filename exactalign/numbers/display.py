"""How numbers are shown in a notebook: exact where that can be read, else their first digits, all right."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from exactalign.exceptions import Undecided
from exactalign.numbers.enclosed import EnclosedReal, Refinable, certain_digits
from exactalign.numbers.enclosures import Enclosure, ends_text
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.logpolynomials import LogPolynomial
from exactalign.numbers.rationals import format_rational
from exactalign.text.markup import math_digits, math_text
from exactalign.text.rows import Cell, cell

_FORMULA_CHARACTERS = 400
_DIGITS = 12
_ENCLOSURE_DIGITS = 15
_READABLE_BITS = 200  # of a rational that is written out
_TIP = "proved digits of an enclosed real"


def number_text(value: Any) -> str:
    """Return a number as text: exact where that can be read, else its first digits, all right.

    >>> number_text(Fraction(1, 3)), number_text(Fraction(1, 3**200)), number_text(EnclosedReal.of(2).sqrt())
    ('1/3', '3.76486194959…e-96', '1.41421356237309…')
    """
    if isinstance(value, Infinity):
        return "∞" if value.sign > 0 else "-∞"
    if isinstance(value, Enclosure):
        return ends_text(value)
    if isinstance(value, (LogForm, LogPolynomial)):
        return value.short_text()
    if isinstance(value, Refinable):
        return _digits(value, _ENCLOSURE_DIGITS)
    if value.numerator.bit_length() + value.denominator.bit_length() <= _READABLE_BITS:
        return format_rational(value)
    return _digits(EnclosedReal.of(value), _DIGITS)


@cell.register(int)
@cell.register(Fraction)
@cell.register(Infinity)
@cell.register(Enclosure)
@cell.register(Refinable)
def _number_cell(value: Any) -> Cell:
    text = number_text(value)

    def formula() -> str:
        top, slash, bottom = text.partition("/")
        if slash:
            return rf"-\frac{{{top[1:]}}}{{{bottom}}}" if top[0] == "-" else rf"\frac{{{top}}}{{{bottom}}}"
        return math_text(text) if text == "undecided" else math_digits(text)

    return Cell(text, formula, title=_TIP if isinstance(value, EnclosedReal) else "", is_number=True)


@cell.register(LogForm)
@cell.register(LogPolynomial)
def _exact_cell(value: Any) -> Cell:
    text = value.short_text()

    def formula() -> str:
        written: str = "" if value.is_long() else value.latex()
        if written and len(written) <= _FORMULA_CHARACTERS:
            return written
        return math_digits(f"≈ {_digits(EnclosedReal.of(value), _DIGITS)}")

    def approximation() -> str:
        if "log" not in text or value.is_long():
            return ""
        digits = _digits(EnclosedReal.of(value), _DIGITS)
        return "" if digits == "undecided" else f"≈ {digits}"

    return Cell(text, formula, approximation, is_number=True)


def _digits(value: Refinable, digits: int) -> str:
    try:
        return certain_digits(value, digits)
    except Undecided:
        return "undecided"
