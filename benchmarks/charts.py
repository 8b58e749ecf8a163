"""How each cost grows, as one picture of small log–log charts."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from benchmarks.page import seconds
from benchmarks.record import Growth, Section

_COLUMNS, _WIDTH, _HEIGHT = 3, 7.2, 2.2  # inches: of the picture, of a row of charts
_LINE, _GUIDE = "#0072B2", "#666666"
_SETTINGS: Any = {
    "font.size": 8, "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "axes.titlesize": 8,
    "axes.spines.top": False, "axes.spines.right": False, "svg.fonttype": "path", "svg.hashsalt": "exactalign",
}  # fmt: skip


def growth_chart(sections: list[Section]) -> bytes:
    """Return the growth tables of all sections as an SVG: time against the parameter, and a line of slope 1."""
    tables = [growth for section in sections for growth in section.growth if len(growth.points) > 1]
    if not tables:
        return b""
    rows = -(-len(tables) // _COLUMNS)
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(_WIDTH, rows * _HEIGHT), layout="constrained")
        for number, growth in enumerate(tables, 1):
            _draw(figure.add_subplot(rows, _COLUMNS, number), growth)
        target = io.BytesIO()
        figure.savefig(target, format="svg", metadata={"Date": None, "Title": "How each cost grows"})
    return target.getvalue()


def _draw(axes: Any, growth: Growth) -> None:
    values, _, times = zip(*growth.points, strict=True)
    axes.loglog(values, times, color=_LINE, marker="o", markersize=4)
    axes.loglog(values, [times[0] * value / values[0] for value in values], color=_GUIDE, linestyle=":", linewidth=1)
    axes.set_title(growth.title)
    axes.set_xlabel(growth.parameter)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5) if max(times) < 50 * min(times) else (1,)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda time, _: seconds(time)))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_xticks(values, [f"{value:,}" for value in values], rotation=30)
    axes.xaxis.minorticks_off()
