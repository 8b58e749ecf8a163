"""One cell of a file of samples: an exact number, or what is wrong with it."""

from __future__ import annotations

import json
from fractions import Fraction
from math import isfinite, isnan
from typing import Any

from exactalign.exceptions import ExactAlignError, InputError
from exactalign.numbers.digits import decimal_exponent
from exactalign.numbers.rationals import from_float
from exactalign.numbers.reading import short_number

_LARGEST_EXPONENT = 324  # of the least float
_MINUS_INFINITY = frozenset({"-inf", "-infinity"})
_NOTHING = frozenset({"null", "none", "na", "n/a", "-"})
_INFINITE = _MINUS_INFINITY | {"inf", "+inf", "infinity", "+infinity"}
_NAN = frozenset({"nan", "-nan", "+nan"})
_TRUTH = {"true": Fraction(1), "false": Fraction(0)}


def reward_of(value: Any, column: str) -> Fraction:
    """Return a reward; a truth value is 1 or 0."""
    if isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str):
        truth = _TRUTH.get(value.strip().lower())
        if truth is not None:
            return truth
    return _number(value, column)


def probability_of(value: Any) -> Fraction:
    """Return a probability, which is not negative."""
    found = _number(value, "probability")
    if found < 0:
        raise InputError(f"probability is {value}: it must not be negative")
    return found


def logprob_of(value: Any) -> Fraction | None:
    """Return a log-probability, None for −∞; a list of them (one a token) is added up."""
    if isinstance(value, list):
        if not value:
            raise InputError("logprob is an empty list: give a number, or one a token")
        parts = [logprob_of(part) for part in value]
        return None if None in parts else sum((part for part in parts if part is not None), Fraction(0))
    if isinstance(value, str) and value.strip().lower() in _MINUS_INFINITY:
        return None
    if value == float("-inf"):
        return None
    return _number(value, "logprob")


def text_of(value: Any) -> str:
    """Return a prompt or an output as a text; messages as JSON, the same for the same ones."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)


def prompt_label(value: Any) -> str:
    """Return a prompt for people: of chat messages the role and the text of each.

    >>> prompt_label([{"role": "user", "content": "2+2?"}])
    'user: 2+2?'
    """
    if isinstance(value, list) and value and all(_is_message(part) for part in value):
        return " | ".join(f"{part['role']}: {text_of(part['content'])}" for part in value)
    return text_of(value)


def _is_message(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("role"), str) and "content" in value


def _number(value: Any, column: str) -> Fraction:
    if value is None:
        raise InputError(f"{column} is null: give a number")
    if isinstance(value, str):
        word = value.strip().lower()
        if not word:
            raise InputError(f"{column} is empty: give a number")
        if word in _NAN:
            raise InputError(f"{column} is NaN, which is no number: give one, or leave the row out")
        if word in _NOTHING:
            raise InputError(f"{column} is {value.strip()}: give a number")
        if word in _INFINITE:
            raise InputError(f"{column} is {value.strip()}: give a finite number")
    elif isinstance(value, float) and not isfinite(value):
        told = "NaN, which is no number" if isnan(value) else str(value)
        raise InputError(f"{column} is {told}: give a finite number")
    try:
        return sample_number(value, column)
    except ExactAlignError as error:
        raise InputError(str(error)) from None


def sample_number(value: Any, name: str) -> Fraction:
    """Return a number of a sample, of a size that floats have: past it a search for α would take minutes.

    >>> sample_number("1e400", "reward")
    Traceback (most recent call last):
    exactalign.exceptions.InputError: reward is ~10^400: give a number between 10^-324 and 10^324
    """
    found = from_float(value, name)
    if found and abs(decimal_exponent(abs(found))) > _LARGEST_EXPONENT:
        raise InputError(f"{name} is {short_number(found)}: give a number between 10^-324 and 10^324")
    return found
