"""What objects tell a notebook about themselves: the rows to show, not how they are shown.

Every class with a notebook display derives from `Displayed` and gives `_shown`. How rows and numbers look as HTML and
LaTeX is the business of `notebook` alone, which is loaded when something is displayed and not before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class Formula(NamedTuple):
    """A cell that is markup already: a formula as MathML, and its LaTeX."""

    html: str
    latex: str


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


def numbered(outcomes: Iterable[Any]) -> bool:
    """Return whether outcomes are 0, 1, 2, … in this order.

    >>> numbered((0, 1)), numbered((False, 1)), numbered("ab")
    (True, False, False)
    """
    return all(type(outcome) is int and outcome == k for k, outcome in enumerate(outcomes))


class Displayed:
    """An object that a notebook shows as HTML and LaTeX.

    >>> from exactalign import Distribution
    >>> Distribution.uniform(2)._repr_latex_()
    '$\\\\left(\\\\frac{1}{2}, \\\\frac{1}{2}\\\\right)$'
    """

    __slots__ = ()

    def _shown(self) -> Any:
        """Return `Rows`, or a number to be shown as itself."""
        return self

    def _repr_html_(self) -> str | None:
        from exactalign.text import notebook  # not before something is displayed

        return notebook.html(self)

    def _repr_latex_(self) -> str | None:
        from exactalign.text import notebook

        return notebook.latex(self)
