"""What a figure shows, before it is drawn: named curves of exact or enclosed points."""

from __future__ import annotations

import json
from typing import Any

import attrs

from exactalign.exceptions import ParameterError
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.reading import Number
from exactalign.tables.table import Table, to_json_value

Plotted = Number | int | Infinity

Point = tuple[Plotted, ...]
"""The coordinates of a point, as exact as they are known."""

CSV_DIGITS = 15
"""Significant digits of the data behind a figure, unless others are asked for."""


@attrs.frozen
class Curve:
    """A curve or a set of points: `role` says how it is drawn (see `drawing.STYLES`), `name` is in the legend.

    Two curves of one name are pieces of one curve, such as a contour cut by the edge of the simplex.
    """

    name: str
    role: str
    points: tuple[Point, ...]


@attrs.frozen(repr=False)
class FigureContent:
    """A figure as numbers: the columns are the coordinates of every point.

    `axes` are the axis labels, or the outcomes at the corners of a simplex; `logarithmic` names the axes
    ("x", "y") that are drawn on a logarithmic scale; `description` is the text for those who cannot see it;
    `parameters` are the model and the numbers that the figure was made from.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    curves: tuple[Curve, ...]
    axes: tuple[str, ...]
    description: str
    logarithmic: str = ""
    is_simplex: bool = False
    parameters: dict[str, Any] = attrs.field(factory=dict)

    def table(self) -> Table:
        """Return all points as a table: curve, number of the point, coordinates."""
        rows = [(curve.name, number, *point) for curve in self.curves for number, point in enumerate(curve.points)]
        return Table(["curve", "point", *self.columns], rows)

    def csv(self, digits: int = CSV_DIGITS) -> str:
        """Return the data as CSV, every number correctly rounded to `digits` significant digits."""
        return self.table().render("csv", digits=digits)

    def json(self, digits: int = CSV_DIGITS) -> str:
        """Return all there is to draw as JSON: exact values as they are, enclosed ones as bounds of `digits` digits.

        Numbers are as `tables.to_json_value` writes them: "1/2", {"lower", "upper"} (with "exact", for log forms),
        "oo"; whole numbers of draws and lengths are JSON numbers. One point a line.
        """
        content = {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "parameters": self.parameters,
            "columns": self.columns,
            "axes": self.axes,
            "simplex": self.is_simplex,
            "logarithmic": self.logarithmic,
        }
        lines = [f"{_json(key)}: {_json(to_json_value(value, digits))}" for key, value in content.items()]
        curves = []
        for curve in self.curves:
            points = ",\n      ".join(_json(to_json_value(point, digits)) for point in curve.points)
            start = f'{{"name": {_json(curve.name)}, "role": {_json(curve.role)}, "points": ['
            curves.append(f"{start}\n      {points}\n    ]}}")
        lines.append('"curves": [\n    ' + ",\n    ".join(curves) + "\n  ]")
        return "{\n  " + ",\n  ".join(lines) + "\n}\n"

    def __repr__(self) -> str:
        points = sum(len(curve.points) for curve in self.curves)
        return f"<{type(self).__name__} {self.name}: {self.title} ({len(self.curves)} curves, {points} points)>"


def coordinate(value: Plotted) -> float:
    """Return the nearest float, to be drawn; raise `ParameterError` when it would overflow."""
    try:
        return float(value)
    except OverflowError:
        raise ParameterError("a coordinate is over 10^308 in size, too large to draw: scale the rewards down") from None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
