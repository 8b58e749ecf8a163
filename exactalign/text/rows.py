"""What objects tell a notebook about themselves: the rows and cells to show, not how they are laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Any, NamedTuple


class Formula(NamedTuple):
    """A cell that is markup already: a formula as MathML, and its LaTeX."""

    html: str
    latex: str


class Cell(NamedTuple):
    """One value to be shown: its text, and what belongs to one layout only, made when it is asked for."""

    text: str
    latex: Callable[[], str] | None = None
    """A formula; without one the text is escaped."""
    note: Callable[[], str] | None = None
    """What HTML adds in small print; empty for nothing."""
    title: str = ""
    """What HTML says when the value is pointed at."""
    is_number: bool = False


class Rows(NamedTuple):
    """A table to be shown: `rows` may be lazy, since no more are taken than fit; `total` says how many there are."""

    columns: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]
    total: int
    title: str = ""
    notes: tuple[str, ...] = ()
    is_vector: bool = False
    """Whether the first column only counts from 0, so that LaTeX shows the second as a vector."""
    characters: int = 200
    """The most characters of one cell."""


@singledispatch
def cell(value: Any) -> Cell:
    """Return how a value is shown; other rooms register their kinds (`numbers` its numbers) with `cell.register`.

    >>> cell("a").text, cell(True).text, cell(None).text
    ('a', 'True', '')
    """
    if value is None:
        return Cell("")
    return Cell(value if isinstance(value, str) else repr(value))


@cell.register
def _truth(value: bool) -> Cell:
    return Cell(repr(value))


def numbered(outcomes: Iterable[Any]) -> bool:
    """Return whether outcomes are 0, 1, 2, … in this order.

    >>> numbered((0, 1)), numbered((False, 1)), numbered("ab")
    (True, False, False)
    """
    return all(type(outcome) is int and outcome == k for k, outcome in enumerate(outcomes))
