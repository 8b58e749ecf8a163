"""How large a figure is, what stands where, and how a triangle is fitted between its labels; mostly on stand-ins."""

from __future__ import annotations

import logging
from fractions import Fraction
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from exactalign.exceptions import ParameterError
from exactalign.figures import WIDTHS, Curve, FigureData, drawing, fonts, styles

pytest.importorskip("matplotlib")
ROW = 0.155  # inches: 7 points and the room between lines


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Nothing is drawn, into a figure that keeps what it is asked; so is what would be fitted."""
    import matplotlib as mpl
    from matplotlib import figure

    found: list[Any] = []

    def kept(**how: Any) -> Any:
        return MagicMock(asked=how, settings={key: mpl.rcParams[key] for key in drawing._SETTINGS})

    monkeypatch.setattr(figure, "Figure", kept)
    monkeypatch.setattr(drawing, "_draw_plane", lambda figure, data: None)
    monkeypatch.setattr(drawing, "_draw_simplex", lambda figure, data: "axes")
    monkeypatch.setattr(drawing, "_fit", lambda figure, axes, *, beside: found.append((axes, beside)))
    return found


def drawn(names: list[str], width: str = "one", *, title: bool = False, is_simplex: bool = False) -> Any:
    axes = ("x", "y", "z") if is_simplex else ("x", "y")
    curves = tuple(Curve(name, "series0", ((1, 2),)) for name in names)
    data = FigureData("name", "Title", axes, curves, axes, "It.", is_simplex=is_simplex)
    return drawing.draw(data, width, **({"title": True} if title else {}))


def height(names: list[str], width: str = "one", **named: bool) -> float:
    inches, found = drawn(names, width, **named).asked["figsize"]
    assert inches == WIDTHS[width]
    return float(found)


def columns(names: list[str], width: str = "one") -> int:
    return int(drawn(names, width).legend.call_args.kwargs["ncols"])


@pytest.mark.usefixtures("fitted")
def test_one_column_grows_by_a_row_of_the_legend_for_every_two_names() -> None:
    base = height([])
    for count in range(1, 5):
        names = [f"name {k}" for k in range(count)]
        assert abs(height(names) - base - (count + 1) // 2 * ROW) < 1e-9
        long = [*names[1:], "n" * 27]  # one that is too long for two beside each other
        assert abs(height(long) - base - count * ROW) < 1e-9
        assert height([*names[1:], "n" * 26]) == height(names)
    assert height(["a", "a", "a"]) == height(["a"])  # pieces of one curve
    assert (columns(["a"]), columns(["n" * 27])) == (2, 1)
    assert abs(height([], title=True) - base - 0.2) < 1e-9


@pytest.mark.usefixtures("fitted")
def test_two_columns_grow_when_the_legend_is_higher_than_the_figure() -> None:
    wide = 0.4 * WIDTHS["two"]
    for count, rows in ((1, None), (16, None), (17, 18), (20, 21), (21, None), (40, 21)):
        found = height([f"name {k}" for k in range(count)], "two")
        assert abs(found - (wide if rows is None else rows * ROW)) < 1e-9, count
    names = [f"name {k}" for k in range(21)]
    assert (columns(names[:20], "two"), columns(names, "two")) == (1, 2)
    assert height(names[:1], "two", is_simplex=True) > wide
    assert height([], is_simplex=True) > height([])


def test_a_triangle_is_fitted_and_a_plane_is_not(fitted: list[Any]) -> None:
    for width, beside in (("one", False), ("two", True)):
        drawn(["a"], width)
        assert fitted == []
        drawn(["a"], width, is_simplex=True)
        assert fitted == [("axes", beside)]
        fitted.clear()


@pytest.mark.usefixtures("fitted")
def test_the_legend_is_below_or_beside_and_has_no_frame() -> None:
    for width, place in (("one", "outside lower center"), ("two", "outside right center")):
        how = drawn(["a"], width).legend.call_args.kwargs
        assert (how["loc"], how["frameon"]) == (place, False)
    figure = drawn(["a"])
    assert figure.asked["layout"] == "constrained"
    assert not figure.suptitle.called
    drawn(["a"], title=True).suptitle.assert_called_once_with("Title", fontsize=8)


def test_what_cannot_be_drawn_is_told_before_it_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "require_extra", MagicMock(side_effect=ParameterError("no matplotlib")))
    data = FigureData("name", "Title", ("x", "y"), (), ("x", "y"), "It.")
    for call in (drawing.draw, drawing.render):
        with pytest.raises(ParameterError, match="no matplotlib"):
            call(data)


class Triangle:
    """Axes with labels about them that take so many pixels: left, below, right, above."""

    def __init__(self, room: tuple[float, float, float, float]) -> None:
        from matplotlib.transforms import Bbox

        self.room = room
        self.bbox = Bbox([[30, 30], [60, 60]])

    def get_tightbbox(self) -> Any:
        from matplotlib.transforms import Bbox

        left, below, right, above = self.room
        box = self.bbox
        return Bbox([[box.x0 - left, box.y0 - below], [box.x1 + right, box.y1 + above]])

    def set_position(self, share: Any) -> None:
        """In parts of a figure that is 400 pixels wide and 200 high, and begins at (10, 20)."""
        from matplotlib.transforms import Bbox

        self.bbox = Bbox([[10 + 400 * share.x0, 20 + 200 * share.y0], [10 + 400 * share.x1, 20 + 200 * share.y1]])


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize("title", [None, 190])
def test_a_triangle_fills_what_its_labels_leave(beside: bool, title: int | None) -> None:
    """From edge to edge, but for a margin of 0.04 inches; to the legend, and to the title."""
    from matplotlib.transforms import Affine2D, Bbox

    figure, axes = MagicMock(dpi=50), Triangle((7, 11, 13, 17))
    figure.bbox = Bbox([[10, 20], [410, 220]])
    figure.legends[0].get_window_extent.return_value = Bbox([[300, 25], [405, 60]])
    figure._suptitle = title and SimpleNamespace(get_window_extent=lambda: Bbox([[100, title], [200, title + 20]]))
    figure.transFigure = Affine2D().scale(400, 200).translate(10, 20)
    drawing._fit(figure, axes, beside=beside)
    around = axes.get_tightbbox()
    wanted = (10 + 2, (20 if beside else 60) + 2, (300 if beside else 410) - 2, (title or 220) - 2)
    assert all(abs(a - b) < 1e-9 for a, b in zip(around.extents, wanted, strict=True))
    figure.draw_without_rendering.assert_called_once_with()
    figure.set_layout_engine.assert_called_once_with("none")


def test_a_note_is_so_many_points_beside_its_point() -> None:
    from matplotlib.figure import Figure

    figure = Figure(dpi=144)
    axes = figure.add_subplot()
    for halo in (False, True):
        drawing._note(figure, axes, (0.5, 0.25), "words", (3, -5), ha="center", **({"halo": True} if halo else {}))
    for text, halo in zip(axes.texts, (False, True), strict=True):
        assert (text.get_text(), text.get_ha(), text.get_position()) == ("words", "center", (0.5, 0.25))
        place = axes.transData.transform((0.5, 0.25))
        x, y = text.get_transform().transform((0.5, 0.25)) - place
        assert abs(x - 6) < 1e-9  # two pixels a point
        assert abs(y + 10) < 1e-9
        assert bool(text.get_path_effects()) is halo


@pytest.mark.usefixtures("fitted")
def test_letters_are_of_eight_points_and_seven_while_it_is_drawn() -> None:
    settings = drawn(["a"]).settings
    for key in ("font.size", "axes.labelsize", "axes.titlesize"):
        assert settings[key] == 8
    for key in ("legend.fontsize", "xtick.labelsize", "ytick.labelsize"):
        assert settings[key] == 7
    assert settings["lines.markersize"] == 4
    assert not settings["axes.spines.top"]
    assert not settings["axes.spines.right"]
    assert settings["pdf.fonttype"] == 42  # TrueType


def test_the_ticks_of_a_triangle_are_small_and_its_grid_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_note", MagicMock())
    figure = MagicMock()
    data = FigureData("name", "Title", ("x", "y", "z"), (), ("x", "y", "z"), "It.", is_simplex=True)
    axes: Any = drawing._draw_simplex(figure, data)
    for axis in (axes.taxis, axes.laxis, axes.raxis):
        assert axis.set_ticks.call_args.args == ([0.2, 0.4, 0.6, 0.8],)
        assert axis.set_tick_params.call_args.kwargs == {"labelsize": 6, "length": 2}
    assert axes.grid.called


def test_dashes_begin_with_a_dash_and_none_is_empty() -> None:
    lines = [styles.style_of(f"series{k}")["linestyle"] for k in range(8)]
    patterns = [line for line in lines if isinstance(line, tuple)]
    assert len(patterns) == 4
    for offset, dashes in patterns:
        assert offset == 0
        assert len(dashes) % 2 == 0
        assert all(part > 0 for part in dashes)


def test_matplotlib_does_not_talk_about_fonts() -> None:
    logger = logging.getLogger("matplotlib.font_manager")
    before = logger.level
    try:
        logger.setLevel(logging.INFO)
        fonts.families_for(["a"])
        assert logger.level == logging.ERROR
    finally:
        logger.setLevel(before)


@pytest.mark.parametrize(
    ("table", "has_letters"),
    [({"version": (1, 0)}, True), ({"version": (0, 20480)}, False), ({}, False), (None, False)],
)
def test_only_truetype_outlines_count(monkeypatch: pytest.MonkeyPatch, table: Any, has_letters: bool) -> None:
    """What is known of a font by its table of sizes: version 1.0 is that of TrueType, 0.5 of PostScript outlines."""
    from matplotlib import font_manager

    asked: list[str] = []

    def get_font(path: str) -> Any:
        asked.append(path)
        return SimpleNamespace(get_sfnt_table=lambda name: {"maxp": table}[name], get_charmap=lambda: {97: 1, 98: 2})

    monkeypatch.setattr(font_manager, "get_font", get_font)
    path = f"{table}.ttf"
    assert fonts._characters(path) == (frozenset({97, 98}) if has_letters else frozenset())
    assert type(fonts._characters(path)) is frozenset
    assert asked == [path]


def test_a_bound_lies_over_other_lines_and_a_fraction_is_a_coordinate() -> None:
    orders = {role: styles.style_of(role).get("zorder", 2) for role in styles.STYLES}  # matplotlib's own is 2
    assert [role for role, order in orders.items() if order != 2] == ["bound"]
    assert orders["bound"] == 3
    found = drawing.coordinate(Fraction(1, 3))
    assert (type(found), found) == (float, 1 / 3)
