"""Errors of windows that are only enclosed: at least those of every window inside the balls, however wide these are."""

import math
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

import pytest
from attrs import evolve
from flint import arb

from exactalign import AlignedFamily, Reward
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.precision import working_precision
from exactalign.policies import sharp_gumbel
from exactalign.policies.exponential_tail import ExponentialTail
from exactalign.policies.sharp_gumbel import Bound, overlap
from exactalign.policies.sharp_lattice import SharpLattice, WindowBound
from tests.exactalign.known_models import COIN_FAMILY, SPACED, P, R

WIDTH = 1 / 64


def ball(value: arb, radius: float) -> arb:
    return arb(value.mid(), radius)


def at_most(inside: Iterable[arb], around: Iterable[arb]) -> bool:
    return all(one.upper() <= other.upper() for one, other in zip(inside, around, strict=True))


FAMILY = AlignedFamily(P, R)


@lru_cache
def tail_of(m: int) -> ExponentialTail:
    with working_precision(96):
        return ExponentialTail.of(FAMILY, Fraction(1), m)


def cut(bound: Bound) -> Bound:
    """The lower half of a window, and nothing allowed for what lies outside: too little is in common, not too much."""
    half = bound.cells[: len(bound.cells) // 2]
    return evolve(bound, cells=half, tail=evolve(bound.tail, most=arb(0)), missed=arb(2) ** -90)


def test_the_error_of_what_is_in_common_where_too_little_is() -> None:
    """1 − TV less ∫ k·N·p(dy), k at the lower ends of the cells at least: by parts, in floats."""
    with working_precision(96):
        tail = tail_of(700)
        whole = Bound.of(tail, 700 * FAMILY.sums.kl(arb(1)), ball_of(FAMILY.values[0]), arb(4))
        assert whole is not None
        for most in (0, 1 / 8):
            bound = cut(whole)
            bound = evolve(bound, tail=evolve(bound.tail, most=arb(most)))
            found = float(bound.overlap().mid())
            value = float(overlap(tail.alpha * tail.wide).mid())
            low, top = 0.0, 0.0
            for cell in bound.cells:
                y, c, omega, eta = (float(x.mid()) for x in (cell.low, cell.c_low, cell.omega, cell.eta))
                k = max(min(math.exp(y), math.exp(-(1 + eta) * c)), top)
                low, top = low + (k - top) * c * (1 - omega), k
            wanted = value - (low - top * most * float(bound.cells[-1].c_high.mid()))
            assert abs(found / wanted - 1) < 1e-9
            assert wanted > 0.01


def test_a_constant_added_to_the_reward_changes_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharp_gumbel, "_CELLS", 30)
    found = []
    with working_precision(96):
        for reward in (R, Reward({o: value + 5 for o, value in R.items()})):
            family = AlignedFamily(P, reward)
            tail = ExponentialTail.of(family, Fraction(1), 300)
            # Of a shallow window, below which much is missed: by how far it may be off depends on the range.
            bound = Bound.of(tail, 300 * family.sums.kl(arb(1)), ball_of(family.values[0]), arb(0.5))
            assert bound is not None
            found.append([float(error) for error in bound.errors()])
    assert found[0] == pytest.approx(found[1], rel=1e-12)
    assert found[0][2] > 50


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("depth", [0.5, 4])
@pytest.mark.parametrize("name", ["low", "high", "c_low", "c_high"])
def test_off_a_lattice(name: str, depth: float, whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of every cell is a ball: at both of its ends the errors are no larger than those of the ball."""
    monkeypatch.setattr(sharp_gumbel, "_CELLS", 30)
    with working_precision(96):
        bound = Bound.of(tail_of(300), 300 * FAMILY.sums.kl(arb(1)), ball_of(FAMILY.values[0]), arb(depth))
        assert bound is not None
        bound = bound if whole else cut(bound)
        parts = [getattr(cell, name).mid() for cell in bound.cells]

        def moved(part: arb, by: float, radius: float) -> arb:
            size = part if name.startswith("c") else arb(1)  # values of c are wide in proportion
            return arb((part + size * by).mid(), (abs(size) * radius).mid())

        def errors(by: float, radius: float) -> tuple[arb, ...]:
            new = [
                evolve(cell, **{name: moved(part, by, radius)}) for cell, part in zip(bound.cells, parts, strict=True)
            ]
            return evolve(bound, cells=tuple(new)).errors()

        wide = errors(0, WIDTH)
        for by in (-WIDTH * 0.999, 0, WIDTH * 0.999):
            assert at_most(errors(by, 0), wide)


LATTICES = [(COIN_FAMILY, Fraction(2), 400), (AlignedFamily(P, SPACED), Fraction(1), 500)]


@pytest.mark.parametrize("depth", [0.5, 4])
@pytest.mark.parametrize(("family", "alpha", "m"), LATTICES)
@pytest.mark.parametrize("name", ["places", "wide", "theta"])
def test_on_a_lattice(name: str, family: AlignedFamily, alpha: Fraction, m: int, depth: float) -> None:
    sharp = SharpLattice(family, alpha)
    with working_precision(128):
        window = sharp.levels(m, arb(m).log(), arb(depth))
        epsilon = window.wide * sharp.limit.error_ball(m)
        bound = WindowBound.of(sharp, m, window, epsilon)
        assert bound is not None
        part = getattr(window, name)

        def errors(by: float, radius: float) -> tuple[arb, ...]:
            one = ball(part + by, radius) if name != "places" else tuple(ball(y + by, radius) for y in part)
            return evolve(bound, levels=evolve(window, **{name: one})).errors(ball_of(sharp.step))

        scale = WIDTH / 16 if name == "theta" else WIDTH
        wide = errors(0, scale)
        for by in (-scale * 0.999, 0, scale * 0.999):
            assert at_most(errors(by, 0), wide)
