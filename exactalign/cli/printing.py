"""Printing answers: one rule for JSON, one for numbers in notes, one limit of digits, for every command.

A command makes a `Table`, or an object for JSON, and hands it to the `Printer` that its options opened.
"""

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from exactalign.cli.output import Format, emit, emit_table
from exactalign.numbers.arithmetic import simplest
from exactalign.numbers.decimals import bounds_text, decimal_text
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.rationals import format_integer
from exactalign.tables.cells import ENCLOSURE_DIGITS, exact_length, number_text, to_json_value
from exactalign.tables.table import Table

MAX_EXACT_DIGITS = 1_000_000
"""A log form of more digits goes into JSON with its bounds only, and `"exact": null`."""

_LONGEST_EXACT = 80
_LONGEST_INTEGER = 40
_LONGEST_LIST = 12
_SHOWN_DIGITS = 10
_LISTED_DIGITS = 6


@attrs.frozen
class Printer:
    """How one answer is printed: its format, the rounding of its numbers, and where it goes."""

    form: Format
    digits: int | None
    places: int | None
    tabular: bool
    output: str | None
    default: int | None = None

    @property
    def is_json(self) -> bool:
        """Whether the answer is an object for a program rather than a table for people."""
        return self.form is Format.JSON

    def table(self, table: Table) -> None:
        """Write a table in the format asked for."""
        if self.tabular:
            table = Table(table.columns, table.rows)
        digits = self.default if self.digits is None and self.places is None else self.digits
        text = table.render(self.form.value, digits=digits, places=self.places)
        emit_table(text, self.form, self.output)

    def json(self, content: Mapping[str, Any]) -> None:
        """Write an object whose values may be numbers of every kind."""
        emit(json_document({key: self.encoded(value) for key, value in content.items()}), self.output)

    def encoded(self, value: Any) -> object:
        """Return what stands for a value in JSON: exact, or with bounds of the digits asked for."""
        count = ENCLOSURE_DIGITS if self.digits is None else self.digits
        if isinstance(value, Mapping):
            return {str(key): self.encoded(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.encoded(item) for item in value]
        if isinstance(value, LogForm) and exact_length(value) > MAX_EXACT_DIGITS:
            lower, upper = bounds_text(value, count)
            return {"exact": None, "lower": lower, "upper": upper}
        return to_json_value(value, count)

    def shown(self, value: Any) -> str:
        """Return a value for people, rounded as asked; else as `shown` does."""
        return shown(value, self.digits, self.places)

    def shown_list(self, values: Iterable[Any]) -> str:
        """Return a list in parentheses, cut where it is long: exact when that is short, else decimals."""
        listed = list(values)
        more = ", …" if len(listed) > _LONGEST_LIST else ""
        listed = listed[:_LONGEST_LIST]
        if self.digits is not None or self.places is not None:
            return f"({', '.join(number_text(value, self.digits, self.places) for value in listed)}{more})"
        exact = ", ".join(number_text(value) for value in listed)
        if "≈" not in exact and len(exact) <= _LONGEST_EXACT:
            return f"({exact}{more})"
        return f"≈ ({', '.join(decimal_text(value, digits=_LISTED_DIGITS) for value in listed)}{more})"


def as_form(value: Any) -> object:
    """Return a rational as a log form, so that JSON shows it with bounds as its enclosed kin; the rest stays."""
    return LogForm(value) if isinstance(value, Fraction) else value


def json_document(content: Mapping[str, Any]) -> str:
    """Return a JSON object, one key a line, lists of objects and objects of objects one item a line."""
    return _object(content, "") if content else "{}"


def shown(value: Any, digits: int | None = None, places: int | None = None) -> str:
    """Return a value for people: short exact forms with decimals beside them, else decimals.

    With `digits` or `places` the value is correctly rounded to so many.

    >>> shown(LogForm.parse("log 5")), shown(LogForm.parse("1/2")), shown(Fraction(2, 3)), shown(LogForm(), 5)
    ('log(5) ≈ 1.609437912', '1/2 = 0.5', '2/3 ≈ 0.6666666667', '0')
    """
    value = simplest(value)
    if digits is not None or places is not None or not isinstance(value, Fraction):
        return exact_text(value, digits, places)
    exact = number_text(value) if exact_length(value) <= _LONGEST_EXACT else ""
    rounded = decimal_text(value, digits=_SHOWN_DIGITS)
    if not exact or len(exact) > _LONGEST_EXACT:
        return f"≈ {rounded}"
    if value.denominator == 1:
        return exact
    if Fraction(rounded) != value:
        return f"{exact} ≈ {rounded}"
    mantissa, e, exponent = rounded.partition("e")
    return f"{exact} = {mantissa.rstrip('0').rstrip('.')}{e}{exponent}"


def exact_text(value: Any, digits: int | None = None, places: int | None = None) -> str:
    """Return a value for a title or a message: a short rational alone, all else as `shown` has it.

    >>> exact_text(Fraction(2, 3)), exact_text(LogForm.parse("log 5"))
    ('2/3', 'log(5) ≈ 1.609437912')
    """
    value = simplest(value)
    if isinstance(value, (str, Infinity)):
        return str(value)
    if digits is not None or places is not None:
        return number_text(value, digits, places)
    if isinstance(value, Refinable) and not isinstance(value, LogForm):
        return number_text(value)
    exact = "" if exact_length(value) > _LONGEST_EXACT else number_text(value)
    if exact and len(exact) <= _LONGEST_EXACT:
        return exact if isinstance(value, Fraction) else f"{exact} ≈ {number_text(value, digits=_SHOWN_DIGITS)}"
    return f"≈ {number_text(value, digits=_SHOWN_DIGITS)}"


def short_integer(value: Any) -> str:
    """Return an integer, or how long it is when nobody would read it; any other N as it prints itself."""
    if not isinstance(value, int):
        return str(value)
    text = format_integer(value)
    if len(text) <= _LONGEST_INTEGER:
        return text
    return f"{text[0]}.{text[1:4]}…e+{len(text) - 1} (an integer of {len(text)} digits)"


def _object(content: Mapping[str, Any], indent: str) -> str:
    inner = indent + "  "
    lines = [f"{inner}{_text(key)}: {_value(value, inner)}" for key, value in content.items()]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def _value(value: Any, indent: str) -> str:
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        items = ",\n".join(f"{indent}  {_text(item)}" for item in value)
        return f"[\n{items}\n{indent}]"
    if isinstance(value, Mapping) and any(isinstance(item, (Mapping, list)) for item in value.values()):
        return _object(value, indent)
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
