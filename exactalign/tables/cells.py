"""One cell, one number, one label: as text for people, and as a value for JSON.

`tables` prints its cells through this module, `printed_tables` the right values beside wrong ones, and the
command line every number it writes as JSON.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from exactalign.exceptions import ParameterError, Undecided
from exactalign.limits import MAX_DIGITS
from exactalign.numbers.arithmetic import simplest
from exactalign.numbers.decimals import bounds_text, decimal_text, settled_text
from exactalign.numbers.digits import decimal_exponent, lower_text, upper_text
from exactalign.numbers.enclosed import Refinable, certain_digits
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.precision import bits_for
from exactalign.numbers.rationals import format_integer, format_rational, rational

READABLE_DIGITS = 200
"""Exact numbers of more digits are cut where people read them; CSV and JSON always hold them whole."""

ENCLOSURE_DIGITS = 15
"""Digits of an enclosed number, and of its bounds, when the caller does not say how many."""

_CUT_DIGITS = 12
_COUNTED_DIGITS = 5000
_SAFE_JSON_INTEGER = 1 << 53


def to_json_value(value: Any, digits: int = ENCLOSURE_DIGITS) -> object:
    """Return `value` in the form in which it goes into JSON, exact or with proved bounds.

    Rationals become strings `"49/625"`, log forms `{"exact", "lower", "upper"}`, enclosed reals and
    `Enclosure`s `{"lower", "upper"}` (decimals of `digits` digits, rounded outwards), `oo` the string `"oo"`.
    Text, truth values, None and `int` below 2^53 stay (larger ones become strings); sequences become lists,
    mappings objects. Raises `NotExactError` for a float, `NotRationalError` for anything else.

    >>> to_json_value([Fraction(49, 625), LogForm.parse("log 2"), (0, "a")], digits=4)
    ['49/625', {'exact': 'log(2)', 'lower': '0.6931', 'upper': '0.6932'}, [0, 'a']]
    """
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, Infinity):
        return repr(value)
    if isinstance(value, int):
        return value if abs(value) < _SAFE_JSON_INTEGER else format_integer(value)
    if isinstance(value, (Enclosure, Refinable)):
        bits_for(digits)  # checks the limit
    if isinstance(value, Enclosure):
        return {"lower": lower_text(value.lower, digits), "upper": upper_text(value.upper, digits)}
    if isinstance(value, Refinable):
        exact = {"exact": str(value)} if isinstance(value, LogForm) else {}
        lower, upper = bounds_text(value, digits)
        return {**exact, "lower": lower, "upper": upper}
    if isinstance(value, Mapping):
        return {label_text(key): to_json_value(item, digits) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json_value(item, digits) for item in value]
    return format_rational(rational(value))


def number_text(value: Any, digits: int | None = None, places: int | None = None, *, whole: bool = False) -> str:
    """Return a number as a table prints it (see `Table.render`); `whole` keeps long exact numbers uncut.

    >>> number_text(Fraction(2, 3)), number_text(Fraction(2, 3), places=2)
    ('2/3', '0.67')
    """
    if isinstance(value, Infinity):
        return repr(value)
    if not isinstance(value, int) and (digits is not None or places is not None):
        if digits is not None and isinstance(value, Refinable):
            text = settled_text(value, digits)
            if text is not None:
                return text
        value = simplest(value)
        try:
            if digits is not None and isinstance(value, Refinable) and 0 in value.enclose(4):
                raise Undecided("the number cannot be told from 0")
            return decimal_text(value, digits, places)
        except Undecided:
            return _cut(value, digits, places or 0)
    if isinstance(value, Refinable) and not isinstance(value, LogForm):
        return _cut(value, ENCLOSURE_DIGITS)
    if not whole and exact_length(value) > READABLE_DIGITS:
        return f"≈ {_cut(simplest(value), _CUT_DIGITS)}"
    return str(value) if isinstance(value, LogForm) else format_rational(Fraction(value))


def cell_text(value: Any, digits: int | None = None, places: int | None = None, *, whole: bool = False) -> str:
    """Return any cell as text: None is empty, labels are themselves, a tuple is `(a, b)`.

    >>> cell_text((0, "b")), cell_text(None), cell_text(Fraction(1, 2))
    ('(0, b)', '', '1/2')
    """
    if value is None or isinstance(value, (str, tuple)):
        return label_text(value)
    return number_text(value, digits, places, whole=whole)


def label_text(label: Any) -> str:
    """Return a label (of a column, an outcome, a sequence) as text.

    >>> label_text((0, 1)), label_text("y_1 = 0"), label_text(Fraction(1, 2))
    ('(0, 1)', 'y_1 = 0', '1/2')
    """
    if isinstance(label, str):
        return label
    if label is None:
        return ""
    if isinstance(label, (tuple, list)):
        return f"({', '.join(label_text(part) for part in label)})"
    if isinstance(label, (Refinable, Infinity, bool)):
        return str(label)
    return format_rational(rational(label, "label"))


def check_precision(digits: int | None, places: int | None) -> None:
    """Raise `ParameterError` unless at most one of `digits` and `places` is given, and in range."""
    if digits is not None and places is not None:
        raise ParameterError(f"digits is {digits} and places is {places}: give one of them")
    if digits is not None:
        bits_for(digits)
    if places is not None and (isinstance(places, bool) or not isinstance(places, int)):
        raise ParameterError(f"places is {places!r}: give a whole number")
    if places is not None and not 0 <= places <= MAX_DIGITS:
        raise ParameterError(f"places is {places}: give a whole number from 0 to {MAX_DIGITS}")


def _cut(value: Any, digits: int | None, places: int = 0) -> str:
    """The first digits, cut and followed by "…"; bounds where not even one digit is certain."""
    if not isinstance(value, Refinable):
        assert digits is not None  # a rational number is cut to digits only
        exact = Fraction(value)
        return ("-" if exact < 0 else "") + lower_text(abs(exact), digits) + "…"
    try:
        return certain_digits(value, _digits_for(value, places) if digits is None else digits)
    except Undecided:
        return "undecided"


def _digits_for(value: Refinable, places: int) -> int:
    low, high = value.enclose(4)
    return max(places, 1) if low <= 0 <= high else max(places + 1 + decimal_exponent(max(-low, high)), 1)


def exact_length(value: Any) -> int:
    """How many digits the exact number takes in print (estimated, when there are few or very many)."""
    if isinstance(value, LogForm):
        terms, denominator = value.integer_terms()
        bits = sum(a.bit_length() + c.bit_length() + denominator.bit_length() for a, c in terms.items())
        size = _decimal_length(bits) + exact_length(value.constant)
    elif isinstance(value, (int, Fraction)):
        bottom = 0 if value.denominator == 1 else _decimal_length(value.denominator.bit_length())
        size = _decimal_length(value.numerator.bit_length()) + bottom
    else:
        return 0
    if not READABLE_DIGITS < size < _COUNTED_DIGITS:
        return size
    return sum(map(str.isdigit, str(value) if isinstance(value, LogForm) else format_rational(Fraction(value))))


def _decimal_length(bits: int) -> int:
    return bits * 30103 // 100000 + 1
