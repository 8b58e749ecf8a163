"""The aligned family as a curve: as fine as the eye needs, whichever way it runs; and what cannot be drawn."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from exactalign.exceptions import ParameterError
from exactalign.figures import golden, simplex
from exactalign.figures.content import coordinate
from exactalign.figures.contour import kl_contour
from exactalign.figures.family import along_family, grid, model_parameters, require_tilt, require_varied
from exactalign.laws.distributions import Distribution
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm
from exactalign.policies.tilting import AlignedFamily
from exactalign.theory.golden import GoldenModel
from tests.exactalign.known_models import P, R

FAMILY = AlignedFamily(P, R)
EVEN = 61  # points of a curve that is fine already


def test_a_grid_has_both_ends() -> None:
    assert grid(-1, 2, 6) == [-1, Fraction(-1, 2), 0, Fraction(1, 2), 1, Fraction(3, 2), 2]


def share(alpha: Any) -> Fraction:
    """α/(4 + α) for α ≥ 0, odd: 4 is about where the tilt of rewards that differ by log 6 is half done."""
    if isinstance(alpha, Infinity):
        return Fraction(1 if alpha > 0 else -1)
    return Fraction(alpha) / (4 + abs(Fraction(alpha)))


@pytest.mark.parametrize("negative", [False, True])
def test_a_curve_has_both_ends_and_is_even(negative: bool) -> None:
    alphas: list[Any] = []

    def point(alpha: Any) -> tuple[Any, ...]:
        alphas.append(alpha)
        return (share(alpha),)

    curve = along_family(FAMILY, point, negative=negative)
    assert curve == tuple((u,) for u in grid(-1 if negative else 0, 1, 120 if negative else 60))
    infinite = [alpha for alpha in alphas if isinstance(alpha, Infinity)]
    assert infinite == ([-oo, oo] if negative else [oo])


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("steep", [1, 40])
def test_neighbours_are_near_in_every_coordinate_whichever_way_it_runs(sign: int, steep: int) -> None:
    def point(alpha: Any) -> tuple[Any, ...]:
        level = share(alpha)
        return Fraction(3), 7 + sign * level**steep

    curve = along_family(FAMILY, point)
    gaps = [abs(float(b[1] - a[1])) for a, b in pairwise(curve)]
    assert max(gaps) <= 1 / 40
    assert len(curve) == EVEN if steep == 1 else EVEN < len(curve) < 4 * EVEN
    assert curve[0] == (3, 7)
    assert curve[-1] == (3, 7 + sign)


def test_neighbours_that_are_a_fortieth_apart_are_near_enough() -> None:
    """A step of that height between the first two of the even points is left; one a little higher is looked into."""
    for height, is_left in ((Fraction(1, 40), True), (Fraction(1001, 40_000), False)):
        asked: list[Fraction] = []

        def point(alpha: Any, height: Fraction = height, asked: list[Fraction] = asked) -> tuple[Fraction | int, ...]:
            asked.append(share(alpha))
            return (height if 0 < asked[-1] < 1 else int(asked[-1]),)

        along_family(FAMILY, point)
        assert (min(u for u in asked if u) == Fraction(1, EVEN - 1)) is is_left


def test_a_coordinate_that_ends_at_infinity_or_jumps_ends_the_refining() -> None:
    infinite = along_family(FAMILY, lambda alpha: (oo if alpha is oo else share(alpha),))
    assert len(infinite) == EVEN
    jump = along_family(FAMILY, lambda alpha: (Fraction(share(alpha) > Fraction(2, 3)),))
    assert len(jump) == EVEN + 8  # halved eight times, to 1/256 of a step


def test_what_has_no_curve_is_told() -> None:
    flat = AlignedFamily(P, Reward.values([1, 1, 1]))
    for call, message in (
        (
            lambda: require_varied(flat),
            "the reward is constant on the support of the reference: there is nothing to draw",
        ),
        (
            lambda: require_varied(flat, "proxy reward"),
            "the proxy reward is constant on the support of the reference: there is nothing to draw",
        ),
        (
            lambda: require_tilt(FAMILY, 0),
            ("the KL budget is 0: this figure needs one above 0 and below log(5) ≈ 1.60944, "
            "where the optimal tilt exists"),
        ),
        (
            lambda: require_tilt(FAMILY, "log 5"),
            ("the KL budget is log 5: this figure needs one above 0 and below log(5) ≈ 1.60944, "
            "where the optimal tilt exists"),
        ),
        (
            lambda: require_tilt(flat, "1/10"),
            "the reward is constant on the support of the reference: there is nothing to draw",
        ),
        (
            lambda: golden(GoldenModel(P, Reward.values([1, 1, 1]), R), [1]),
            "the proxy reward is constant on the support of the reference: there is nothing to draw",
        ),
        (lambda: coordinate(10**400), "a coordinate is over 10^308 in size, too large to draw: scale the rewards down"),
    ):  # fmt: skip
        with pytest.raises(ParameterError) as error:
            call()
        assert str(error.value) == message
    require_varied(FAMILY)
    assert require_tilt(FAMILY, "1/10").case == "tilt"


def test_the_model_is_written_down() -> None:
    named = P.relabel(["a", "b", "c"])
    assert model_parameters(named, Reward.values([1, 2, 3], ["a", "b", "c"])) == {
        "outcomes": ("a", "b", "c"),
        "reference": P.probabilities,
        "reward": (LogForm.of(1), LogForm.of(2), LogForm.of(3)),
    }


@pytest.mark.parametrize("rewards", ["0, 1, 2", "2, 0, 1", "0, 0, 1", "0, 1, 1", "log 2, 0, 1"])
@pytest.mark.parametrize("mean", [Fraction(1, 10), Fraction(3, 5), Fraction(9, 10)])
def test_the_line_of_one_mean_reward_ends_on_two_edges(rewards: str, mean: Fraction) -> None:
    reward = Reward.parse(rewards)
    family = AlignedFamily(Distribution.uniform(3), reward)
    ends = simplex._reward_line(family, mean)
    assert len(ends) == 2
    edges = set()
    for end in ends:
        assert abs(float(sum(end[1:], end[0])) - 1) < 1e-15
        assert abs(sum(float(p) * float(reward[k]) for k, p in enumerate(end)) - float(mean)) < 1e-14
        assert all(float(p) > -1e-15 for p in end)
        edges.add(next(k for k, p in enumerate(end) if isinstance(p, Fraction) and p == 0))
    assert len(edges) == 2


@pytest.mark.parametrize(("low", "spread", "half"), [(0, 1, 4), (-7, 3, 2), (100, 3, 2), (0, 100, Fraction(1, 16))])
def test_the_curve_depends_on_how_far_apart_the_rewards_are(low: int, spread: int, half: Any) -> None:
    """4 over the power of two below that, and not on where they begin; every α is exact."""
    asked: list[Any] = []

    def point(alpha: Any) -> tuple[Any, ...]:
        asked.append(alpha)
        return (0,)

    along_family(AlignedFamily(P, Reward.values([low, low + spread, low])), point)
    assert len(asked) == EVEN
    assert asked[30] == half  # u = 1/2
    assert asked[-1] is oo
    assert {type(alpha) for alpha in asked[:-1]} == {Fraction}


@pytest.mark.parametrize("rewards", ["0, 1, 2", "2, 0, 1", "1, 2, 0"])
def test_a_line_that_cannot_be_told_to_pass_through_a_corner_ends_there(rewards: str) -> None:
    """√2·√2/2 is 1, the reward in the middle."""
    root, reward = EnclosedReal.of(2).sqrt(), Reward.parse(rewards)
    ends = simplex._reward_line(AlignedFamily(P, reward), root * root / 2)
    middle = [float(reward[k] == 1) for k in range(3)]
    assert any(max(abs(float(p) - q) for p, q in zip(end, middle, strict=True)) < 1e-15 for end in ends)
    for end in ends:
        assert abs(sum(float(p) * float(reward[k]) for k, p in enumerate(end)) - 1) < 1e-14


def test_a_piece_of_a_contour_that_began_in_its_middle_has_no_point_twice() -> None:
    pieces = kl_contour(P, LogForm.parse("1/2"))
    assert len(pieces) == 2
    for piece in pieces:
        shown = [tuple(map(float, point)) for point in piece]
        assert all(one != other for one, other in pairwise(shown))
        assert shown[0] != shown[-1]
        steps = [max(abs(a - b) for a, b in zip(one, other, strict=True)) for one, other in pairwise(shown)]
        assert max(steps) < 0.05
