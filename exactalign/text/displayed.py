"""Objects that a notebook shows: they say what (`_shown`), `notebook` says how, which is imported when it is asked."""

from __future__ import annotations


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
        from exactalign.text.notebook import html

        return html(self._shown)

    def _repr_latex_(self) -> str | None:
        from exactalign.text.notebook import latex

        return latex(self._shown)
