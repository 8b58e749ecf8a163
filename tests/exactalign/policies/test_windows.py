"""The bounds behind the formulas for long sequences: in another unit, at a window's edge, and by the proof's terms."""

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from types import SimpleNamespace

import pytest
from attrs import evolve
from flint import arb

from exactalign import AlignedFamily, Reward
from exactalign.laws.distributions import MemorylessSource
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.numbers.enclosed import ball_of
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.precision import working_precision
from exactalign.policies.characteristic import Letter
from exactalign.policies.exponential_tail import ExponentialTail
from exactalign.policies.sharp_estimates import rounded_up
from exactalign.policies.sharp_gumbel import Bound, overlap
from exactalign.policies.sharp_lattice import SharpLattice, WindowBound
from tests.exactalign.known_models import COIN, COIN_FAMILY, SPACED, P, R


def test_what_is_off_at_a_level_does_not_depend_on_the_unit_of_reward() -> None:
    """In units of 1/3 every level is three times as far and α a third; ε, found by search, is set to 0."""
    with working_precision(80):
        one = ExponentialTail.of(AlignedFamily(P, R), Fraction(1), 200)
        three = AlignedFamily(P, Reward.parse("log 216, 0, log 8"))
        other = ExponentialTail.of(three, Fraction(1, 3), 200)
        for y in (-4, 0, 3):
            expected = evolve(one, epsilon=arb(0)).omega(arb(y))
            assert abs(evolve(other, epsilon=arb(0)).omega(arb(3 * y)) / expected - 1) < 1e-12


def test_the_lowest_level_of_a_window_is_in_it() -> None:
    """P* is at least what p gives to Y ≥ y at every level of the window, the lowest one too."""
    m = 400
    sharp, balls = SharpLattice(COIN_FAMILY, 2), EnclosedLevelLaw(MemorylessSource(COIN, m), COIN_FAMILY.reward).balls()
    with working_precision(128):
        window = sharp.levels(m, arb(m).log(), arb(m).log() + 5)
        bound = WindowBound.of(sharp, m, window, window.wide * sharp.limit.error_ball(m))
        assert bound is not None
        lowest = window.places[0] + m * bound.letter.mean
        index = int((lowest + arb(0.5)).floor().unique_fmpz() or 0)
        assert abs(lowest - index) < 1e-9
        assert balls.above[index] + balls.mass[index] < bound.reached


# The errors once more, as docs/sharp-constants.md has them, in floats


def f(ball: arb) -> float:
    return float(ball.mid())


def omega(y: float, epsilon: float, one: float, two: float, letter: Letter, m: int) -> float:
    """Ω(y), from the moments E J and E J² of what the tail of a level or of a point is spread over."""
    variance, third = f(letter.variance), abs(f(letter.third))
    return (
        epsilon + (y * y + 2 * abs(y) * one + two) / (2 * m * variance) + third * (abs(y) + one) / (2 * m * variance**2)
    )


def j(delta: float) -> float:
    """∫ e^(−s)·log(e^(−s)·Δ/(1 − e^(−Δ))) over 0 ≤ s ≤ Δ, by the midpoint rule."""
    count = 4000
    mass = -math.expm1(-delta)
    points = ((k + 0.5) * delta / count for k in range(count))
    return math.fsum(math.exp(-s) * (math.log(delta / mass) - s) for s in points) * delta / count


LATTICES = [(COIN_FAMILY, Fraction(2), 400), (AlignedFamily(P, SPACED), Fraction(1), 500)]


@pytest.mark.parametrize(
    ("depth", "spent", "longer"),
    # shallow: what is left out is seen; log N = 3: P* is; longer, and low at the upper end: what is left out there
    [(0.1, None, 1), (2, None, 1), (11, None, 1), (0.3, 3, 1), (2, None, 10)],
)
@pytest.mark.parametrize(("family", "alpha", "m"), LATTICES)
def test_the_errors_on_a_lattice_are_those_of_the_proof(
    family: AlignedFamily, alpha: Fraction, m: int, depth: float, spent: int | None, longer: int
) -> None:
    sharp, above = SharpLattice(family, alpha), -1.0 if spent else math.log(m) if longer == 1 else 1.0
    m *= longer
    with working_precision(128):
        window = sharp.levels(m, arb(above), arb(depth))
        epsilon_ball = window.wide * sharp.limit.error_ball(m)
        bound = WindowBound.of(sharp, m, window, epsilon_ball)
        assert bound is not None
        letter, epsilon, beneath = bound.letter, f(epsilon_ball), f(window.below())
        mean, size = m * f(letter.mean), spent or m * f(family.sums.kl(ball_of(alpha)))
        if spent:
            bound = evolve(bound, exponent=arb(spent), reached=bound.reached * (bound.exponent - spent).exp())
        errors = [f(error) for error in bound.errors(ball_of(sharp.step))]
        step = f(ball_of(sharp.step))
    theta, variance = float(alpha) * step, f(letter.variance)
    d, gap = math.sqrt(2 * math.pi * m * variance), -math.expm1(-theta)
    y = [f(place) for place in window.places]
    assert all(abs(after - before - 1) < 1e-9 for before, after in pairwise(y))
    assert abs(y[0] + mean - round(y[0] + mean)) < 1e-9  # levels: whole numbers of steps

    def c(at: float) -> float:
        return math.exp(-theta * at) / (d * gap)

    assert c(y[0]) >= depth > c(y[0] + 4)
    assert math.exp(-theta * y[-1]) <= math.exp(-above) < math.exp(-theta * (y[-1] - 4))
    g1, g2 = 1 / math.expm1(theta), math.exp(-theta) * (1 + math.exp(-theta)) / gap**2
    w = [omega(at, epsilon, g1, g2, letter, m) for at in [*y, y[-1] + 1]]
    skew = abs(f(letter.third)) / (6 * variance**1.5 * math.sqrt(m))
    most = 1 + epsilon + skew * math.sqrt(6) * math.sqrt(3 - math.sqrt(6)) * math.exp(-(3 - math.sqrt(6)) / 2)
    reached = c(y[0]) * (1 + w[0]) * math.exp(-size)
    missed = math.exp(-(1 - w[0]) * c(y[0]))
    eta = [(max(pair) + reached) / (1 - reached) for pair in pairwise(w)]
    top, deep = c(y[-1] + 1), c(y[0])

    ratio = math.exp(-theta * deep)  # e^(−c) below the window: c(y − k) ≥ (1 + θk)·c(y)
    totals = math.fsum(e * c(at) * math.exp(-(1 - e) * c(at)) for e, at in zip(eta, y, strict=True))
    totals += mean * missed + most * top / gap + math.exp(-deep) * ratio / (1 - ratio)
    assert abs(errors[2] / step / totals - 1) < 1e-9

    kl = reached / (1 - reached) + missed * (size - math.log(missed)) + (1 + most) * top / math.e
    lowest = deep * (1 - eta[0])
    kl += (most * top / (1 - reached)) ** 2 / 2 + (1 + lowest) * math.exp(-lowest) + beneath
    for e, at in zip(eta, y, strict=True):
        v, delta = c(at + 1), math.exp(-theta * at) / d
        wide, narrow = delta * (1 + e), delta * (1 - e)
        z = math.expm1(wide) / wide if wide < 700 else math.inf
        moved = min(1.0, wide * math.exp(-narrow) * (z - 1 - math.log(z))) if z < math.inf else 1.0
        kl += e / (1 - e) * math.exp(-(1 - e) * v) * (v * (1 + e) * j(wide) + moved)
    assert abs(errors[1] / kl - 1) < 1e-5
    assert abs(errors[0] - errors[1] - theta * errors[2] / step) < 1e-12

    common = missed + math.exp(-deep) + (1 + most) * top
    for e, at, o in zip(eta, y, w, strict=False):
        v, delta = c(at + 1), math.exp(-theta * at) / d
        low = math.exp(-(1 + e) * v) * -math.expm1(-(1 - e) * delta)
        high = math.exp(-(1 - e) * v) * -math.expm1(-(1 + e) * delta)
        common += min(high, (1 + o) / d) - min(low, (1 - o) / d)
    assert abs(errors[3] / common - 1) < 1e-9


def test_of_three_windows_of_levels_each_error_is_the_least() -> None:
    """c(y) is 2·log m + 8, log m + 5 and log(m)/2 + 3 at their lower ends; none of them does for all four errors."""
    m, sharp, ends = 400, SharpLattice(AlignedFamily(P, SPACED), Fraction(1, 2)), [(2, 8), (1, 5), (0.5, 3)]
    with working_precision(128):
        log_m, density_error = arb(m).log(), sharp.limit.error_ball(m)
        windows = [sharp.levels(m, log_m, log_m * share + more) for share, more in ends]
        bounds = [WindowBound.of(sharp, m, window, window.wide * density_error) for window in windows]
        columns = list(zip(*(bound.errors(ball_of(sharp.step)) for bound in bounds if bound), strict=True))
    found = sharp.at(m)
    errors = [e.error for e in (found.kl_to_tilt, found.excess_kl, found.reward_deficit, found.overlap)]
    assert errors == [min(map(rounded_up, column)) for column in columns]
    assert {column.index(min(column, key=f)) for column in columns} == {0, 1, 2}


@pytest.mark.parametrize(("family", "alpha", "m"), LATTICES)
def test_what_a_window_leaves_out_is_in_the_ball(family: AlignedFamily, alpha: Fraction, m: int) -> None:
    sharp = SharpLattice(family, alpha)
    with working_precision(128):
        window = sharp.levels(m, arb(2), arb(2))
        found = {"excess": window.excess(), "mean": window.mean(), "overlap": window.overlap()}
        ends = {key: (float(ball.lower()), float(ball.upper())) for key, ball in found.items()}
        beneath, theta, d = f(window.below()), f(window.theta), f(window.wide)
    first, count = f(window.places[0]), len(window.places)

    def terms(y: float) -> tuple[float, float, float, float]:
        delta = math.exp(-theta * y) / d
        v = delta * math.exp(-theta) / -math.expm1(-theta)
        w = math.exp(-v) * -math.expm1(-delta)
        lost = w * (math.log(-math.expm1(-delta) / delta) - v)
        return lost, w * y, min(w, 1 / d), abs(lost)

    def total(steps: range) -> list[float]:
        return [math.fsum(column) for column in zip(*(terms(first + k) for k in steps), strict=True)]

    whole, inside = total(range(-100, count + 200)), total(range(count))
    for key, value, part in zip(found, whole, inside, strict=False):
        low, high = ends[key]
        assert low - 1e-12 <= value <= high + 1e-12
        assert key == "excess" or high - low < 20 * abs(value - part)
    under, over = total(range(-100, 0)), total(range(count, count + 200))
    assert under[3] <= beneath < 8 * under[3]
    tails = [math.exp(-theta * (first + k)) / (d * -math.expm1(-theta)) for k in (0, count)]
    assert abs(ends["excess"][1] - ends["excess"][0] - beneath - tails[1]) < 1e-9
    assert abs(ends["overlap"][1] - ends["overlap"][0] - math.exp(-tails[0]) - tails[1]) < 1e-9
    below, above = ends["mean"][0], ends["mean"][1]
    assert inside[1] + over[1] <= above + 1e-12
    assert below <= inside[1] + under[1]


@pytest.mark.parametrize(("depth", "log_n"), [(3, None), (12, None), (3, 6)])  # for so small an N, P* is seen
@pytest.mark.parametrize(("family", "alpha", "m"), [(AlignedFamily(P, R), Fraction(1), 700)])
def test_the_errors_off_a_lattice_are_those_of_the_proof(
    family: AlignedFamily, alpha: Fraction, m: int, depth: int, log_n: int | None
) -> None:
    with working_precision(96):
        tail = ExponentialTail.of(family, alpha, m)
        exponent = m * family.sums.kl(arb(1)) if log_n is None else arb(log_n)
        lowest = ball_of(family.values[0])
        bound = Bound.of(tail, exponent, lowest, arb(depth))
        assert bound is not None
        errors = [f(error) for error in bound.errors()]
    a, size, epsilon, most = float(alpha), f(exponent), f(tail.epsilon), f(tail.most)
    wide = a * math.sqrt(2 * math.pi * m * f(tail.letter.variance))

    def c(at: float) -> float:
        return math.exp(-a * at) / wide

    ends = [f(cell.low) for cell in bound.cells] + [f(bound.cells[-1].high)]
    assert abs(c(ends[0]) / depth - 1) < 1e-9
    assert abs(math.exp(-a * ends[-1]) * m - 1) < 1e-9
    assert all(f(cell.high) == f(after.low) for cell, after in pairwise(bound.cells))
    w = [omega(at, epsilon, 1 / a, 2 / a**2, tail.letter, m) for at in ends]
    deep, top = c(ends[0]), c(ends[-1])
    reached = deep * (1 + w[0]) / math.exp(size)
    missed = math.exp(-(1 - w[0]) * deep)
    cells = [
        (low, high, max(o, p), (max(o, p) + reached) / (1 - reached))
        for (low, o), (high, p) in pairwise(zip(ends, w, strict=True))
    ]

    # ∫ η·c·e^(−(1−η)c), by the midpoint rule with η of the cell
    totals = math.fsum(
        e * c((low + high) / 2) * math.exp(-(1 - e) * c((low + high) / 2)) * (high - low) for low, high, _, e in cells
    )
    span = m * (f(tail.letter.mean) - f(lowest))
    totals += span * missed + most * top / a
    beyond = math.exp(-deep) / (a * deep)  # ∫ e^(−c) below the window is at most that
    assert abs(errors[2] / (totals + beyond) - 1) < 1e-4

    # Σ π η²c²/2: with largest losses from the top down, π the differences of F ≤ e^(−(1−η)c) at the upper ends
    losses = [(e * c(low)) ** 2 / 2 for low, _, _, e in cells]
    kl, largest = 0.0, 0.0
    for (_, high, _, e), loss in zip(reversed(cells), reversed(losses), strict=True):
        if loss > largest:
            kl, largest = kl + (loss - largest) * math.exp(-(1 - e) * c(high)), loss
    least_a = deep * (1 - cells[0][2])
    kl += reached / (1 - reached) + missed * (size - math.log(missed)) + top * most / math.e
    kl += (most * top / (1 - reached)) ** 2 / 2 + (1 + least_a) * math.exp(-least_a)
    assert abs(errors[1] / kl - 1) < 1e-12
    assert abs(errors[0] - errors[1] - a * errors[2]) < 1e-12

    # 1 − TV = ∫ k·N·p(dy): k a step function at the least and at the largest, G by parts
    greatest, least = (
        [min(math.exp(a * high), math.exp(-(1 - e) * c(high)) / (1 - reached)) for _, high, _, e in cells],
        [min(math.exp(a * low), math.exp(-(1 + e) * c(low))) for low, _, _, e in cells],
    )
    up, down = list(accumulate(greatest, max)), list(accumulate(least, max))
    upper = math.fsum(
        (k - before) * c(low) * (1 + o) for k, before, (low, _, o, _) in zip(up, [0.0, *up], cells, strict=False)
    )
    lower = math.fsum(
        (k - before) * c(low) * (1 - o) for k, before, (low, _, o, _) in zip(down, [0.0, *down], cells, strict=False)
    )
    with working_precision(96):
        value = f(overlap(arb(wide)))
    common = max(upper + missed + most * top - value, value - (lower - down[-1] * most * top))
    assert abs(errors[3] / common - 1) < 1e-9


# Where a window is too wide


def shares(size: float, ends: Sequence[float], value: float) -> tuple[float, float]:
    """P* and the largest η of a window whose lowest level has this c and Ω, for N = e^size."""
    reached = value * (1 + ends[0]) / math.exp(size)
    return reached, (max(ends) + reached) / (1 - reached) if reached < 1 else math.inf


@pytest.mark.parametrize("m", [300, 3000])
def test_a_window_is_refused_exactly_where_eta_reaches_one(m: int) -> None:
    family, alpha = AlignedFamily(P, R), Fraction(1)
    with working_precision(96):
        tail = ExponentialTail.of(family, alpha, m)
        low = (-(arb(3).log() + (tail.alpha * tail.wide).log()) / tail.alpha).mid()
        high = (arb(m).log() / tail.alpha).mid()
        ends = [f(tail.omega(low)), f(tail.omega(high))]
        value, seen = f(tail.c(low)), set()
        for tenth in range(-10, 60, 5):
            reached, eta = shares(tenth / 10, ends, value)
            if abs(eta - 1) > 1e-3 and abs(reached - 1) > 1e-3:
                found = Bound.of(tail, arb(tenth) / 10, ball_of(family.values[0]), arb(3))
                assert (found is None) == (eta >= 1)
                seen.add((found is None, reached >= 1))
    assert (False, False) in seen or min(ends) > 0.9
    assert (True, True) in seen
    assert (True, False) in seen


def test_a_window_of_levels_is_refused_exactly_where_eta_reaches_one() -> None:
    m, right, seen = 400, SharpLattice(COIN_FAMILY, 2), set()
    with working_precision(128):
        window = right.levels(m, arb(m).log(), arb(3))
        epsilon = window.wide * right.limit.error_ball(m)
        whole = WindowBound.of(right, m, window, epsilon)
        assert whole is not None
        ends = [f(whole.omega(window.places[0])), f(whole.omega(window.places[-1] + 1))]
        value = f(window.c(window.places[0]))
        for tenth in range(-10, 60, 5):
            reached, eta = shares(tenth / 10, ends, value)
            other = SimpleNamespace(
                limit=right.limit,
                alpha=right.alpha,
                family=SimpleNamespace(sums=SimpleNamespace(kl=lambda _, size=tenth: arb(size) / 10 / m)),
            )
            if abs(eta - 1) > 1e-3 and abs(reached - 1) > 1e-3:
                found = WindowBound.of(other, m, window, epsilon)  # type: ignore[arg-type]
                assert (found is None) == (eta >= 1)
                seen.add((found is None, reached >= 1))
    assert seen == {(False, False), (True, True), (True, False)}


def test_a_window_is_refused_for_what_is_off_at_either_end() -> None:
    """Where α is small the upper end is far from the mean, and Ω is large there; in a deep window the lower one is."""
    with working_precision(96):
        for alpha, m, deep in ((Fraction(1, 2), 180, False), (Fraction(1), 200, True)):
            family = AlignedFamily(P, R)
            tail = ExponentialTail.of(family, alpha, m)
            exponent, lowest = m * family.sums.kl(ball_of(alpha)), ball_of(family.values[0])
            middle, high = 1 / (tail.alpha * tail.wide), arb(m).log() / tail.alpha
            assert tail.omega(arb(0)) < 0.2
            assert (tail.omega(high) > 1) == (not deep)
            for depth, low in ((middle, arb(0)), (arb(10) ** 12, -(arb(10) ** 12 / middle).log() / tail.alpha)):
                found = Bound.of(tail, exponent, lowest, depth)
                assert (found is not None) == bool(max(tail.omega(low), tail.omega(high)) < 0.9)


def test_an_error_is_a_short_number_from_above() -> None:
    assert rounded_up(arb(0)) == 0
    for error in (arb(1) / 3, arb("1e-9", "1e-12"), arb(12345) / 7, arb(2)):
        upper = bounds_of(error).upper
        short = rounded_up(error)
        assert upper <= short < upper * (1 + Fraction(1, 2**14))
        assert short.numerator.bit_length() <= 17


def test_bounds_by_few_bits_are_bounds() -> None:
    """What is computed in balls of relative width 2^-20 is at or above what it is with 128 bits."""
    lattice, epsilon = SharpLattice(COIN_FAMILY, 2), arb("0.01")
    with working_precision(96):
        tail = ExponentialTail.of(AlignedFamily(P, R), Fraction(1), 700)
    found: list[list[arb]] = []
    for bits in (20, 128):
        with working_precision(bits):
            window = lattice.levels(400, arb(2), arb(3))
            level = WindowBound.of(lattice, 400, window, epsilon)
            cells = Bound.of(tail, arb(9), arb(0), arb(6))
            assert level is not None
            assert cells is not None
            y = arb(2)
            found.append([level.reached, level.missed, level.omega(y), level.eta(y), tail.omega(y)])
            found[-1] += [cells.reached, cells.missed, cells.cells[500].eta]
            found[-1] += [ball.upper() for ball in (level.overlap(), level.kl(), level.totals())]
    for rough, fine in zip(*found, strict=True):
        assert 0 <= rough - fine < fine
