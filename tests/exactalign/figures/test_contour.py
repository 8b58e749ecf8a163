"""The contour where it touches edges and corners of the simplex, and the rays on which its points are looked for."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise
from math import atan2, hypot, pi
from typing import Any

import pytest

from exactalign.figures import contour
from exactalign.figures.contour import kl_contour, mixed, plane, turn
from exactalign.laws.distributions import Distribution
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import LogForm, log

UNIFORM, SKEWED = Distribution.uniform(3), Distribution.from_probabilities(["1/2", "1/3", "1/6"])
CORNERS = [tuple(Fraction(k == i) for k in range(3)) for i in range(3)]


def floats(piece: tuple[Any, ...]) -> list[tuple[float, ...]]:
    return [tuple(map(float, point)) for point in piece]


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few points, for they are the work."""
    monkeypatch.setattr(contour, "_STEP", 1)
    monkeypatch.setattr(contour, "_FEWEST", 2)


@pytest.mark.usefixtures("coarse")
def test_a_contour_that_touches_the_edges_is_closed() -> None:
    """At log(3/2) that of a uniform reference touches every edge in its middle."""
    (piece,) = kl_contour(UNIFORM, log(Fraction(3, 2)))
    assert piece[0] is piece[-1]
    for k in range(3):
        half = tuple(Fraction(int(i != k), 2) for i in range(3))
        assert sum(point == half for point in piece) == 1
    shown = floats(piece)
    assert all(one != other for one, other in pairwise(shown))
    assert {type(x) for point in piece for x in point} == {Fraction, EnclosedReal}


def test_a_contour_through_the_corners_is_the_corners() -> None:
    pieces = kl_contour(UNIFORM, log(3))
    assert sorted(pieces) == sorted((corner,) for corner in CORNERS)
    assert {type(x) for piece in pieces for x in piece[0]} == {Fraction}
    assert kl_contour(UNIFORM, log(4)) == []


@pytest.mark.usefixtures("coarse")
def test_a_contour_ends_at_the_one_corner_that_it_reaches() -> None:
    """Masses 1/2, 1/3, 1/6: at log 3 it meets the second corner, past the first, short of the third."""
    pieces = kl_contour(SKEWED, log(3))
    assert sorted(len(piece) > 1 for piece in pieces) == [False, True]
    (corner,), arc = sorted(pieces, key=len)
    assert corner == CORNERS[1]
    assert all(point[2] != 0 for point in arc[1:-1])
    for end in (arc[0], arc[-1]):  # on the two edges that meet in the third corner
        assert sorted(float(x) == 0 for x in end) == [False, False, True]
        assert float(end[2]) > 0.5


def test_a_share_that_no_ball_tells_from_all_is_not_all_of_it() -> None:
    start, corner = UNIFORM.probabilities, CORNERS[0]
    assert contour._share(start, corner, start, log(3)) == 1
    almost = contour._share(start, corner, start, log(3) - Fraction(1, 10**60))
    assert isinstance(almost, EnclosedReal)
    assert almost < 1


def test_a_contour_has_no_gaps_but_at_the_edges() -> None:
    for piece in kl_contour(SKEWED, LogForm.of(1)):
        shown = floats(piece)
        for one, other in pairwise(shown):
            assert 0 < max(abs(a - b) for a, b in zip(one, other, strict=True)) < 0.06
        ends = [piece[0], piece[-1]]
        assert ends[0] is ends[1] or all(any(x == 0 for x in end if isinstance(x, Fraction)) for end in ends)


def test_the_plane_is_that_of_a_triangle_with_equal_sides() -> None:
    centre = UNIFORM.probabilities
    places = [plane(corner, centre) for corner in CORNERS]
    sides = [hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(places, 2)]
    assert max(sides) - min(sides) < 1e-12
    assert {round(hypot(*place) / sides[0], 12) for place in places} == {round(3**-0.5, 12)}
    assert plane(centre, centre) == (0, 0)
    (top, left, right) = places  # as drawn: the first outcome above, the second below on the left
    assert top[0] == 0 < top[1]
    assert left[0] == -right[0] < 0
    assert left[1] == right[1] < 0
    assert {type(x) for place in places for x in place} == {float}


def angles(p: tuple[Fraction, ...], begin: tuple[Fraction, ...], end: tuple[Fraction, ...]) -> list[float]:
    shares = [Fraction(0), *turn(p, begin, end)]
    assert shares == sorted(set(shares))
    assert shares[-1] == 1
    seen = [plane(mixed(begin, end, share), p) for share in shares]
    return [abs(atan2(x * v - y * u, x * u + y * v)) for (x, y), (u, v) in pairwise(seen)]


@pytest.mark.parametrize(("i", "j"), [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)])
def test_steps_are_equal_turns_from_a_point_that_is_not_the_centre(i: int, j: int) -> None:
    found = angles(SKEWED.probabilities, CORNERS[i], CORNERS[j])
    assert max(found) < 1.001 * min(found)
    assert 0.9 * pi / 90 < max(found) <= 1.001 * pi / 90  # two degrees


def test_a_narrow_turn_has_a_dozen_steps() -> None:
    begin = (Fraction(0), Fraction(1, 2), Fraction(1, 2))
    near, nearer = Fraction(1, 10), Fraction(1, 10**8)
    assert len(angles(UNIFORM.probabilities, begin, mixed(begin, CORNERS[1], near))) == 12
    assert turn(UNIFORM.probabilities, begin, mixed(begin, CORNERS[1], nearer)) == [
        Fraction(k, 12) for k in range(1, 13)
    ]


def test_every_step_goes_on_also_right_beside_an_edge() -> None:
    """Seen from where the ray begins, as good as: the first shares are too small for a millionth."""
    begin = (Fraction(0), Fraction(1, 2), Fraction(1, 2))
    p = mixed(begin, UNIFORM.probabilities, Fraction(1, 10**9))
    assert min(turn(p, begin, CORNERS[1])) == Fraction(1, 10**6)
