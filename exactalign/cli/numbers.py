"""Reading exact reals (budgets, rewards, α) from options, and writing exact and enclosed ones.

What the commands about tilts share: `align`, `compare`, `rate` and `sweep`.
"""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from exactalign.exceptions import ExactAlignError, ParameterError
from exactalign.numbers.logforms import LogForm

MAX_EXACT_DIGITS = 10_000
"""A log form of more digits goes into JSON with its bounds only, and `"exact": null`."""

_LONGEST_EXACT = 80
_SHOWN_DIGITS = 10


def read_log_form(text: str, name: str) -> LogForm:
    """Return a rational or log form that was typed, such as "11/100" or "1/2*log(9/8)"."""
    if not text.strip():
        raise ParameterError(f'{name} is empty: give a number such as "11/100" or "1/2*log(9/8)"')
    try:
        return LogForm.parse(text.strip())
    except ExactAlignError as error:
        raise type(error)(f"{name}: {error}") from None


def read_kl(text: str, name: str = "--kl") -> LogForm:
    """Return a KL budget, which must not be negative."""
    value = read_log_form(text, name)
    if value < 0:
        raise ParameterError(f"{name} is {value}: a KL budget must not be negative")
    return value


def encoder(digits: int | None) -> Callable[[Any], Any]:
    """Return the function from exact and enclosed values to what stands for them in JSON."""
    from exactalign.tables.cells import ENCLOSURE_DIGITS, exact_length, to_json_value

    count = ENCLOSURE_DIGITS if digits is None else digits

    def encoded(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {str(key): encoded(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [encoded(item) for item in value]
        if isinstance(value, LogForm) and exact_length(value) > MAX_EXACT_DIGITS:
            low, high = value.enclose(count + 3)
            return {"exact": None, "lower": to_json_value(low, count), "upper": to_json_value(high, count)}
        return to_json_value(value, count)

    return encoded


def as_form(value: Any) -> Any:
    """Return a rational as a log form, so that JSON shows it with bounds as its enclosed kin; the rest stays."""
    return LogForm(value) if isinstance(value, Fraction) else value


def json_document(content: Mapping[str, Any]) -> str:
    """Return a JSON object, one key a line, lists of objects and objects of objects one item a line."""
    return _object(content, "") if content else "{}"


def shown(value: Any, digits: int | None, *, bare: bool = False) -> str:
    """Return a value for people: short exact forms with decimals beside them, else decimals.

    With `digits` the value is correctly rounded to so many; `bare` leaves out the exact form.

    >>> shown(LogForm.parse("log 5"), None), shown(LogForm.parse("1/2"), None), shown(LogForm(), 5)
    ('log(5) ≈ 1.609437912', '1/2', '0')
    """
    from exactalign.numbers.enclosed import Refinable
    from exactalign.numbers.infinity import Infinity
    from exactalign.tables.cells import exact_length, number_text

    if isinstance(value, (str, Infinity)):
        return str(value)
    if isinstance(value, LogForm) and value.is_rational:
        value = value.as_rational()
    if digits is not None:
        return number_text(value, digits=digits)
    if isinstance(value, Refinable) and not isinstance(value, LogForm):
        return number_text(value)
    exact = "" if bare or exact_length(value) > _LONGEST_EXACT else number_text(value)
    if exact and len(exact) <= _LONGEST_EXACT:
        return exact if isinstance(value, Fraction) else f"{exact} ≈ {number_text(value, digits=_SHOWN_DIGITS)}"
    return f"{'' if bare else '≈ '}{number_text(value, digits=_SHOWN_DIGITS)}"


def short_integer(value: int) -> str:
    """Return an integer, or how long it is when nobody would read it."""
    from exactalign.numbers.rationals import format_integer

    text = format_integer(value)
    return text if len(text) <= 40 else f"{text[0]}.{text[1:4]}…e+{len(text) - 1} (an integer of {len(text)} digits)"


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
