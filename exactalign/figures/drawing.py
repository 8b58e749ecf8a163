"""Drawing `FigureContent`: sizes, axes, labels, and the one place where numbers become floats.

Fonts are vector outlines (TrueType in PDF, paths in SVG), widths exactly those of one or two columns of a paper;
the height grows with the legend. The same data gives the same bytes.
"""

from __future__ import annotations

import io
from math import ceil, floor, isfinite, log10
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from exactalign.exceptions import ParameterError
from exactalign.extras import require_extra
from exactalign.figures.content import FigureContent, coordinate
from exactalign.figures.fonts import families_for
from exactalign.figures.styles import EDGE, NAMES, labelled, plain, style_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

FORMATS = ("svg", "pdf", "png")
"""What `render` can write."""

WIDTHS = {"one": 3.35, "two": 6.9}
"""Widths in inches: one column, two columns."""

PNG_DPI = 300

_LEGEND_ROW = 0.155  # inches
_LEGEND_ROWS = 20  # then a second column begins, in a figure of two columns
_LONG_NAME = 26  # two of them do not fit beside each other
_LETTERS = {"p": (5, -7), "q": (5, -2)}  # where the letter stands, in points from the mark
_CORNERS = (((1, 0, 0), (0, 5), "bottom"), ((0, 1, 0), (-3, -5), "top"), ((0, 0, 1), (3, -5), "top"))
_LABEL_WIDTH, _LABEL_LINES, _SHORT = 18, 3, 5
_DECADES = 4  # an axis over more decades is labelled by powers of ten

_SETTINGS: Any = {  # matplotlib types its keys one by one
    "font.size": 8,
    "axes.labelsize": 8,
    "axes.titlesize": 8,
    "legend.fontsize": 7,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "font.family": "sans-serif",
    "mathtext.fontset": "dejavusans",
    "axes.linewidth": 0.6,
    "lines.linewidth": 1.3,
    "lines.markersize": 4,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "exactalign",
}


def render(data: FigureContent, format: str = "svg", width: str = "one", *, title: bool = False) -> bytes:  # noqa: A002
    """Return a figure as the bytes of an SVG, PDF or PNG file; `width` is "one" or "two" columns.

    Raises `ParameterError` for another format or width.
    """
    if format not in FORMATS:
        raise ParameterError(f"format is {format!r}: give one of {', '.join(FORMATS)}")
    require_extra("figures")
    import matplotlib as mpl

    figure = draw(data, width, title=title)
    about: dict[str, Any] = {"Title": f"{data.name}: {data.title}"}
    if format == "svg":
        about |= {"Date": None, "Description": data.description}
    elif format == "pdf":
        about |= {"CreationDate": None, "Subject": data.description}
    else:
        about |= {"Description": data.description}
    target = io.BytesIO()
    with mpl.rc_context({**_SETTINGS, "font.sans-serif": families_for(data.axes)}):
        figure.savefig(target, format=format, dpi=PNG_DPI, metadata=about)
    return target.getvalue()


def draw(data: FigureContent, width: str = "one", *, title: bool = False) -> Figure:
    """Return a figure as a matplotlib `Figure`, to be changed or shown by the caller."""
    if width not in WIDTHS:
        raise ParameterError(f"width is {width!r}: give one of {', '.join(WIDTHS)}")
    require_extra("figures")
    families = families_for(data.axes)
    import matplotlib as mpl
    from matplotlib.figure import Figure

    inches = WIDTHS[width]
    entries = len({curve.name for curve in data.curves})
    with mpl.rc_context({**_SETTINGS, "font.sans-serif": families}):
        if width == "two":
            columns = ceil(entries / _LEGEND_ROWS)
            height = max(inches * (0.5 if data.is_simplex else 0.4), (ceil(entries / columns) + 1) * _LEGEND_ROW)
        else:
            columns = 1 if any(len(curve.name) > _LONG_NAME for curve in data.curves) else 2
            height = inches * (0.86 if data.is_simplex else 0.72) + ceil(entries / columns) * _LEGEND_ROW
        figure = Figure(figsize=(inches, height + (0.2 if title else 0)), layout="constrained")
        axes: Any = None
        if data.is_simplex:
            axes = _draw_simplex(figure, data)
        else:
            _draw_plane(figure, data)
        figure.legend(
            loc="outside right center" if width == "two" else "outside lower center",
            ncols=columns,
            frameon=False,
            columnspacing=1.2,
            handlelength=2.6,
            labelspacing=0.4,
        )
        if title:
            figure.suptitle(data.title, fontsize=8)
        if axes is not None:
            _fit(figure, axes, beside=width == "two")
    return figure


def _draw_simplex(figure: Figure, data: FigureContent) -> object:
    import mpltern  # noqa: F401 (registers the projection)

    axes: Any = figure.add_subplot(projection="ternary")
    # No title, no labels of axes: to place them, mpltern would measure every tick label many times, most of a draw.
    axes.set_title("", y=1)
    for axis in (axes.taxis, axes.laxis, axes.raxis):
        axis.set_label_coords(0.5, 0.5)
        axis.set_ticks([k / 5 for k in range(1, 5)])  # none at the corners, where the labels stand
        axis.set_tick_params(labelsize=6, length=2)
    axes.grid(linewidth=0.3, color="#dddddd")
    for text, (corner, offset, side) in zip(data.axes, _CORNERS, strict=True):
        lines = wrap(text, _LABEL_WIDTH, max_lines=_LABEL_LINES, placeholder="…") or [""]
        if len(text) > _SHORT and side == "top":
            offset = (0, -15)  # clear of the tick labels
        _note(figure, axes, corner, plain("\n".join(lines)), offset, ha="center", va=side)
    for order, (curve, label) in enumerate(labelled(data.curves), 3):
        points = [tuple(map(coordinate, point)) for point in curve.points]
        style = {"zorder": order, **style_of(curve.role)}
        if style["linestyle"] == "none":
            style |= {"markeredgecolor": "white", "markeredgewidth": 0.6, "clip_on": False}
        axes.plot(*zip(*points, strict=True), label=label, **style)
        if curve.name in _LETTERS:
            _note(figure, axes, points[0], NAMES[curve.name], _LETTERS[curve.name], zorder=20, halo=True)
    return axes


def _fit(figure: Figure, axes: Any, *, beside: bool) -> None:
    """Make the triangle as large as its labels leave room for: matplotlib's layouts do not, at a fixed aspect."""
    from matplotlib.transforms import Bbox

    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    legend, whole, pad = figure.legends[0].get_window_extent(), figure.bbox, 0.04 * figure.dpi
    title = getattr(figure, "_suptitle", None)
    top = (title.get_window_extent().y0 if title else whole.y1) - pad
    right, bottom = (legend.x0, whole.y0) if beside else (whole.x1, legend.y1)
    for _ in range(3):  # the room that labels take depends on the size a little
        around, inside = axes.get_tightbbox(), axes.bbox  # this places the labels: nothing need be drawn for it
        left_bottom = (whole.x0 + pad + inside.x0 - around.x0, bottom + pad + inside.y0 - around.y0)
        right_top = (right - pad + inside.x1 - around.x1, top + inside.y1 - around.y1)
        axes.set_position(Bbox([left_bottom, right_top]).transformed(figure.transFigure.inverted()))


def _note(
    figure: Figure, axes: Any, point: tuple[float, ...], words: str, offset: tuple[int, int], *, halo: bool = False,
    **how: Any,
) -> None:  # fmt: skip
    """Text beside a point of the simplex, `offset` points away."""
    from matplotlib.patheffects import withStroke
    from matplotlib.transforms import ScaledTranslation

    text = axes.text(*point, words, **how)
    shift = ScaledTranslation(offset[0] / 72, offset[1] / 72, figure.dpi_scale_trans)
    text.set_transform(text.get_transform() + shift)
    if halo:
        text.set_path_effects([withStroke(linewidth=1.5, foreground="white")])


def _draw_plane(figure: Figure, data: FigureContent) -> None:
    axes: Axes = figure.add_subplot()
    highest = 0.0
    for curve, label in labelled(data.curves):
        pairs = [tuple(map(coordinate, point)) for point in curve.points]
        points = [pair for pair in pairs if all(map(isfinite, pair))]
        style = style_of(curve.role)
        if "marker" in style and "markerfacecolor" not in style:
            style = {**EDGE, **style}
        axes.plot(*zip(*points, strict=True) if points else ([], []), label=label, **style)
        if curve.role.startswith("rate-"):
            highest = max(highest, *(y for _, y in points))
    axes.set_xlabel(data.axes[0])
    axes.set_ylabel(data.axes[1])
    if "x" in data.logarithmic:
        axes.set_xscale("log")
        _label_logarithms(axes.xaxis, *axes.get_xlim())
    if "y" in data.logarithmic:
        axes.set_yscale("log")
        _label_logarithms(axes.yaxis, *axes.get_ylim())
    if highest:  # exponents far above every rate would flatten the curves
        axes.set_ylim(-0.03 * highest, 1.08 * highest)


def _label_logarithms(axis: Axis, low: float, high: float) -> None:
    """Plain numbers (1, 10, 100) over few decades, at 1, 2 and 5 if there are fewer than two; else powers of ten."""
    from matplotlib.ticker import FuncFormatter, LogFormatterMathtext, LogLocator, NullFormatter

    decades = floor(log10(high)) - ceil(log10(low))
    axis.set_major_locator(LogLocator(subs=(1.0,) if decades >= 1 else (1.0, 2.0, 5.0)))
    if decades <= _DECADES and low > 1e-4 and high < 1e5:
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    elif decades >= 1:
        axis.set_major_formatter(LogFormatterMathtext())
    axis.set_minor_formatter(NullFormatter())
