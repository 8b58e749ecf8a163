"""Drawing `FigureData`: colours, sizes, and the one place where numbers become floats.

The colours are those of Okabe and Ito, told apart by colour-blind readers; no two curves differ by colour alone.
Fonts are vector outlines (TrueType in PDF, paths in SVG), sizes those of one or two columns of a paper, and the
same data gives the same bytes.
"""

from __future__ import annotations

import io
import logging
from math import isfinite
from typing import TYPE_CHECKING, Any

from exactalign.exceptions import ParameterError
from exactalign.figures.data import Curve, FigureData

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("svg", "pdf", "png")
"""What `render` can write."""

WIDTHS = {"one": 3.35, "two": 6.9}
"""Widths in inches: one column, two columns."""

PNG_DPI = 300

_BLACK, _ORANGE, _SKY, _GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
_BLUE, _VERMILION, _PURPLE, _GREY = "#0072B2", "#D55E00", "#CC79A7", "#666666"

_SERIES = ((_BLUE, "o", "-"), (_VERMILION, "s", "--"), (_GREEN, "^", "-."), (_PURPLE, "D", ":"), (_ORANGE, "v", "-"))

STYLES: dict[str, dict[str, Any]] = {
    "family": {"color": _BLUE, "linestyle": "-"},
    "contour": {"color": _GREEN, "linestyle": "--"},
    "line": {"color": _BLACK, "linestyle": "-", "linewidth": 0.9},
    "reference": {"color": _GREEN, "marker": "o", "linestyle": "none"},
    "alignment": {"color": _VERMILION, "marker": "s", "linestyle": "none"},
    "optimum": {"color": _BLUE, "marker": "D", "linestyle": "none"},
    "best": {"color": _ORANGE, "marker": "^", "linestyle": "none"},
    "optimal": {"color": _BLACK, "linestyle": "-"},
    "limit": {"color": _GREY, "linestyle": ":"},
    "bound": {"color": _BLACK, "linestyle": "-."},
    "proxy": {"color": _BLUE, "linestyle": "-"},
    "golden": {"color": _VERMILION, "linestyle": "--"},
    "proxy-points": {"color": _BLUE, "marker": "o", "linestyle": "none"},
    "golden-points": {"color": _VERMILION, "marker": "s", "linestyle": "none"},
    "rate-reference": {"color": _BLACK, "linestyle": "-"},
    "rate-tilt": {"color": _BLUE, "linestyle": "--"},
    "rate-best": {"color": _VERMILION, "linestyle": "-."},
}
"""How each role of a `Curve` is drawn; numbered roles are in `_style`."""

_NAMES = {"p": r"$p$", "q": r"$q$", "phi": r"$\phi_\Delta$", "budget": r"budget $\Delta$",
          "bound": r"$\log N-\frac{N-1}{N}$, per symbol"}  # fmt: skip
_LETTERS = {"p": "top", "q": "center"}

_SETTINGS: Any = {  # matplotlib types its keys one by one
    "font.size": 8,
    "axes.labelsize": 8,
    "axes.titlesize": 8,
    "legend.fontsize": 7,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # it comes with matplotlib, so every machine draws the same
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


def render(data: FigureData, format: str = "svg", width: str = "one", *, title: bool = False) -> bytes:  # noqa: A002
    """Return a figure as the bytes of an SVG, PDF or PNG file; `width` is "one" or "two" columns.

    Raises `ParameterError` for another format or width.
    """
    if format not in FORMATS:
        raise ParameterError(f"format is {format!r}: give one of {', '.join(FORMATS)}")
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
    with mpl.rc_context(_SETTINGS):
        figure.savefig(target, format=format, dpi=PNG_DPI, metadata=about)
    return target.getvalue()


def draw(data: FigureData, width: str = "one", *, title: bool = False) -> Figure:
    """Return a figure as a matplotlib `Figure`, to be changed or shown by the caller."""
    if width not in WIDTHS:
        raise ParameterError(f"width is {width!r}: give one of {', '.join(WIDTHS)}")
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # it speaks when it fills its cache
    import matplotlib as mpl
    from matplotlib.figure import Figure

    inches = WIDTHS[width]
    with mpl.rc_context(_SETTINGS):
        height = inches * 0.98 if width == "one" else inches * (0.56 if data.is_simplex else 0.42)
        figure = Figure(figsize=(inches, height), layout="constrained")
        if data.is_simplex:
            _draw_simplex(figure, data)
        else:
            _draw_plane(figure, data)
        if width == "two":
            figure.legend(loc="outside right center", frameon=False, handlelength=2.2)
        else:
            figure.legend(loc="outside lower center", ncols=2, frameon=False, columnspacing=1.2, handlelength=2.2)
        if title:
            figure.suptitle(data.title, fontsize=8)
    return figure


def _draw_simplex(figure: Figure, data: FigureData) -> None:
    import mpltern  # noqa: F401 (registers the projection)

    axes: Any = figure.add_subplot(projection="ternary")
    labels = [_text(label) for label in data.axes]
    axes.set_tlabel(labels[0])
    axes.set_llabel(labels[1])
    axes.set_rlabel(labels[2])
    ticks = [k / 5 for k in range(6)]
    for axis in (axes.taxis, axes.laxis, axes.raxis):
        axis.set_ticks(ticks)
        axis.set_tick_params(labelsize=6, length=2)
    axes.grid(linewidth=0.3, color="#dddddd")
    for curve, label in _labelled(data.curves):
        points = [tuple(map(float, point)) for point in curve.points]
        style = dict(_style(curve.role))
        if style["linestyle"] == "none":
            style |= {"markeredgecolor": "white", "markeredgewidth": 0.5, "markersize": 6, "zorder": 5}
            style["clip_on"] = False
        axes.plot(*zip(*points, strict=True), label=label, **style)
        if curve.name in _LETTERS:
            axes.text(*points[0], f"  {_NAMES[curve.name]}", va=_LETTERS[curve.name])


def _draw_plane(figure: Figure, data: FigureData) -> None:
    axes: Axes = figure.add_subplot()
    highest = 0.0
    for curve, label in _labelled(data.curves):
        points = [pair for pair in (tuple(map(float, point)) for point in curve.points) if all(map(isfinite, pair))]
        if not points:
            continue
        style = _style(curve.role)
        axes.plot(*zip(*points, strict=True), label=label, **style)
        if curve.role.startswith("rate-"):
            highest = max(highest, *(y for _, y in points))
    axes.set_xlabel(data.axes[0])
    axes.set_ylabel(data.axes[1])
    if "x" in data.logarithmic:
        axes.set_xscale("log")
    if "y" in data.logarithmic:
        axes.set_yscale("log")
    if highest:  # exponents far above every rate would flatten the curves
        axes.set_ylim(-0.03 * highest, 1.08 * highest)


def _labelled(curves: tuple[Curve, ...]) -> list[tuple[Curve, str | None]]:
    """The curves with the text of the legend, given once for the pieces of one curve."""
    seen: set[str] = set()
    found: list[tuple[Curve, str | None]] = []
    for curve in curves:
        found.append((curve, None if curve.name in seen else _NAMES.get(curve.name, _text(curve.name))))
        seen.add(curve.name)
    return found


def _style(role: str) -> dict[str, Any]:
    if role in STYLES:
        return STYLES[role]
    number = int(role[len(role.rstrip("0123456789")) :])
    if role.startswith("finite-"):
        color = _BLACK if "reference" in role else _VERMILION
        marker = ("o", "s", "^", "D", "v")[number % 5]
        return {"color": color, "marker": marker, "linestyle": "none", "markerfacecolor": "none", "markersize": 3,
                "markeredgewidth": 0.7}  # fmt: skip
    color, marker, line = _SERIES[number % len(_SERIES)]
    if role.startswith("mark"):  # after five colours the same again, hollow
        face = {"markerfacecolor": "none"} if number % 10 >= len(_SERIES) else {}
        return {"color": color, "marker": marker, "linestyle": "none", **face}
    return {"color": color, "marker": marker, "linestyle": line, "linewidth": 0.9, "markersize": 3.5}


def _text(words: str) -> str:
    """Text in which a dollar sign is a dollar sign."""
    return words.replace("$", r"\$")
