"""What is asked for about a printed table: the quantity of a cell, and what is known beforehand about the whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import attrs

from exactalign.tables.headings import Quantity


class Sought(NamedTuple):
    """What a cell is to hold: a quantity, of which N and of which outcome (a tuple of labels), where it has one.

    `length` is that of the sequences where the table says it, and not the command.
    """

    quantity: Quantity
    n: int | None = None
    outcome: tuple[Any, ...] | None = None
    length: int | None = None


@attrs.frozen
class Unknown:
    """Why a value is not known."""

    reason: str


Values = Callable[[Sought], Any]
"""Gives the exact value of what is sought, `Unknown`, or an `Expected` that says more."""


@attrs.frozen
class Question:
    """What is known beforehand about a printed table.

    `labels` are the outcomes of the model (none: there is no model), `length` that of the sequences; `n` the
    numbers of draws that are meant; `rows` the column that names the rows; `columns` the quantities of columns (or
    rows) by name; `by` "outcome" or "n", where it is not to be told from the table.
    """

    values: Values
    labels: tuple[Any, ...] = ()
    length: int = 1
    n: tuple[int, ...] = ()
    rows: str | None = None
    columns: Mapping[str, Quantity] = attrs.field(factory=dict)
    by: str | None = None

    @property
    def single_n(self) -> int | None:
        """The N that is meant where the table says none."""
        return self.n[0] if len(self.n) == 1 else None
