"""The numbers behind the figures, against the instrument and against each other."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import atan2
from typing import Any

import pytest

from exactalign.estimators import Estimator
from exactalign.estimators import kl_estimates as losses
from exactalign.exceptions import ParameterError
from exactalign.figures import (
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
    tradeoff,
)
from exactalign.figures.contour import mixed, plane, turn
from exactalign.laws.distributions import Distribution, MemorylessSource
from exactalign.laws.divergences import kl_divergence
from exactalign.laws.rewards import Reward
from exactalign.numbers.enclosed import Refinable
from exactalign.numbers.enclosures import Enclosure
from exactalign.numbers.infinity import Infinity
from exactalign.numbers.logforms import LogForm
from exactalign.policies.best_of_n import best_of_n
from exactalign.policies.tilting import AlignedFamily
from exactalign.theory.closed_forms import kl_bound
from exactalign.theory.reward_law import RewardLaw
from tests.exactalign.known_models import P, Q

R = Reward.log_of(Q)
DELTA = LogForm.parse("11/100")


def points(data: FigureData, name: str) -> list[tuple[Any, ...]]:
    return [point for curve in data.curves if curve.name == name for point in curve.points]


def near(value: Any, digits: int = 12) -> Fraction:
    return value.enclose(digits).midpoint if isinstance(value, Refinable) else Fraction(value)


def same(left: Any, right: Any, digits: int = 12) -> bool:
    return abs(near(left, digits + 2) - near(right, digits + 2)) < Fraction(1, 10**digits)


def kl_of(point: tuple[Any, ...]) -> float:
    from math import log

    return sum(float(a) * log(float(a) / float(b)) for a, b in zip(point, P.probabilities, strict=True) if float(a))


@cache
def the_paper_s() -> FigureData:
    """Figure 1, whose roots are looked for once: the tests read it and change nothing."""
    return figure1(P, R)


def test_figure1_says_what_it_is() -> None:
    data = the_paper_s()
    assert (data.name, data.title) == ("figure1", "KL budget 11/100, length m = 10, N = 3")
    assert data.description.endswith("the expected type of best-of-N for length 10 and N = 3.")
    assert data.columns == data.axes == ("0", "1", "2")
    assert data.is_simplex
    assert (type(data.curves), {type(curve.points) for curve in data.curves}) == (tuple, {tuple})
    assert [(curve.name, curve.role) for curve in data.curves] == [
        ("aligned family", "family"),
        ("KL contour", "contour"),
        ("constant reward", "line"),
        ("p", "reference"),
        ("q", "alignment"),
        ("phi", "optimum"),
        ("expected type of best-of-N", "best"),
    ]
    assert {key: data.parameters[key] for key in ("length", "N", "delta")} == {"length": 10, "N": 3, "delta": DELTA}


def test_figure1_has_the_paper_s_points() -> None:
    data = the_paper_s()
    assert points(data, "p") == [P.probabilities]
    assert points(data, "q") == [Q.probabilities]
    (optimum,) = points(data, "phi")
    family = AlignedFamily(P, R)
    tilted = family.at(data.parameters["alpha"])
    assert all(same(a, tilted[o]) for a, o in zip(optimum, P, strict=True))
    (best,) = points(data, "expected type of best-of-N")
    exact = best_of_n(MemorylessSource(P, 10), R, 3).expected_type()
    assert all(same(a, b) for a, b in zip(best, exact.probabilities, strict=True))


def test_the_contour_is_closed_and_at_the_budget() -> None:
    contour = points(the_paper_s(), "KL contour")
    assert contour[0] is contour[-1]
    assert len(contour) > 100
    for point in contour[::7]:
        assert sum(map(near, point)) - 1 < Fraction(1, 10**10)
        assert abs(kl_of(point) - 0.11) < 1e-12


def test_a_contour_that_leaves_the_simplex_is_in_pieces() -> None:
    kl = "1/2"  # more than −log(1 − 3/10), less than −log(1/5)
    data = figure1(P, R, kl)
    pieces = [curve for curve in data.curves if curve.name == "KL contour"]
    assert len(pieces) > 1
    assert all(abs(kl_of(point) - 0.5) < 1e-12 for piece in pieces for point in piece.points)


def test_a_contour_past_a_corner_is_drawn_in_equal_steps() -> None:
    """The points along one ray bundle are seen from p at about equal angles."""
    p = tuple(Fraction(1, 3) for _ in range(3))
    begin, end = ((Fraction(0), Fraction(1), Fraction(0)), (Fraction(0), Fraction(0), Fraction(1)))
    shares = [Fraction(0), *turn(p, begin, end)]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    seen = [plane(mixed(begin, end, share), p) for share in shares]
    angles = [abs(atan2(x * v - y * u, x * u + y * v)) for (x, y), (u, v) in pairwise(seen)]
    assert max(angles) < min(angles) * 1.01


def test_the_reward_line_touches_the_contour_at_the_optimum() -> None:
    data = the_paper_s()
    (optimum,) = points(data, "phi")
    ends = points(data, "constant reward")
    assert len(ends) == 2
    rewards = [float(v) for _, v in R.items()]

    def mean(point: tuple[Any, ...]) -> float:
        return sum(float(a) * r for a, r in zip(point, rewards, strict=True))

    assert all(abs(mean(end) - mean(optimum)) < 1e-12 and 0 in end for end in ends)
    assert max(mean(point) for point in points(data, "KL contour")) <= mean(optimum) + 1e-12


def test_the_family_runs_from_the_worst_to_the_best_corner() -> None:
    family = points(the_paper_s(), "aligned family")
    assert family[0] == (0, 1, 0)
    assert family[-1] == (1, 0, 0)
    assert P.probabilities in family


@pytest.mark.slow
@pytest.mark.parametrize("reward", ["0, 1, 1", "0, 0, 1", "log 2, 1, 3/2"])
def test_figure1_of_other_models(reward: str) -> None:
    data = figure1(Distribution.uniform(3), Reward.parse(reward), "1/20", 4, "real")
    assert len(points(data, "constant reward")) == 2
    assert points(data, "q")
    assert render(data).startswith(b"<?xml")


def test_tradeoff_lies_below_the_tilt() -> None:
    data = tradeoff(P, R, [1, 2, 3], [1, 4])
    optimal = points(data, "optimal tilt")
    assert optimal[0] == (0, LogForm.of(P.expectation(R)))
    assert optimal[-1] == (AlignedFamily(P, R).kl_max, R[0])
    for m in (1, 4):
        for n, (kl, reward) in zip((1, 2, 3), points(data, f"best-of-N, m = {m}"), strict=True):
            policy = best_of_n(MemorylessSource(P, m), R, n)
            assert same(kl * m, policy.kl())
            assert same(reward * m, policy.expected_reward())
            if n > 1:
                assert reward < AlignedFamily(P, R).align(Fraction(near(kl)) + Fraction(1, 10**9)).expected_reward()


def test_rates_at_finite_length_bound_the_limit() -> None:
    data = rates(P, R, lengths=[6])
    rate = dict(points(data, "reference"))
    tiny = Fraction(1, 10**20)  # at the ends of the range the two are equal
    assert all(exponent + tiny > rate[t] for t, exponent in points(data, "reference, m = 6") if t in rate)
    best = points(data, "best-of-N")
    assert any(isinstance(value, Infinity) for _, value in best)
    low = [(t, value) for t, value in best if not isinstance(value, Infinity)]
    assert all(same(value, rate[t] - DELTA) for t, value in low)
    assert points(data, "best-of-N, m = 6")


def test_rates_where_the_typical_value_is_a_grid_point_that_cannot_be_decided() -> None:
    # The optimum is (1/4, 3/4), at α = log 3, so that its mean 3/4 is exact and yet only enclosed.
    optimum, p = Distribution.from_probabilities(["1/4", "3/4"]), Distribution.uniform(2)
    data = rates(p, Reward.values([0, 1]), kl_divergence(optimum, p), [4])
    assert len(points(data, "best-of-N")) == len(points(data, "reference")) - 1
    assert len(points(data, "best-of-N, m = 4")) == 7  # −1, −23/24, …, −18/24: to the typical value, and with it


def test_convergence_is_the_exact_divergence() -> None:
    data = convergence(P, R, lengths=[2, 10], n="floor")
    for m, value in points(data, "KL to the reference"):
        count = 1 if m == 2 else 3
        assert same(value * m, best_of_n(MemorylessSource(P, m), R, count).kl())
    assert points(data, "Δ") == [(2, DELTA), (10, DELTA)]
    assert data.parameters["N"] == [1, 3]
    assert isinstance(points(data, "KL to the reference")[0][1], LogForm)  # one draw: 0, not an enclosure of it
    assert same(points(data, "bound")[1][1] * 10, kl_bound(3))


def test_gap_is_the_bound_less_the_divergence() -> None:
    data = gap(P, R, [2, 3], [2])
    for n, value in points(data, "m = 2"):
        policy = best_of_n(MemorylessSource(P, 2), R, n)
        assert same(value, kl_bound(n) - policy.kl())
    with pytest.raises(ParameterError, match="logarithmic axis"):
        gap(P, R, [1, 2], [1])


def test_golden_of_the_smallest_model() -> None:
    data = golden(sizes=[1, 2, 3])
    assert [y for _, y in points(data, "golden, best-of-n")] == [0, Fraction(7, 100), Fraction(33, 1000)]
    kl = points(data, "proxy, best-of-n")[1][0]
    reference = Distribution.from_probabilities(["1/2", "2/5", "1/10"])
    assert kl == kl_divergence(best_of_n(reference, Reward.values([0, 1, 2]), 2), reference)


def test_the_data_are_correctly_rounded() -> None:
    text = golden(sizes=[1, 2]).csv(5)
    kl = points(golden(sizes=[1, 2]), "proxy, best-of-n")[1][0]
    row = next(line for line in text.splitlines() if line.startswith('"proxy, best-of-n",1,'))
    shown = row.rpartition('",1,')[2].split(",")[0]
    bounds = kl.enclose(20)
    assert isinstance(bounds, Enclosure)
    assert abs(Fraction(shown) - bounds.midpoint) <= Fraction(1, 2 * 10**5)
    assert "…" not in text


def test_drawing_refuses_what_it_does_not_know() -> None:
    data = golden(sizes=[1, 2])
    with pytest.raises(ParameterError, match="format is 'gif'"):
        render(data, "gif")
    with pytest.raises(ParameterError, match="width is 'three'"):
        draw(data, "three")


def test_drawing_is_imported_only_when_it_is_needed() -> None:
    script = (
        "import sys; from exactalign.figures import golden; golden(sizes=[1, 2]).csv();"
        "sys.exit(any(m in sys.modules for m in ('matplotlib', 'mpltern', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_scaling_is_the_table_of_the_experiment() -> None:
    data = scaling(RewardLaw.bernoulli("1/2"), [1, 2, 4])
    assert points(data, "improvement") == [(1, 0), (2, Fraction(1, 4)), (4, Fraction(7, 16))]
    for gain, tight, loose in zip(*(curve.points for curve in data.curves), strict=True):
        assert gain[0] == tight[0] == loose[0]
        assert gain[0] == 1 or near(gain[1]) < near(tight[1]) < near(loose[1])


def test_the_optima_of_renyi_budgets_lie_below_the_tilt_and_order_1_on_it() -> None:
    law = RewardLaw.of([0, 1, 2], ["1/3"] * 3)
    data = divergence_choice(law, "log(7/6)", ["1/2", 1, 2])
    assert points(data, "order 2")[0][1] == Fraction(1, 3)
    for order in ("1/2", "1", "2"):
        ((spent, gain),) = points(data, f"order {order}")
        best = law.family.align(near(spent, 30)).expected_reward() - 1
        assert same(gain, best) if order == "1" else near(gain) < near(best)
    tilts = [(near(x), near(y)) for x, y in points(data, "optimal tilt")]
    assert len(tilts) > 5
    assert tilts == sorted(tilts)
    with pytest.raises(ParameterError, match="nothing to draw"):
        divergence_choice(RewardLaw.of([1, 1], ["1/2"] * 2))


def test_the_figures_of_estimates_are_the_estimators() -> None:
    variances = kl_estimates(chances=["1/9", "1/2", "8/9"])
    assert [curve.name for curve in variances.curves] == ["k1", "k1", "k2", "k2", "k3", "k3"]
    coin, fair = Distribution.from_weights([1, 8]), Distribution.uniform(2)
    for name in ("k1", "k2", "k3"):
        chance, variance = points(variances, name)[0]
        assert (chance, variance) == (Fraction(1, 9), Estimator.average(coin, 1, losses(name, coin, fair)).variance())
    means = pass_at_k("1/2", 2, [1, 2, 3])
    assert points(means, "pass@k") == [(1, Fraction(1, 2)), (2, Fraction(3, 4)), (3, Fraction(7, 8))]
    assert points(means, "as published")[1:] == [(2, Fraction(3, 4)), (3, Fraction(1))]
    assert points(means, "with replacement")[1] == (2, Fraction(5, 8))
    factors = baseline([2, 4], ["1/4"])
    assert points(factors, "group of 2") == [(Fraction(1, 4), 1)]
    ((_, limit),), ((_, four),) = points(factors, "1/√(θ(1−θ))"), points(factors, "group of 4")
    assert 1 < four < limit
    assert [x for curve in factors.curves for x, _ in curve.points] == [Fraction(1, 4)] * 3
    assert same(limit * limit, Fraction(16, 3))
    assert [curve.name for curve in baseline([2], ["1/4", "1/2"]).curves] == ["1/√(θ(1−θ))", "group of 2"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: kl_estimates(chances=["1"]), "a chance is 1"),
        (lambda: kl_estimates(0), "reference is 0"),
        (lambda: baseline([1]), "a group of one draw"),
        (lambda: pass_at_k(n=0), "n is 0"),
    ],
)
def test_figures_of_estimates_refuse(call: Any, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        call()
