"""Outcomes and the values that go with them: pairing them, and naming them in messages."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from itertools import chain
from numbers import Rational, Real
from typing import Any

from exactalign.exceptions import DistributionError, OutcomeError
from exactalign.text.articles import with_article

Outcome = Hashable

_USUAL = frozenset({int, str})
UNHASHABLE = "outcomes must be hashable: use tuples instead of lists"


def listed(values: Any, name: str) -> list[object]:
    """Return the values as a list; raise `DistributionError` for what is no list of numbers."""
    if type(values) is list:
        return list(values)
    if isinstance(values, (str, bytes, Mapping, Set)) or not isinstance(values, Iterable):
        raise DistributionError(f"{name} must be a list of numbers, not {with_article(type(values).__name__)}")
    return list(values)


def paired(values: list[Any], outcomes: Iterable[Any] | None, singular: str, plural: str) -> dict[Any, Any]:
    """Return {outcome: value}; raise `OutcomeError` when the outcomes do not fit."""
    labels = list(range(len(values))) if outcomes is None else list(outcomes)
    if len(labels) != len(values):
        raise OutcomeError(f"{counted(len(labels))} but {len(values)} {singular if len(values) == 1 else plural}")
    try:
        named = dict(zip(labels, values, strict=True))
    except TypeError:
        raise OutcomeError(UNHASHABLE) from None
    if len(named) != len(labels):
        raise OutcomeError(f"outcome {first_duplicate(labels)!r} is given twice")
    return named


def indexed(outcomes: Sequence[Outcome]) -> dict[Outcome, int]:
    """Return the place of each outcome; raise `OutcomeError` for what is no outcome, or is given twice."""
    try:
        found = {outcome: i for i, outcome in enumerate(outcomes)}
    except TypeError:
        raise OutcomeError(UNHASHABLE) from None
    if len(found) != len(outcomes):
        raise OutcomeError(f"outcome {first_duplicate(outcomes)!r} is given twice")
    refuse_floats(outcomes)
    return found


def first_duplicate(outcomes: Iterable[Outcome]) -> Outcome | None:
    """Return the first outcome that is given twice, or None."""
    seen = set()
    for outcome in outcomes:
        if outcome in seen:
            return outcome
        seen.add(outcome)
    return None


def refuse_floats(outcomes: Sequence[Outcome]) -> None:
    """Raise `OutcomeError` for an outcome that is a float, or a tuple with one: two numbers may be one after rounding.

    >>> refuse_floats([0, "c", (0, 1)])
    """
    kinds = set(map(type, outcomes))
    if kinds <= _USUAL:
        return
    if tuple in kinds:
        kinds |= set(map(type, chain.from_iterable(o for o in outcomes if type(o) is tuple)))
    if rounded := next((kind for kind in kinds if issubclass(kind, Real) and not issubclass(kind, Rational)), None):
        found = next(o for o in outcomes if rounded in (type(o), *map(type, o if type(o) is tuple else ())))
        advice = "two numbers may be one after rounding, so give it a name, or write it as a Fraction"
        raise OutcomeError(f"outcome {found!r} is, or holds, {with_article(rounded.__name__)}: {advice}")


def some_of(outcomes: Sequence[Any]) -> str:
    """Return outcomes for a message: the first eight, and how many there are."""
    shown = ", ".join(repr(o) for o in outcomes[:8])
    return f"{shown}, … ({len(outcomes)} in all)" if len(outcomes) > 8 else shown


def counted(count: int) -> str:
    """Return a number of outcomes for a message."""
    return f"{count} outcome" if count == 1 else f"{count} outcomes"
