"""What a figure shows, before it is drawn: named curves of exact or enclosed points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from exactalign.enclosures import Infinity
from exactalign.exceptions import ParameterError
from exactalign.markup import image_html
from exactalign.tables import Table
from exactalign.tilting import AlignedFamily, Alignment, Real

Value = Real | int | Infinity

CSV_DIGITS = 15
"""Significant digits of the data behind a figure, unless others are asked for."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve or a set of points: `role` says how it is drawn (see `drawing.STYLES`), `name` is in the legend.

    Two curves of one name are pieces of one curve, such as a contour cut by the edge of the simplex.
    """

    name: str
    role: str
    points: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True, repr=False)
class FigureData:
    """A figure as numbers: the columns are the coordinates of every point.

    `axes` are the axis labels, or the outcomes at the corners of a simplex; `logarithmic` names the axes
    ("x", "y") that are drawn on a logarithmic scale; `description` is the text for those who cannot see it.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    curves: tuple[Curve, ...]
    axes: tuple[str, ...]
    description: str
    logarithmic: str = ""
    is_simplex: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    def table(self) -> Table:
        """Return all points as a table: curve, number of the point, coordinates."""
        rows = [
            (curve.name, number, *point)
            for curve in self.curves
            for number, point in enumerate(curve.points)
        ]
        return Table(["curve", "point", *self.columns], rows)

    def csv(self, digits: int = CSV_DIGITS) -> str:
        """Return the data as CSV, every number correctly rounded to `digits` significant digits."""
        return self.table().render("csv", digits=digits)

    def _repr_html_(self) -> str:
        from exactalign.figures.drawing import render  # draws what is defined here

        return image_html(render(self), "image/svg+xml", self.description, self.title)

    def __repr__(self) -> str:
        points = sum(len(curve.points) for curve in self.curves)
        return f"<FigureData {self.name}: {self.title} ({len(self.curves)} curves, {points} points)>"


def grid(low: int, high: int, steps: int) -> list[Fraction]:
    """Return steps + 1 equally spaced rationals from low to high."""
    return [low + Fraction(k * (high - low), steps) for k in range(steps + 1)]


def tilt_strengths(family: AlignedFamily, steps: int, *, negative: bool = False) -> list[Fraction]:
    """Return values of α that spread over the aligned family, from α = 0 (or −∞) towards ∞, ends left out."""
    spread = float(family.values[-1] - family.values[0])
    scale = Fraction(4 / spread).limit_denominator(1000) or Fraction(1, 1000)
    inner = grid(-1 if negative else 0, 1, steps)
    return [scale * u / (1 - abs(u)) for u in inner if abs(u) != 1]


def require_tilt(family: AlignedFamily, budget: Any) -> Alignment:
    """Return the optimum at a budget for which α > 0 exists; raise `ParameterError` with the range otherwise."""
    if family.is_constant:
        raise ParameterError("the reward is constant on the support of the reference: there is nothing to draw")
    alignment = family.align(budget)
    if alignment.case != "tilt" or alignment.alpha == 0:
        raise ParameterError(
            f"the KL budget is {budget}: this figure needs one above 0 and below {family.kl_max}, "
            "where the optimal tilt exists"
        )
    return alignment


def positive_integers(values: Iterable[int], name: str) -> tuple[int, ...]:
    """Return numbers of draws or lengths in increasing order; raise `ParameterError` when one is below 1."""
    found = tuple(sorted(set(values)))
    if not found or found[0] < 1:
        raise ParameterError(f"{name} is {list(found)}: give whole numbers, at least 1")
    return found
