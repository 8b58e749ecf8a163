"""What a case holds: data, which is copied where it can change, and is itself where it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, Final

from exactalign.text.articles import with_article
from proofs_check.exceptions import ClaimError
from proofs_check.language.comparisons import refuse_floats
from proofs_check.language.copies import CHANGING, FIXED

_SINGLE: Final = (int, bool, str, type(None), Fraction)
_OURS: Final = ("exactalign", "proofs_check")
"""Where the classes are of which no object can change."""
_DATA: Final = (
    "a case holds numbers, texts, laws, rewards, and tuples, lists, sets, mappings, named tuples and frozen dataclasses"
    " of these: make of them what is needed where it is used"
)


def demand_data(value: Any, where: str, fixed: str = "", within: tuple[int, ...] = ()) -> None:
    """Raise `ClaimError` for what is no data, or can change and is in something `fixed`, of which there is no copy.

    What else can change is either shared by all cases, or is another one in each: a claim about it says neither.
    """
    kind = type(value)
    if kind in CHANGING and fixed:
        raise ClaimError(f"{where} holds {with_article(kind.__name__)} in {fixed}, which is not copied: give a tuple")
    if id(value) in within:
        raise ClaimError(f"{where} holds itself")
    if kind is dict:
        parts = [*value, *value.values()]
    elif is_named(value):
        parts = list(value) if isinstance(value, tuple) else [getattr(value, f.name, None) for f in fields(value)]
        fixed = with_article(kind.__name__)
    elif kind in (*FIXED, *CHANGING):
        parts = list(value)
    elif isinstance(value, Enum) and not isinstance(value, (int, str)):
        parts, fixed = [value.value], with_article(kind.__name__)
    else:
        _demand_one(value, where)
        return
    for item in parts:
        demand_data(item, where, fixed, (*within, id(value)))


def is_named(value: Any) -> bool:
    """Whether a value is a named tuple, or a frozen dataclass."""
    if is_dataclass(value) and not isinstance(value, type):
        return bool(type(value).__dataclass_params__.frozen)  # type: ignore[attr-defined]
    return isinstance(value, tuple) and hasattr(value, "_fields")


def _demand_one(value: Any, where: str) -> None:
    """The same for what has no parts."""
    kind = type(value)
    if not is_dataclass(value):  # of which all is told below
        refuse_floats(value, where)
    if isinstance(value, int) and kind not in (int, bool):
        raise ClaimError(f"{where} is {with_article(kind.__name__)}: give int(…) of it")
    if isinstance(value, Iterator):
        raise ClaimError(f"{where} is used up where it is read: give a tuple")
    ours = kind.__module__.partition(".")[0] in _OURS and kind.__name__ != "Case"  # that has lists of its own
    if not (kind in _SINGLE or isinstance(value, Enum) or ours):
        raise ClaimError(f"{where} holds {with_article(kind.__name__)}: {_DATA}")
