"""Objects that a notebook shows: they say what (`_shown`), `notebook` says how."""

from __future__ import annotations

from exactalign.text import notebook


class Displayed:
    """An object that a notebook shows as HTML and LaTeX.

    >>> from exactalign import Distribution
    >>> Distribution.uniform(2)._repr_latex_()
    '$\\\\left(\\\\frac{1}{2}, \\\\frac{1}{2}\\\\right)$'
    """

    __slots__ = ()

    def _shown(self) -> object:
        """Return `Rows`, or a value to be shown as one cell."""
        return self

    def _repr_html_(self) -> str | None:
        return notebook.html(self._shown)

    def _repr_latex_(self) -> str | None:
        return notebook.latex(self._shown)
