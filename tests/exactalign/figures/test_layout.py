"""What the drawing asks of matplotlib, told by stand-ins for it; and the text, the fonts and the files around it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

from exactalign.exceptions import ParameterError
from exactalign.figures import Curve, FigureData, data, drawing, fonts
from exactalign.figures.styles import EDGE, STYLES, labelled, plain, style_of
from exactalign.numbers.infinity import oo
from exactalign.numbers.logforms import log

HALF = Fraction(1, 2)


def figure(*curves: Curve, **changes: Any) -> FigureData:
    given: dict[str, Any] = {
        "name": "name",
        "title": "Title",
        "columns": ("x", "y"),
        "curves": curves,
        "axes": ("draws", "gain"),
        "description": "What is shown.",
    }
    return FigureData(**(given | changes))


TWO = figure(
    Curve("é", "series0", ((1, HALF), (2, log(2)))), Curve("b", "mark1", ((3, oo),)), parameters={"n": [1, HALF]}
)


def test_the_data_as_json_and_csv() -> None:
    told = json.loads(TWO.json(5))
    assert {key: value for key, value in told.items() if key != "curves"} == {
        "name": "name",
        "title": "Title",
        "description": "What is shown.",
        "parameters": {"n": [1, "1/2"]},
        "columns": ["x", "y"],
        "axes": ["draws", "gain"],
        "simplex": False,
        "logarithmic": "",
    }
    first, second = told["curves"]
    assert (first["name"], first["role"], first["points"][0]) == ("é", "series0", [1, "1/2"])
    bounds = first["points"][1][1]
    assert Fraction(bounds["lower"]) <= Fraction("0.69314718055994530942") <= Fraction(bounds["upper"])
    assert bounds["exact"] == "log(2)"
    assert second == {"name": "b", "role": "mark1", "points": [[3, "oo"]]}
    assert '"é"' in TWO.json()  # as it is written
    assert TWO.json().count("\n") > 12  # one point a line
    assert TWO.csv(4).splitlines() == ["curve,point,x,y", "é,0,1,0.5000", "é,1,2,0.6931", "b,0,3,oo"]
    assert TWO.csv() == TWO.csv(15) != TWO.csv(14)
    assert TWO.json() == TWO.json(15) != TWO.json(14)
    assert repr(TWO) == "<FigureData name: Title (2 curves, 3 points)>"


def test_what_is_saved_is_what_the_suffix_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stand_in(found: FigureData, format: str = "svg", width: str = "one", *, title: bool = False) -> bytes:  # noqa: A002
        return f"{found.name} {format} {width} {title}".encode()

    monkeypatch.setattr(data, "render", stand_in)
    for suffix in ("svg", "PDF", "png"):
        TWO.save(tmp_path / f"f.{suffix}", "two", title=True)
        assert (tmp_path / f"f.{suffix}").read_text() == f"name {suffix.lower()} two True"
    TWO.save(str(tmp_path / "g.svg"))
    assert (tmp_path / "g.svg").read_text() == "name svg one False"
    for suffix, text in (("csv", TWO.csv()), ("json", TWO.json())):
        TWO.save(tmp_path / f"f.{suffix}")
        assert (tmp_path / f"f.{suffix}").read_bytes().decode() == text
    for name in ("f.gif", "f"):
        with pytest.raises(ParameterError) as error:
            TWO.save(tmp_path / name)
        told = "says no format: end it in .svg, .pdf, .png, .csv or .json"
        assert str(error.value) == f"{tmp_path / name} {told}"
    shown = TWO._repr_html_()
    assert "What is shown." in shown
    assert "Title" in shown


def test_what_a_file_says_about_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The title and the description, and no date: the same data gives the same bytes."""
    asked: list[tuple[Any, ...]] = []
    stand_in = MagicMock()

    def savefig(target: Any, **how: Any) -> None:
        target.write(b"bytes")
        asked.append((how.pop("format"), how.pop("dpi"), how.pop("metadata"), how))

    stand_in.savefig = savefig

    def draw(found: FigureData, width: str, *, title: bool) -> Any:
        asked.append((found, width, title))
        return stand_in

    monkeypatch.setattr(drawing, "draw", draw)
    for name, about in (
        ("svg", {"Date": None, "Description": "What is shown."}),
        ("pdf", {"CreationDate": None, "Subject": "What is shown."}),
        ("png", {"Description": "What is shown."}),
    ):
        asked.clear()
        assert drawing.render(TWO, name, "two", title=True) == b"bytes"
        assert asked == [(TWO, "two", True), (name, 300, {"Title": "name: Title", **about}, {})]
    asked.clear()
    drawing.render(TWO)
    assert asked[0] == (TWO, "one", False)
    assert asked[1][0] == "svg"
    with pytest.raises(ParameterError) as error:
        drawing.render(TWO, "gif")
    assert str(error.value) == "format is 'gif': give one of svg, pdf, png"


@pytest.mark.parametrize(
    ("low", "high", "subs", "plain"),
    [
        (1, 100, 1, True),
        (0.9, 11, 1, True),  # both of its powers of ten, one decade apart
        (1, 9.9, 3, True),
        (1.1, 11, 3, True),
        (0.05, 0.3, 3, True),
        (2e-4, 10, 1, True),
        (1e-4, 1, 1, False),
        (1, 99_999, 1, True),
        (9, 1e5, 1, False),
        (1e-3, 50, 1, True),  # four decades
        (1e-3, 100, 1, False),  # five
        (5e-6, 1.5e-4, 1, False),  # one decade of what is too small to be written plainly, and too large
        (5e5, 2e7, 1, False),
        (2e5, 3e5, 3, None),
        (2e-5, 5e-5, 3, None),
    ],
)
def test_ticks_of_a_logarithmic_axis(low: float, high: float, subs: int, plain: bool | None) -> None:
    axis = MagicMock()
    drawing._label_logarithms(axis, low, high)
    (locator,) = axis.set_major_locator.call_args.args
    assert list(locator._subs) == [[1], [1, 2, 5]][subs > 1]
    kind = None
    if axis.set_major_formatter.called:
        (formatter,) = axis.set_major_formatter.call_args.args
        kind = type(formatter).__name__
        if plain:
            assert [formatter(value) for value in (0.05, 1.0, 20.0, 1000.0)] == ["0.05", "1", "20", "1000"]
    assert kind == {True: "FuncFormatter", False: "LogFormatterMathtext", None: None}[plain]
    (minor,) = axis.set_minor_formatter.call_args.args
    assert type(minor).__name__ == "NullFormatter"


def plane(*curves: Curve, **changes: Any) -> MagicMock:
    stand_in = MagicMock()
    axes = stand_in.add_subplot.return_value
    axes.get_xlim.return_value = axes.get_ylim.return_value = (1, 100)
    drawing._draw_plane(stand_in, figure(*curves, **changes))
    return axes


def test_a_plane_has_its_labels_and_scales() -> None:
    one = Curve("a", "series0", ((1, 2),))
    for logarithmic in ("", "x", "y", "xy"):
        axes = plane(one, logarithmic=logarithmic)
        axes.set_xlabel.assert_called_once_with("draws")
        axes.set_ylabel.assert_called_once_with("gain")
        for name in ("x", "y"):
            scale, ticks = getattr(axes, f"set_{name}scale"), getattr(axes, f"{name}axis").set_major_locator
            assert (scale.call_args_list, ticks.called) == (
                ([(("log",),)], True) if name in logarithmic else ([], False)
            )
        assert not axes.set_ylim.called


def test_points_at_infinity_are_left_out_and_rates_end_above_the_highest() -> None:
    axes = plane(
        Curve("a", "rate-best", ((0, HALF), (1, 2), (2, oo))),
        Curve("b", "rate-tilt", ((0, 1),)),
        Curve("c", "finite-best0", ((0, 50), (oo, 1))),
        Curve("d", "bound", ((0, oo),)),
    )
    drawn = [tuple(map(list, call.args)) for call in axes.plot.call_args_list]
    assert drawn == [([0, 1], [0.5, 2]), ([0], [1]), ([0], [50]), ([], [])]
    assert [call.kwargs["label"] for call in axes.plot.call_args_list] == ["a", "b", "c", "d"]
    low, high = axes.set_ylim.call_args.args
    assert -0.2 < low < 0
    assert 2 < high < 2.5


def test_marks_that_are_filled_have_a_rim() -> None:
    axes = plane(
        Curve("a", "golden-points", ((1, 2),)), Curve("b", "series9", ((1, 2),)), Curve("c", "optimal", ((1, 2),))
    )
    filled, hollow, line = (call.kwargs for call in axes.plot.call_args_list)
    assert filled == {"label": "a", **EDGE, **STYLES["golden-points"]}
    assert hollow == {"label": "b", **style_of("series9")}
    assert "markeredgecolor" not in hollow
    assert line == {"label": "c", **STYLES["optimal"]}


def simplex(monkeypatch: pytest.MonkeyPatch, axes: tuple[str, ...], *curves: Curve) -> tuple[MagicMock, list[Any]]:
    notes: list[Any] = []
    monkeypatch.setattr(drawing, "_note", lambda figure, axes, *args, **how: notes.append((*args, how)))
    stand_in = MagicMock()
    shown = drawing._draw_simplex(stand_in, figure(*curves, axes=axes, is_simplex=True))
    assert shown is stand_in.add_subplot.return_value
    return stand_in.add_subplot.return_value, notes


def test_the_corners_of_a_simplex(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the one at the top, below the others; long labels are wrapped, cut at three lines, and set lower."""
    _, notes = simplex(monkeypatch, ("a $b$ c", "abcde", "abcdef"))
    assert [(corner, words) for corner, words, *_ in notes] == [
        ((1, 0, 0), r"a \$b\$ c"),
        ((0, 1, 0), "abcde"),
        ((0, 0, 1), "abcdef"),
    ]
    assert [how for *_, how in notes] == [{"ha": "center", "va": side} for side in ("bottom", "top", "top")]
    (top, left, right) = (offset for _, _, offset, _ in notes)
    assert top[0] == 0 < top[1]
    assert left[0] < 0 > left[1]
    assert right[0] == 0
    assert right[1] < 2 * left[1]
    _, notes = simplex(monkeypatch, ("a", "b", "c"))
    (top, left, right) = (offset for _, _, offset, _ in notes)
    assert left == (-right[0], right[1])  # mirror images, as far away as the one above
    assert top == (0, -left[1])
    _, notes = simplex(monkeypatch, ("", "word " * 3, "word " * 20))
    assert [words.count("\n") + 1 for _, words, *_ in notes] == [1, 1, 3]
    assert notes[2][1].endswith("…")
    assert max(map(len, notes[2][1].split("\n"))) <= 18


def test_the_curves_of_a_simplex(monkeypatch: pytest.MonkeyPatch) -> None:
    corner, middle = (Fraction(1), Fraction(0), Fraction(0)), (Fraction(1, 4), Fraction(1, 4), HALF)
    axes, notes = simplex(
        monkeypatch,
        ("a", "b", "c"),
        Curve("KL contour", "contour", (corner, middle)),
        Curve("p", "reference", (middle,)),
        Curve("KL contour", "contour", (middle, corner)),
        Curve("q", "alignment", (corner,)),
    )
    calls = axes.plot.call_args_list
    assert [tuple(map(list, call.args)) for call in calls[:2]] == [
        ([1.0, 0.25], [0.0, 0.25], [0.0, 0.5]),
        ([0.25], [0.25], [0.5]),
    ]
    assert [call.kwargs["zorder"] for call in calls] == [3, 4, 5, 6]
    assert [call.kwargs["label"] for call in calls] == ["KL contour", "$p$", None, "$q$"]
    assert [call.kwargs.get("clip_on") for call in calls] == [None, False, None, False]  # a mark at a corner is whole
    assert [call.kwargs.get("markeredgecolor") for call in calls] == [None, "white", None, "white"]
    letters = [(point, words, how["halo"]) for point, words, _, how in notes[3:]]
    assert letters == [((0.25, 0.25, 0.5), "$p$", True), ((1.0, 0.0, 0.0), "$q$", True)]
    (p, q) = (offset for _, _, offset, _ in notes[3:])  # to the right of their marks, and below
    assert p[0] == q[0] > 0 > q[1] > p[1]
    assert {how["zorder"] > 6 for *_, how in notes[3:]} == {True}


def test_names_in_the_legend() -> None:
    long, longer = "n" * 36, "n" * 37
    curves = tuple(Curve(name, "series0", ()) for name in (long, longer, "$x", "phi", long, "phi"))
    assert [label for _, label in labelled(curves)] == [long, "n" * 35 + "…", r"\$x", r"$\phi_\Delta$", None, None]
    assert [curve for curve, _ in labelled(curves)] == list(curves)
    assert plain("a$b$") == r"a\$b\$"


def test_numbered_styles() -> None:
    styles = [style_of(f"series{k}") for k in range(17)]
    assert styles[16] == styles[0]
    for k in range(8):
        first, again = styles[k], styles[k + 8]
        assert [first[key] == again[key] for key in ("color", "marker", "linestyle", "markersize")] == [True] * 4
        assert (first.get("markerfacecolor"), again["markerfacecolor"]) == (None, "none")
        mark = style_of(f"mark{k}")
        assert (mark["linestyle"], mark["marker"], mark["color"]) == ("none", first["marker"], first["color"])
        assert mark["markersize"] == first["markersize"] + 1.5
        law, best = style_of(f"finite-reference{k}"), style_of(f"finite-best{k}")
        assert law["marker"] == best["marker"] == first["marker"]
        assert (law["markerfacecolor"], best.get("markerfacecolor")) == ("none", None)
        assert (law["color"], law["linestyle"], best["linestyle"]) == (STYLES["bound"]["color"], "none", "none")
        assert best["color"] == STYLES["rate-best"]["color"]
    for wrong in ("series", "3", "thing1", "series1x", ""):
        with pytest.raises(ParameterError, match=f"^role is {wrong!r}: give one of family, contour,"):
            style_of(wrong)


def test_fonts_that_have_every_character(monkeypatch: pytest.MonkeyPatch) -> None:
    """The base font, then by name those upright ones that have what is missing, until nothing is."""
    from matplotlib import font_manager

    held = {"base": "abc ", "b": "xy", "a": "a", "it": "xyz", "c": "z", "last": "xyz!", "d": "zx", "c2": "!"}
    names = {"b": "B", "a": "A", "it": "I", "c": "C", "last": "Last Resort High", "d": "D", "c2": "C"}
    entries = [
        SimpleNamespace(name=name, fname=file, style="italic" if file == "it" else "normal")
        for file, name in names.items()
    ]
    monkeypatch.setattr(font_manager, "findfont", lambda name: {"DejaVu Sans": "base"}[name])
    monkeypatch.setattr(font_manager.fontManager, "ttflist", entries)
    monkeypatch.setattr(fonts, "_characters", lambda file: frozenset(map(ord, held[file])))
    assert fonts.families_for(["ab", "c a\n"]) == ["DejaVu Sans"]
    assert fonts.families_for(["ax"]) == ["DejaVu Sans", "B"]
    assert fonts.families_for(["a", "xz"]) == ["DejaVu Sans", "B", "C"]
    with pytest.raises(ParameterError) as error:
        fonts.families_for(["z?!é"])
    wrong = ", which no installed TrueType font can draw: install one that can, or use other labels"
    assert str(error.value) == f"a label has U+0021, U+003F, U+00E9{wrong}"
    with pytest.raises(ParameterError) as error:
        fonts.families_for(["123456"])
    assert str(error.value) == f"a label has U+0031, U+0032, U+0033, U+0034, U+0035 and more{wrong}"


def test_a_file_that_is_no_font_has_no_characters(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(b"no font")
    assert fonts._characters(str(tmp_path / "x.ttf")) == frozenset()
