"""How each curve looks: colours, marks and lines by role, and the words of the legend.

The colours are those of Okabe and Ito, told apart by colour-blind readers; no two curves of a figure differ by
colour alone.
"""

from __future__ import annotations

from typing import Any

from exactalign.exceptions import ParameterError
from exactalign.figures.content import Curve

_BLACK, _ORANGE, _SKY, _GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
_BLUE, _VERMILION, _PURPLE, _GREY = "#0072B2", "#D55E00", "#CC79A7", "#666666"

# Numbered curves; from the ninth on the same again, hollow.
_SERIES: tuple[tuple[str, str, Any], ...] = (
    (_BLUE, "o", "-"),
    (_VERMILION, "s", "--"),
    (_GREEN, "^", "-."),
    (_PURPLE, "D", ":"),
    (_ORANGE, "v", (0, (6, 1.5))),
    (_SKY, "P", (0, (4, 1, 1, 1, 1, 1))),
    (_BLACK, "X", (0, (1, 2.5))),
    (_GREY, "*", (0, (3, 3))),
)

STYLES: dict[str, dict[str, Any]] = {
    "family": {"color": _BLUE, "linestyle": "-"},
    "contour": {"color": _GREEN, "linestyle": "--"},
    "line": {"color": _BLACK, "linestyle": "-", "linewidth": 0.8},
    "reference": {"color": _GREEN, "marker": "o", "linestyle": "none", "markersize": 5.5},
    "alignment": {"color": _VERMILION, "marker": "s", "linestyle": "none", "markersize": 5.5},
    "optimum": {"color": _BLUE, "marker": "D", "linestyle": "none", "markersize": 6.5},
    "best": {"color": _ORANGE, "marker": "^", "linestyle": "none", "markersize": 5},
    "optimal": {"color": _BLACK, "linestyle": "-"},
    "limit": {"color": _GREY, "linestyle": ":"},
    "bound": {"color": _BLACK, "linestyle": "-.", "zorder": 3},
    "proxy": {"color": _BLUE, "linestyle": "-"},
    "golden": {"color": _VERMILION, "linestyle": "--"},
    "proxy-points": {"color": _BLUE, "marker": "o", "linestyle": "none"},
    "golden-points": {"color": _VERMILION, "marker": "s", "linestyle": "none"},
    "rate-reference": {"color": _BLACK, "linestyle": "-"},
    "rate-tilt": {"color": _BLUE, "linestyle": "--"},
    "rate-best": {"color": _VERMILION, "linestyle": "-."},
}
"""How each role of a `Curve` is drawn; numbered roles are in `style_of`."""

NAMES = {
    "p": r"$p$",
    "q": r"$q$",
    "phi": r"$\phi_\Delta$",
    "Δ": r"$\Delta$",
    "bound": r"$\log N-\frac{N-1}{N}$, per symbol",
    "expected type of best-of-N": "best-of-N, expected type",
}
"""What the legend says for a curve, where it is not its name."""

_SIZES = {"D": 3.8, "P": 5.2, "X": 5.2, "*": 7, "^": 4.8, "v": 4.8}
_LONGEST = 36


def style_of(role: str) -> dict[str, Any]:
    """Return matplotlib's line properties for a role; raise `ParameterError` for one that is not known."""
    if role in STYLES:
        return STYLES[role]
    kind = role.rstrip("0123456789")
    if kind == role or kind not in ("series", "mark", "finite-reference", "finite-best"):
        raise ParameterError(f"role is {role!r}: give one of {', '.join(STYLES)}, or a numbered one such as series0")
    number = int(role[len(kind) :])
    color, marker, line = _SERIES[number % len(_SERIES)]
    hollow = number % (2 * len(_SERIES)) >= len(_SERIES)
    if kind.startswith("finite-"):  # the law is told by the filling as well as by the colour, the length by the mark
        color = _BLACK if kind == "finite-reference" else _VERMILION
        hollow = kind == "finite-reference"
        line = "none"
    elif kind == "mark":
        line = "none"
    face = {"markerfacecolor": "none", "markeredgewidth": 0.7} if hollow else EDGE
    size = _SIZES.get(marker, 4.2) + (1.5 if kind == "mark" else 0)
    return {"color": color, "marker": marker, "linestyle": line, "linewidth": 0.9, "markersize": size, **face}


EDGE = {"markeredgecolor": "white", "markeredgewidth": 0.4}
"""The rim that keeps filled marks apart where they overlap."""


def labelled(curves: tuple[Curve, ...]) -> list[tuple[Curve, str | None]]:
    """Return the curves with the text of the legend, given once for the pieces of one curve."""
    seen: set[str] = set()
    found: list[tuple[Curve, str | None]] = []
    for curve in curves:
        found.append((curve, None if curve.name in seen else NAMES.get(curve.name, _shortened(curve.name))))
        seen.add(curve.name)
    return found


def _shortened(name: str) -> str:
    return plain(name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…")


def plain(words: str) -> str:
    """Return text in which a dollar sign is a dollar sign."""
    return words.replace("$", r"\$")
