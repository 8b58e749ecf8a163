"""Figure 1 of hard ternary models, checked by mpmath at many more digits and by exact arithmetic."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from typing import Any

import mpmath
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exactalign.exceptions import ParameterError, TooLarge
from exactalign.figures import FigureData, figure1
from exactalign.figures.contour import kl_contour
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.divergences import kl_divergence
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.logforms import LogForm
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.tilting import AlignedFamily
from exactalign.testing import strategies
from exactalign.testing.strategies import rationals
from tests.exactalign.known_models import P

DIGITS, CLOSE = 60, mpmath.mpf(10) ** -40
UNIFORM = Distribution.uniform(3)
CORNER = Distribution.from_probabilities(["1/1000", "1/1000", "998/1000"])


def number(value: Any) -> mpmath.mpf:
    exact = value.enclose(DIGITS).midpoint if isinstance(value, Refinable) else Fraction(value)
    # Cut first: mpmath takes seconds to read a power of two with a million digits, which bounds of a tiny number have.
    shift = 4 * (DIGITS + 40) + exact.denominator.bit_length() - exact.numerator.bit_length()
    top = exact.numerator << shift if shift > 0 else exact.numerator >> -shift
    return mpmath.ldexp(mpmath.mpf(top // exact.denominator), -shift)


def points(data: FigureData, name: str) -> list[list[mpmath.mpf]]:
    return [[number(x) for x in point] for curve in data.curves if curve.name == name for point in curve.points]


def kl(point: list[mpmath.mpf], p: list[mpmath.mpf]) -> mpmath.mpf:
    return mpmath.fsum(a * mpmath.log(a / b) for a, b in zip(point, p, strict=True) if a > 0)


def mean(point: list[mpmath.mpf], reward: list[mpmath.mpf]) -> mpmath.mpf:
    return mpmath.fsum(a * r for a, r in zip(point, reward, strict=True))


def check(p: Distribution, reward: Reward, budget: Any, length: int, n: Any = "floor") -> FigureData:
    """All that Figure 1 says, at 60 digits; nothing of `figures` or `tilting` is used."""
    data = figure1(p, reward, budget, length, n)
    with mpmath.workdps(DIGITS + 20):
        reference, values = [number(x) for x in p.probabilities], [number(reward[o]) for o in p.outcomes]
        delta = number(LogForm.of(budget) if not isinstance(budget, str) else LogForm.parse(budget))
        (phi,), (q,), (best,) = (points(data, name) for name in ("phi", "q", "expected type of best-of-N"))
        contour, family, line = (points(data, name) for name in ("KL contour", "aligned family", "constant reward"))
        spread = max(values) - min(values)

        for point in (*contour, *family, *line, phi, q, best):
            assert abs(mpmath.fsum(point) - 1) < CLOSE
            assert all(-CLOSE < x < 1 + CLOSE for x in point)
        assert contour
        assert all(abs(kl(point, reference) - delta) < CLOSE for point in (*contour, phi))
        assert all(mean(point, values) <= mean(phi, values) + CLOSE * spread for point in contour)  # φ is the best
        assert all(abs(mean(end, values) - mean(phi, values)) < CLOSE * spread for end in line)
        assert all(min(end) < CLOSE for end in line)  # on an edge
        twice = (phi[0] - line[0][0]) * (line[1][1] - line[0][1]) - (phi[1] - line[0][1]) * (line[1][0] - line[0][0])
        assert abs(twice) < CLOSE  # φ is on the line between its ends
        alpha = number(data.parameters["alpha"])
        for point, strength in ((phi, alpha), *((point, None) for point in family)):
            check_tilt(point, reference, values, strength)
        ratios = [mpmath.exp(v - max(values)) for v in values]
        assert all(abs(x - r / mpmath.fsum(ratios)) < CLOSE for x, r in zip(q, ratios, strict=True))
        lowest = [mean(point, values) for point in family]
        assert all(a < b or abs(a - b) < CLOSE * spread for a, b in pairwise(lowest))
    return data


def check_tilt(point: list[mpmath.mpf], p: list[mpmath.mpf], values: list[mpmath.mpf], alpha: Any) -> None:
    """log(point/p) is affine in the reward, with slope alpha when it is given."""
    logs = [(mpmath.log(a / b), v) for a, b, v in zip(point, p, values, strict=True) if a > CLOSE]
    for (x, v), (y, w) in product(logs, logs):
        if v == w:
            assert abs(x - y) < mpmath.sqrt(CLOSE)
        elif alpha is not None:
            assert abs((x - y) - alpha * (v - w)) < mpmath.sqrt(CLOSE) * (1 + abs(alpha * (v - w)))
    if len(logs) == 3:
        (x, u), (y, v), (z, w) = logs
        scale = (1 + abs(x - y) + abs(y - z)) * (max(values) - min(values))
        assert abs((x - y) * (v - w) - (y - z) * (u - v)) < mpmath.sqrt(CLOSE) * scale


def pieces(data: FigureData) -> list[tuple[Any, ...]]:
    return [curve.points for curve in data.curves if curve.name == "KL contour"]


@mpmath.workdps(DIGITS + 20)
def test_the_check_rejects_a_wrong_tilt() -> None:
    p, values = [mpmath.mpf(x) / 10 for x in (2, 3, 5)], [mpmath.mpf(x) for x in (0, 1, 2)]
    tilted = [a * mpmath.exp(v / 2) for a, v in zip(p, values, strict=True)]
    total = mpmath.fsum(tilted)
    check_tilt([x / total for x in tilted], p, values, mpmath.mpf(1) / 2)
    with pytest.raises(AssertionError):
        check_tilt([x / total for x in tilted], p, values, mpmath.mpf(1) / 3)
    with pytest.raises(AssertionError):
        check_tilt([mpmath.mpf(1) / 4, mpmath.mpf(1) / 4, mpmath.mpf(1) / 2], p, values, None)


@pytest.mark.slow
@mpmath.workdps(DIGITS + 20)
def test_the_paper_s_figure() -> None:
    data = check(P, Reward.parse("log 6, 0, log 2"), "11/100", 10)
    assert data.parameters["N"] == 3
    assert len(pieces(data)) == 1
    best = best_of_n(MemorylessSource(P, 10), Reward.parse("log 6, 0, log 2"), 3).expected_type()
    (shown,) = points(data, "expected type of best-of-N")
    assert all(abs(x - number(y)) < CLOSE for x, y in zip(shown, best.probabilities, strict=True))


HARD: dict[str, tuple[Distribution, str, str, int, Any, int]] = {
    "p near a corner, which is best": (CORNER, "0, 1, 2", "1/1000", 10, 7, 1),
    "p near a corner, which is worst": (CORNER, "2, 1, 0", "69/10", 3, 2, 2),
    "p near a corner, which is in the middle": (CORNER, "0, 2, 1", "3", 4, "floor", 1),
    "p at an edge": (Distribution.from_probabilities(["1/10000", "1/2", "4999/10000"]), "0, 1, 3", "1/5", 5, 3, 1),
    "touches an edge": (P, "log 6, 0, log 2", "log(5/4)", 10, "floor", 1),  # −log(1 − 1/5)
    "touches an edge, cut by none": (P, "log 6, 0, log 2", "log(10/7)", 10, "floor", 1),
    "cut by one edge": (P, "log 6, 0, log 2", "3/10", 10, "floor", 1),
    "cut by two edges": (P, "log 6, 0, log 2", "1/2", 10, "floor", 2),
    "cut by three edges": (P, "2, 0, 1", "69/100", 10, "floor", 2),
    "three corners": (UNIFORM, "0, 1, 2", "1", 6, "floor", 3),
    "through a corner": (P, "log 6, 0, log 2", "log(10/3)", 4, 4, 1),
    "high pair tied": (UNIFORM, "0, 2, 2", "2/5", 6, "real", 1),
    "low pair tied": (UNIFORM, "0, 0, 2", "3/5", 6, "real", 3),
    "tiny α": (P, "log 6, 0, log 2", "1/1000000000000", 3, 2, 1),
    "huge α": (P, "log 6, 0, log 2", "1.60943791", 3, 2, 1),
    "a large reward": (P, "0, 1000000, 1", "11/100", 4, 2, 1),
    "small rewards": (P, "0, 1/1000000, 1/1000", "11/100", 4, 2, 1),
    "very skewed q": (P, "log(1/1000000000), log(1/1000000), 0", "11/100", 4, 2, 1),
    "one draw": (P, "log 6, 0, log 2", "11/100", 50, 1, 1),
    "many draws": (P, "log 6, 0, log 2", "11/100", 30, 10**12, 1),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HARD)
def test_hard_models(name: str) -> None:
    p, reward, kl, length, n, count = HARD[name]
    data = check(p, Reward.parse(reward), kl, length, n)
    drawn = [piece for piece in pieces(data) if len(piece) > 1]
    assert len(drawn) == count
    for piece in drawn:  # closed, or from edge to edge
        if piece[0] is not piece[-1]:
            assert all(min(number(x) for x in end) == 0 for end in (piece[0], piece[-1]))
    assert (((0, 1, 0),) in pieces(data)) == (name == "through a corner")


@pytest.mark.slow
def test_long_sequences() -> None:
    data = check(P, Reward.parse("log 6, 0, log 2"), "11/100", 500)
    (best,), (phi,) = points(data, "expected type of best-of-N"), points(data, "phi")
    assert max(abs(a - b) for a, b in zip(best, phi, strict=True)) < 0.01  # as the paper says, for long ones


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_ternary_model(data: st.DataObject) -> None:
    weight = st.sampled_from([1, 1, 2, 3, 7, 50, 10**4])
    p = Distribution.from_weights(data.draw(st.tuples(weight, weight, weight), "weights"))
    reward = data.draw(strategies.rewards(outcomes=p.outcomes), "reward")
    family = AlignedFamily(p, reward)
    if family.is_constant:
        with pytest.raises(ParameterError, match="constant"):
            figure1(p, reward)
        return
    share = data.draw(rationals(min_value=0, max_value=1, max_denominator=40).filter(lambda x: 0 < x < 1), "share")
    length = data.draw(st.integers(1, 4), "length")
    n = data.draw(st.sampled_from(["floor", "ceil", "real", 1, 9]), "n")
    check(p, family.reward, family.kl_max * share, length, n)


@pytest.mark.slow
def test_the_family_is_smooth_to_the_eye_however_skewed() -> None:
    for weights, reward in (((1, 10**9, 1), "0, 1, 2"), ((2, 3, 5), "0, 100, 1"), ((2, 3, 5), "log 6, 0, log 2")):
        data = figure1(Distribution.from_weights(weights), Reward.parse(reward), "1/100", 1)
        family = [[float(x) for x in point] for point in data.curves[0].points]
        assert len(family) > 100
        assert all(max(abs(a - b) for a, b in zip(*pair, strict=True)) < 1 / 39 for pair in pairwise(family))


@pytest.mark.slow
def test_how_many_pieces_is_decided_by_the_corners_and_edges() -> None:
    """By exact comparisons alone: a piece ends where KL at a corner is below Δ."""
    for weights in ((1, 1, 1), (2, 3, 5), (1, 10, 100)):
        p = Distribution.from_weights(weights)
        for tenths in range(1, 30, 4):
            delta = LogForm(Fraction(tenths, 10))
            corners = [kl_divergence(Distribution.from_weights([int(k == i) for k in range(3)]), p) for i in range(3)]
            edges = [kl_divergence(p.condition([o for o in p if o != k]), p) for k in range(3)]
            reached = sum(bool(delta < c) for c in corners)
            cut = sum(bool(delta > e) for k, e in enumerate(edges) for i in range(3) if i != k and delta < corners[i])
            found = kl_contour(p, delta)
            assert bool(found) == bool(reached)
            assert len(found) == (max(1, cut // 2) if reached else 0)


def test_refusals_are_one_line() -> None:
    reward = Reward.values([0, 1, 2])
    for kl in (0, "log 3", 2):
        with pytest.raises(ParameterError, match=r"above 0 and below log\(3\) ≈ 1.09861") as refusal:
            figure1(UNIFORM, reward, kl)
        assert "\n" not in str(refusal.value)
    with pytest.raises(ParameterError, match="2 outcomes of positive probability"):
        figure1(Distribution.from_probabilities([0, "1/2", "1/2"]), reward)
    with pytest.raises(ParameterError, match="length is"):
        figure1(UNIFORM, reward, "1/10", 0)
    with pytest.raises(TooLarge, match="reward levels"):
        figure1(UNIFORM, Reward.parse("log 6, 0, log 2"), "1/10", 10**5)
