"""What is drawn: the data, whole, legible, and told apart without colour."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import combinations
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from exactalign.exceptions import ParameterError, TooLarge
from exactalign.figures import (
    WIDTHS,
    Curve,
    FigureData,
    baseline,
    convergence,
    divergence_choice,
    draw,
    figure1,
    gap,
    golden,
    kl_estimates,
    pass_at_k,
    rates,
    render,
    scaling,
    simplex,
    tradeoff,
)
from exactalign.figures.contour import kl_contour
from exactalign.figures.styles import style_of
from exactalign.laws.distributions import Distribution
from exactalign.laws.rewards import Reward
from exactalign.theory.reward_law import RewardLaw
from tests.exactalign.known_models import UNIFORM as LAW
from tests.exactalign.known_models import P

R = Reward.log_weights([6, 1, 2])
MAKE: dict[str, Callable[[], FigureData]] = {
    "figure1": lambda: figure1(P, R, length=3),
    "cut": lambda: figure1(P, R, "1/2", length=2, n=2),
    "tradeoff": lambda: tradeoff(P, R, [1, 2, 4], [1, 2]),
    "rates": lambda: rates(P, R, lengths=[2, 3]),
    "convergence": lambda: convergence(P, R, lengths=[1, 2, 4]),
    "gap": lambda: gap(P, R, [2, 4], [1, 2]),
    "golden": lambda: golden(sizes=[1, 2, 3]),
    "scaling": lambda: scaling(LAW, [1, 2, 4]),
    "divergence-choice": lambda: divergence_choice(LAW, "1/10", ["1/2", 1, 2, "oo"]),
    "kl-estimates": lambda: kl_estimates(chances=["1/9", "1/4", "1/2", "2/3"]),
    "pass-at-k": lambda: pass_at_k("1/4", 3, range(1, 7)),
    "baseline": lambda: baseline([2, 4], ["1/9", "1/2", "8/9"]),
}


@cache
def _contour(p: tuple[Fraction, ...], delta: Any) -> list[tuple[Any, ...]]:
    return kl_contour(Distribution.from_probabilities(p), delta)


@cache
def made(name: str) -> FigureData:
    """The data of a figure; the roots of a contour, which depends on no label and no reward, are looked for once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simplex, "kl_contour", lambda p, delta: _contour(tuple(p.probabilities), delta))
        return {**MAKE, **CROWDED}[name]()


@cache
def drawn(name: str, width: str = "one") -> Any:
    """A figure, drawn once: the tests look at it and change nothing."""
    return draw(made(name), width)


def plotted(figure: Any) -> list[list[tuple[float, ...]]]:
    """The coordinates of all lines of the drawing; on a simplex those of the triangle with corners l, r, t."""
    (axes,) = figure.axes
    return [[(float(x), float(y)) for x, y in line.get_xydata()] for line in axes.lines if len(line.get_xdata())]  # type: ignore[union-attr]


def expected(curves: list[list[tuple[float, ...]]], *, is_simplex: bool) -> list[list[tuple[float, ...]]]:
    finite = [[point for point in curve if all(abs(x) < float("inf") for x in point)] for curve in curves]
    if is_simplex:  # mpltern: side 2/√3, centred between l and r
        return [[((r - l) / sqrt(3), t) for t, l, r in curve] for curve in finite]  # noqa: E741
    return [curve for curve in finite if curve]


def close(left: list[list[tuple[float, ...]]], right: list[list[tuple[float, ...]]]) -> bool:
    flat = [[x for curve in curves for point in curve for x in point] for curves in (left, right)]
    return [len(c) for c in left] == [len(c) for c in right] and all(
        abs(a - b) <= 1e-12 * max(1, abs(a)) for a, b in zip(*flat, strict=True)
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKE)
def test_what_is_plotted_is_the_data(name: str) -> None:
    data = made(name)
    curves = [[tuple(map(float, point)) for point in curve.points] for curve in data.curves]
    lines = plotted(drawn(name))
    assert close(lines, expected(curves, is_simplex=data.is_simplex))
    moved = [[*lines[0][:-1], tuple(x + 1e-9 for x in lines[0][-1])], *lines[1:]]
    assert not close(moved, expected(curves, is_simplex=data.is_simplex))


def test_each_axis_has_its_own_label() -> None:
    curves = (Curve("one", "series0", ((1, 3), (2, 5))),)
    (axes,) = draw(FigureData("name", "title", ("n", "value"), curves, ("draws", "gain"), "one curve")).axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("draws", "gain")


def value(entry: Any) -> Any:
    """A number of the JSON, as text or bounds, back as something to plot."""
    if isinstance(entry, dict):
        low, high = Fraction(entry["lower"]), Fraction(entry["upper"])
        assert low <= high
        assert high - low <= Fraction(1, 10**13) * max(1, abs(low))
        return (low + high) / 2
    return float("inf") if entry == "oo" else Fraction(entry)


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKE)
def test_the_json_is_enough_to_draw_it_again(name: str) -> None:
    data = made(name)
    told = json.loads(data.json())
    assert (told["name"], told["description"]) == (data.name, data.description)
    assert set(told["parameters"]) == set(data.parameters)
    assert told["parameters"]
    again = FigureData(
        told["name"],
        told["title"],
        tuple(told["columns"]),
        tuple(Curve(c["name"], c["role"], tuple(tuple(map(value, p)) for p in c["points"])) for c in told["curves"]),
        tuple(told["axes"]),
        told["description"],
        logarithmic=told["logarithmic"],
        is_simplex=told["simplex"],
    )
    assert close(plotted(draw(again)), plotted(drawn(name)))


def test_json_holds_exact_values_exactly_and_bounds_on_both_sides() -> None:
    told = json.loads(golden(sizes=[1, 2]).json(6))
    assert told["parameters"]["reference"] == ["1/2", "2/5", "1/10"]
    points = {curve["name"]: curve["points"] for curve in told["curves"]}
    assert points["golden, best-of-n"][1][1] == "7/100"
    divergence = points["golden, best-of-n"][1][0]
    assert Fraction(divergence["lower"]) < Fraction(divergence["upper"])
    assert "log" in divergence["exact"]


@pytest.mark.slow
def test_saving_goes_by_the_suffix(tmp_path: Path) -> None:
    data = golden(sizes=[1, 2])
    for suffix in ("csv", "json", "svg"):
        data.save(tmp_path / f"f.{suffix}")
    assert (tmp_path / "f.csv").read_bytes().decode() == data.csv()
    assert (tmp_path / "f.json").read_text(encoding="utf-8") == data.json()
    assert (tmp_path / "f.svg").read_bytes() == render(data, "svg")
    with pytest.raises(ParameterError, match=r"f\.gif says no format: end it in \.svg, \.pdf, \.png, \.csv or \.json"):
        data.save(tmp_path / "f.gif")
    assert not (tmp_path / "f.gif").exists()


def many(count: int, name: str = "m = {}") -> FigureData:
    points = tuple((Fraction(k), Fraction(k * k)) for k in range(1, 4))
    curves = tuple(Curve(name.format(k), f"series{k}", points) for k in range(count))
    return FigureData("many", "Many", ("x", "y"), curves, ("x", "y"), "Many curves.", logarithmic="x")


CROWDED: dict[str, Callable[[], FigureData]] = {
    "8 lengths": lambda: rates(P, R, lengths=range(1, 9)),
    "long names": lambda: many(8, "a curve with a name that is long beyond all measure, {}"),
    "16 series": lambda: many(16),
    "long labels": lambda: figure1(
        Distribution.from_probabilities(P.probabilities, ["W" * 60, "über alles hinweg " * 3, r"\alpha$x$_50% <b>{}"]),
        Reward.log_weights([6, 1, 2], ["W" * 60, "über alles hinweg " * 3, r"\alpha$x$_50% <b>{}"]),
        length=2,
    ),
    "short labels": lambda: figure1(
        P.relabel(["a_b", "50%", "$x$"]), Reward.log_weights([6, 1, 2], ["a_b", "50%", "$x$"])
    ),
    "q at a corner": lambda: figure1(P, Reward.log_weights([1, 10**9, 1]), length=2),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "width"),
    [*((name, "one") for name in (*MAKE, *CROWDED)), *((name, "two") for name in ("figure1", "rates", *CROWDED))],
)
def test_nothing_is_clipped_and_the_legend_is_clear_of_the_axes(name: str, width: str) -> None:
    figure = drawn(name, width)
    figure.draw_without_rendering()
    assert abs(figure.get_figwidth() - WIDTHS[width]) < 1e-9
    whole, slack = figure.bbox, 0.002 * figure.dpi
    (axes,) = figure.axes
    boxes = [figure.legends[0].get_window_extent(), axes.get_tightbbox()]
    for box in boxes:
        assert box is not None
        assert box.x0 >= whole.x0 - slack
        assert box.x1 <= whole.x1 + slack
        assert box.y0 >= whole.y0 - slack
        assert box.y1 <= whole.y1 + slack
    legend, around = boxes
    assert around is not None
    assert legend.x0 >= around.x1 - slack if width == "two" else legend.y1 <= around.y0 + slack
    assert axes.get_window_extent().width > 0.35 * WIDTHS["one"] * figure.dpi  # there is something left to see


@pytest.mark.slow
@pytest.mark.parametrize("name", ["figure1", "long labels"])
def test_the_labels_of_the_corners_are_upright_and_clear_of_the_ticks(name: str) -> None:
    figure = drawn(name)
    figure.draw_without_rendering()
    (axes,) = figure.axes
    ternary: Any = axes
    corners = axes.texts[:3]
    assert all(text.get_rotation() == 0 for text in corners)
    ticks = [
        tick.label1 if tick.label1.get_visible() else tick.label2
        for axis in (ternary.taxis, ternary.laxis, ternary.raxis)
        for tick in axis.get_major_ticks()
    ]
    assert len(ticks) == 12
    for text in corners:
        assert not any(text.get_window_extent().overlaps(tick.get_window_extent()) for tick in ticks)


@pytest.mark.slow
def test_labels_are_shown_as_they_are() -> None:
    shown = [text.get_text() for text in drawn("short labels").axes[0].texts[:3]]
    assert shown == ["a_b", "50%", r"\$x\$"]  # no formula
    assert not re.search("<text", render(made("short labels")).decode())


def test_a_triangle_is_given_more_height_than_a_plane() -> None:
    """In one column √3/2 of the width, the height of a triangle with equal sides, and below it the legend."""
    shares = {}
    for name in ("figure1", "rates"):
        figure = drawn(name)
        rows = -(-len(figure.legends[0].get_texts()) // 2)
        shares[name] = (figure.get_figheight() - 0.155 * rows) / WIDTHS["one"]
    assert abs(shares["figure1"] - sqrt(3) / 2) < 0.01
    assert 0.7 < shares["rates"] < 0.75
    assert drawn("figure1", "two").get_figheight() > drawn("rates", "two").get_figheight()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_letter_of_the_reference_is_beside_its_mark_and_no_line_crosses_it(width: str) -> None:
    figure = drawn("figure1", width)
    figure.draw_without_rendering()
    (axes,) = figure.axes
    (letter,) = (text for text in axes.texts if text.get_text() == "$p$")
    (mark,) = (line for line in axes.lines if line.get_label() == "$p$")
    box = letter.get_window_extent()
    ((x, y),) = mark.get_transform().transform(mark.get_xydata())
    assert box.x0 > x
    assert box.y1 < y + figure.dpi * mark.get_markersize() / 72
    for line in axes.lines:
        path = line.get_transform().transform_path(line.get_path())
        assert len(path.vertices) == 1 or not path.intersects_bbox(box, filled=False), line.get_label()


def test_a_character_that_no_font_has_is_refused() -> None:
    labels = ["a", "b", "\U000e0ffe"]  # it is no character
    data = figure1(P.relabel(labels), Reward.log_weights([6, 1, 2], labels), length=2)
    with pytest.raises(ParameterError, match=r"a label has U\+E0FFE, which no installed TrueType font can draw"):
        render(data)


def ticks_of(data: FigureData, axis: str) -> list[str]:
    figure = draw(data)
    figure.draw_without_rendering()
    chosen = getattr(figure.axes[0], f"{axis}axis")
    low, high = sorted(chosen.get_view_interval())
    both = [*chosen.get_major_ticks(), *chosen.get_minor_ticks()]
    return [tick.label1.get_text() for tick in both if low <= tick.get_loc() <= high and tick.label1.get_text()]


@pytest.mark.slow
def test_logarithmic_axes_have_plain_numbers_or_powers_of_ten() -> None:
    lengths = convergence(P, R, lengths=[1, 10, 100])
    assert ticks_of(lengths, "x") == ["1", "10", "100"]
    assert ticks_of(divergence_choice(LAW, "1/10", [1, 2]), "x") == ["0.05", "0.1"]
    wide = ticks_of(gap(P, R, [2, 100], [1, 4, 64]), "y")
    assert len(wide) >= 3
    assert all(re.fullmatch(r"\$\\mathdefault\{10\^\{-?\d+\}\}\$", text) for text in wide)
    assert ticks_of(convergence(P, R, lengths=[3]), "x")  # one point alone


def looks(role: str) -> tuple[Any, ...]:
    style = style_of(role)
    return style.get("marker"), style["linestyle"], style.get("markerfacecolor") == "none"


@pytest.mark.parametrize("name", MAKE)
def test_no_two_curves_differ_by_colour_alone(name: str) -> None:
    roles = {curve.name: curve.role for curve in made(name).curves}
    for left, right in combinations(roles.values(), 2):
        solid = {left, right} == {"family", "line"}  # a curve, and a thin straight line
        assert solid or looks(left) != looks(right), (left, right)


@pytest.mark.parametrize("kind", ["series", "mark", "finite-reference", "finite-best"])
def test_sixteen_numbered_curves_can_be_told_apart(kind: str) -> None:
    if kind.startswith("finite"):  # one mark for each of eight lengths, then again
        assert len({looks(f"{kind}{k}") for k in range(8)}) == 8
    else:
        assert len({looks(f"{kind}{k}") for k in range(16)}) == 16
    with pytest.raises(ParameterError, match="role is"):
        style_of(f"{kind}x")


@pytest.mark.slow
def test_fonts_are_outlines_and_widths_are_those_of_columns() -> None:
    data = golden(sizes=[1, 2])
    for width, inches in WIDTHS.items():
        pdf, svg = render(data, "pdf", width), render(data, "svg", width).decode()
        assert b"/Type3" not in pdf
        assert b"/FontFile2" in pdf
        media = re.search(rb"/MediaBox \[ 0 0 ([0-9.]+) ", pdf)
        assert media is not None
        assert abs(float(media[1]) - 72 * inches) < 0.01
        assert f'width="{72 * inches:g}pt"' in svg
        assert "<text" not in svg
        assert data.description in svg


def test_what_would_take_minutes_is_refused_at_once() -> None:
    with pytest.raises(TooLarge, match=r"for each of 1000 numbers of draws, some \d+ minutes"):
        tradeoff(P, R, range(1, 1001), [1, 500])
    with pytest.raises(TooLarge, match="reward levels"):
        gap(P, R, range(2, 1000), [1000])
    for make in (rates, convergence):
        with pytest.raises(TooLarge, match="reward levels"):
            make(P, R, lengths=[10**5])
    with pytest.raises(TooLarge, match="with n up to 1,000,000"):
        scaling(RewardLaw.binomial(16), [10**6])
    with pytest.raises(TooLarge, match=r"with n up to 1\.0·10\^11"):
        golden(sizes=[10**11])
    with pytest.raises(ParameterError, match="lengths has 17 values: at most 16"):
        gap(P, R, [2], range(1, 18))
    with pytest.raises(ParameterError, match="orders has 20 values: at most 16"):
        divergence_choice(LAW, "1/10", range(1, 21))
    with pytest.raises(ParameterError, match="whole numbers"):
        tradeoff(P, R, [1.5])  # type: ignore[list-item]


def test_the_ticks_of_a_simplex_are_fifths_without_the_corners() -> None:
    (axes,) = draw(MAKE["figure1"](), "one").axes
    for axis in (axes.taxis, axes.laxis, axes.raxis):
        assert [round(float(tick), 9) for tick in axis.get_ticklocs()] == [0.2, 0.4, 0.6, 0.8]
