"""Reading what a user's function gives back, at its exact binary value: a number, a vector, a refusal, an exception."""

from __future__ import annotations

import traceback
from fractions import Fraction
from math import isinf, isnan
from pathlib import Path
from typing import Any

import attrs

from exactalign.exceptions import ExactAlignError
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.rationals import from_float

Entry = Fraction | Infinity | None
"""An answer at its exact binary value; None is a NaN (or the answer None)."""

LIBRARY = str(Path(__file__).parent)
"""Where the frames of this package are: no part of what a user is shown."""


class Unreadable(Exception):
    """An answer that is no number, or no sequence of numbers."""


@attrs.frozen
class Returned:
    """What one call gave: a value, or what it raised."""

    value: Any = None
    raised: BaseException | None = None

    @property
    def error(self) -> str:
        """What was raised, in one line with the place in the user's code."""
        if self.raised is None:
            return ""
        text = " ".join(str(self.raised).split())
        shown = f"raised {type(self.raised).__name__}" + (f": {text[:200]}" if text else "")
        place = origin(self.raised)
        return f"{shown} ({place})" if place else shown


def origin(raised: BaseException) -> str:
    """Return where in the user's code something was raised: `line 3 of f`; nothing for a call that never got there."""
    frames = [frame for frame in traceback.extract_tb(raised.__traceback__) if not frame.filename.startswith(LIBRARY)]
    return f"line {frames[-1].lineno} of {frames[-1].name}" if frames else ""


def number(value: Any) -> Entry:
    """Return a scalar answer at its exact binary value.

    Accepted: Python and NumPy numbers, arrays and tensors with one entry, exact rationals, `oo`, None.

    >>> number(0.5), number(float("inf")), number(float("nan"))
    (Fraction(1, 2), oo, None)
    """
    if value is None or isinstance(value, Infinity):
        return value
    if not isinstance(value, (int, float, Fraction)) and callable(getattr(value, "item", None)):
        try:
            value = value.item()
        except (ValueError, TypeError, RuntimeError) as error:
            raise Unreadable(f"the answer is {short_text(value)}, not one number ({error})") from None
    try:
        if isnan(value):
            return None
        if isinf(value):
            return oo if value > 0 else -oo
        return from_float(value, "the answer")
    except (ExactAlignError, TypeError, ValueError):
        raise Unreadable(f"the answer is {short_text(value)} of type {type(value).__name__}, not a number") from None
    except OverflowError:  # an exact number past the largest float
        return from_float(value, "the answer")


def listed(value: Any) -> Any:
    """Return an array or a tensor as the list that it gives, anything else as it is."""
    return value.tolist() if callable(getattr(value, "tolist", None)) else value


def vector(value: Any, length: int | None = None) -> list[Entry]:
    """Return a vector answer at its exact binary values; raise `Unreadable` for another length."""
    value = listed(value)
    if isinstance(value, (str, bytes, dict)):
        raise Unreadable(f"the answer is {short_text(value)} of type {type(value).__name__}, not a sequence of numbers")
    try:
        entries = list(value)
    except TypeError:
        raise Unreadable(f"the answer is {short_text(value)}, not a sequence of numbers") from None
    if length is not None and len(entries) != length:
        raise Unreadable(f"the answer has {len(entries)} entries, not {length}: {short_text(value)}")
    return [number(entry) for entry in entries]


def is_refusal(answer: Returned) -> bool:
    """Whether a call said that there is no answer: by an exception, None, or NaN (NaNs alone, where it is a vector)."""
    if answer.raised is not None:
        return isinstance(answer.raised, Exception)
    try:
        return number(answer.value) is None
    except Unreadable:
        pass
    try:
        entries = vector(answer.value)
    except Unreadable:
        return False
    return bool(entries) and all(entry is None for entry in entries)


def short_text(value: Any) -> str:
    """Return what was returned, on one short line."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # noqa: BLE001 (a user's class: its repr may do anything)
        return "something that cannot be shown"
    return text if len(text) <= 200 else f"{text[:199]}…"
