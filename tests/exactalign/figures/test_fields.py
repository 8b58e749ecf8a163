"""What each figure says beside its numbers: names, roles, axes, parameters, and what it refuses, word for word."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from inspect import signature
from itertools import pairwise
from typing import Any

import pytest

from exactalign.exceptions import ParameterError
from exactalign.figures import (
    FigureData,
    baseline,
    convergence,
    divergence_choice,
    experiments,
    figure1,
    gap,
    golden,
    kl_estimates,
    limits,
    pass_at_k,
    rates,
    scaling,
    tails,
    tradeoff,
)
from exactalign.laws.distributions import Distribution
from exactalign.laws.rewards import Reward
from exactalign.numbers.logforms import LogForm, log
from exactalign.theory.experiments import DEFAULT_ORDERS
from exactalign.theory.reward_law import RewardLaw
from tests.exactalign.known_models import UNIFORM, P, R

MODEL = {"outcomes": P.outcomes, "reference": P.probabilities, "reward": (log(6), LogForm.of(0), log(2))}
LAW = {"values": UNIFORM.values, "probabilities": UNIFORM.masses}
CASES: dict[str, tuple[Callable[[], FigureData], tuple[Any, ...], dict[str, Any], set[str]]] = {
    "kl-estimates": (
        lambda: kl_estimates("1/4", ["1/9", "1/2"]),
        (("q", "variance"), "y", ["k1", "k1", "k2", "k2", "k3", "k3"], [f"series{k}" for k in (0, 0, 1, 1, 2, 2)]),
        {"reference": Fraction(1, 4)},
        {"p = (1/4, 3/4)", "a reference of chance 1/4", "near the reference k2 and k3 have"},
    ),
    "pass-at-k": (
        lambda: pass_at_k("1/4", 2, [3, 1]),
        (("k", "mean"), "", ["pass@k", "as published", "with replacement"], ["optimal", "mark0", "mark1"]),
        {"theta": Fraction(1, 4), "n": 2, "k": (1, 3)},
        {"from 2 samples, each right with probability 1/4", "n = 2 and 1 beyond", "too low for k > 1"},
    ),
    "baseline": (
        lambda: baseline([4, 2], ["1/4"]),
        (
            ("theta", "times_the_gradient"),
            "y",
            ["1/√(θ(1−θ))", "group of 2", "group of 4"],
            ["limit", "series0", "series1"],
        ),
        {"n": (2, 4)},
        {"for groups of 2, 4:"},
    ),
    "scaling": (
        lambda: scaling(UNIFORM, [4, 1]),
        (
            ("n", "improvement"),
            "x",
            ["improvement", "√(2σ²KL)", "√(2σ²(log n − (n−1)/n))"],
            ["series0", "series1", "series2"],
        ),
        {**LAW, "N": (1, 4)},
        {"from 1 to 4, never above"},
    ),
    "divergence-choice": (
        lambda: divergence_choice(UNIFORM, "1/10", [1, "oo"]),
        (("kl", "gain"), "xy", ["optimal tilt", "order 1", "order ∞"], ["optimal", "mark0", "mark1"]),
        {**LAW, "delta": LogForm.of(Fraction(1, 10)), "orders": ("1", "oo")},
        {"What a Rényi budget of 1/10 buys", "none above"},
    ),
    "gap": (
        lambda: gap(P, R, [3, 2], [2, 1]),
        (("n", "gap"), "xy", ["m = 1", "m = 2"], ["series0", "series1"]),
        {**MODEL, "lengths": (1, 2), "N": (2, 3)},
        {"from 2 to 3", "each length 1, 2;"},
    ),
    "tradeoff": (
        lambda: tradeoff(P, R, [2, 1], [1]),
        (("kl_per_symbol", "reward_per_symbol"), "", ["optimal tilt", "best-of-N, m = 1"], ["optimal", "series0"]),
        {**MODEL, "lengths": (1,), "N": (1, 2)},
        {"from 1 to 2 and length 1, is never above it."},
    ),
    "golden": (
        lambda: golden(sizes=[2, 1]),
        (
            ("kl", "improvement"),
            "",
            ["proxy, tilt", "golden, tilt", "proxy, best-of-n", "golden, best-of-n"],
            ["proxy", "golden", "proxy-points", "golden-points"],
        ),
        {"N": (1, 2), "reference": (Fraction(1, 2), Fraction(2, 5), Fraction(1, 10))},
        {"from 1 to 2"},
    ),
    "convergence": (
        lambda: convergence(P, R, "1/10", [2, 1], 3),
        (
            ("m", "kl_per_symbol"),
            "x",
            ["Δ", "bound", "KL to the reference", "KL to the optimal tilt"],
            ["limit", "bound", "series0", "series1"],
        ),
        {**MODEL, "delta": LogForm.of(Fraction(1, 10)), "lengths": (1, 2), "N": [3, 3]},
        {"at KL budget 1/10", "N = 3, Δ = 1/10,", "to the reference it tends to 0, to the optimal tilt to that of"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_figure_says(name: str) -> None:
    make, (columns, logarithmic, names, roles), parameters, words = CASES[name]
    data = make()
    assert (data.name, data.columns, data.logarithmic, data.is_simplex) == (name, columns, logarithmic, False)
    assert ([curve.name for curve in data.curves], [curve.role for curve in data.curves]) == (names, roles)
    assert isinstance(data.curves, tuple)
    for curve in data.curves:
        assert isinstance(curve.points, tuple)
        assert curve.points
        assert {(type(point), len(point)) for point in curve.points} == {(tuple, 2)}
    assert len(data.axes) == 2
    assert {key: data.parameters[key] for key in parameters} == parameters
    told = f"{data.title}\n{data.description}"
    assert all(word in told for word in words), told


def test_rates_say_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tails, "_STEPS", 2)
    monkeypatch.setattr(tails, "_MARKED", 4)
    data = rates(P, R, "1/10", [2, 1], 3)
    assert (data.name, data.columns, data.logarithmic) == ("rates", ("t", "rate"), "")
    assert [(curve.name, curve.role) for curve in data.curves] == [
        ("reference", "rate-reference"),
        ("optimal tilt", "rate-tilt"),
        ("best-of-N", "rate-best"),
        ("reference, m = 1", "finite-reference0"),
        ("best-of-N, m = 1", "finite-best0"),
        ("reference, m = 2", "finite-reference1"),
        ("best-of-N, m = 2", "finite-best1"),
    ]
    grid = [-log(6), -log(6) / 2, LogForm.of(0)]
    assert [[t for t, _ in curve.points] for curve in data.curves[:3]] == [grid] * 3
    assert [t for t, _ in data.curves[3].points] == [-log(6) * Fraction(k, 4) for k in (4, 3, 2, 1, 0)]
    assert {key: data.parameters[key] for key in ("delta", "lengths", "N")} == {
        "delta": LogForm.of(Fraction(1, 10)),
        "lengths": (1, 2),
        "N": [3, 3],
    }
    assert "of minus the reward per symbol" in data.description
    assert "KL budget Δ = 1/10 and best-of-N with N = exp(mΔ)," in data.description
    assert "at length 1, 2 and N = 3;" in data.description
    rounded = rates(P, R, "1/10", [1], "ceil")
    assert rounded.parameters["N"] == [2]
    assert "and N = ⌈exp(mΔ)⌉;" in rounded.description


def test_the_event_at_the_typical_value_is_that_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coin of chance 3/4, four times: at t = −3/4 of the reference it is three heads or four."""
    monkeypatch.setattr(tails, "_STEPS", 4)
    monkeypatch.setattr(tails, "_MARKED", 4)
    coin = Distribution.from_probabilities(["1/4", "3/4"])
    data = rates(coin, Reward.values([0, 1]), "1/10", [4], 1)
    events = [Fraction(81, 256), Fraction(189, 256), Fraction(67, 256), Fraction(13, 256), Fraction(1, 256)]
    (marks,) = (curve.points for curve in data.curves if curve.name == "reference, m = 4")
    assert [t for t, _ in marks] == [-1, Fraction(-3, 4), Fraction(-1, 2), Fraction(-1, 4), 0]
    for (_, exponent), event in zip(marks, events, strict=True):
        assert abs(float(exponent) + math.log(event) / 4) < 1e-12


@pytest.mark.parametrize(("rule", "said"), [("real", "exp(mΔ)"), ("floor", "⌊exp(mΔ)⌋"), ("ceil", "⌈exp(mΔ)⌉")])
def test_convergence_says_how_n_is_chosen(rule: str, said: str) -> None:
    described = convergence(P, R, "1/20 + log(11/10)", [1], rule).description
    assert f"with N = {said}, Δ = 1/20 + log(11/10), against" in described
    assert described.endswith("to the reference it tends to Δ, to the optimal tilt to 0.")


# Powers of two from 2 to 2¹⁴; lengths that double in two steps; 1, 2, 3, 4, 6, 8, …; chances in fortieths.
POWERS = tuple(2**k for k in range(1, 15))
LENGTHS = tuple(round(2 ** (k / 2)) for k in range(15) if k != 1)
SIZES = (1, *(2**k * odd // 2 for k in range(1, 8) for odd in (2, 3) if 2**k * odd <= 256))
CHANCES = tuple(Fraction(k, 40) for k in range(1, 40))
FLAT = Reward.values([1, 1, 1])
DEFAULTS: list[tuple[Callable[..., Any], dict[str, Any], Callable[[], Any]]] = [
    (figure1, {"kl": "11/100", "length": 10, "n": "floor"}, lambda: figure1(Distribution.uniform(2), R)),
    (tradeoff, {"sizes": SIZES, "lengths": (1, 10)}, lambda: tradeoff(P, FLAT)),
    (golden, {"model": None, "sizes": SIZES}, lambda: golden(sizes=[0])),
    (rates, {"kl": "11/100", "lengths": (20, 80), "n": "floor"}, lambda: rates(P, FLAT)),
    (convergence, {"kl": "11/100", "lengths": LENGTHS, "n": "real"}, lambda: convergence(P, FLAT)),
    (gap, {"sizes": POWERS, "lengths": (1, 4, 16, 64)}, lambda: gap(P, R, [1], [1])),
    (scaling, {"sizes": SIZES, "proxy": None}, lambda: scaling(RewardLaw.of([1], [1]))),
    (kl_estimates, {"reference": Fraction(1, 2), "chances": CHANCES}, lambda: kl_estimates(0)),
    (pass_at_k, {"theta": Fraction(1, 4), "n": 8, "ks": range(1, 17)}, lambda: pass_at_k(n=0)),
    (baseline, {"sizes": (2, 4, 16), "chances": CHANCES}, lambda: baseline([1])),
    (
        divergence_choice,
        {"divergence": "log(7/6)", "orders": DEFAULT_ORDERS},
        lambda: divergence_choice(UNIFORM, 0),
    ),
]


@pytest.mark.parametrize(("make", "defaults", "refused"), DEFAULTS, ids=[make.__name__ for make, *_ in DEFAULTS])
def test_what_is_shown_when_nobody_says(
    make: Callable[..., Any], defaults: dict[str, Any], refused: Callable[[], Any]
) -> None:
    """The paper's length for Figure 1; one symbol and ten; eight samples of a chance of a quarter; a fair coin."""
    parameters = signature(make).parameters.values()
    assert {one.name: one.default for one in parameters if one.default is not one.empty} == defaults
    with pytest.raises(ParameterError):  # it is these functions that say so
        refused()


def test_where_the_policy_is_the_reference_the_curves_are_cut() -> None:
    """There every variance is 0, which a logarithmic axis has not."""
    data = kl_estimates("1/4", ["1/9", "1/4", "1/3", "1/2"])
    assert [[float(q) for q, _ in curve.points] for curve in data.curves] == [[1 / 9], [1 / 3, 1 / 2]] * 3
    assert all(variance > 0 for curve in data.curves for _, variance in curve.points)


def test_one_draw_is_exactly_the_reference() -> None:
    data = tradeoff(P, R, [1], [1])
    ((spent, reward),) = data.curves[1].points
    assert (type(spent), spent) == (LogForm, 0)
    assert abs(float(reward) - float(P.expectation(R))) < 1e-15


MANY = "lengths has 17 values: at most 16 can be told apart in one figure"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: gap(P, R, [2, 1], [1]),
            "sizes has 1: there KL and its bound are both 0, and a logarithmic axis has no 0",
        ),
        (lambda: baseline([1, 2]), "sizes has 1: a group of one draw has no deviation"),
        (lambda: baseline(range(2, 18)), "sizes has 16 values: at most 15 can be told apart in one figure"),
        (lambda: kl_estimates(1), "reference is 1: give a probability above 0 and below 1"),
        (lambda: kl_estimates("1/2", [0]), "a chance is 0: give a probability above 0 and below 1"),
        (lambda: baseline([2], ["3/2"]), "a chance is 3/2: give a probability above 0 and below 1"),
        (lambda: divergence_choice(UNIFORM, 0), "the Rényi budget is 0: this figure needs one above 0"),
        (
            lambda: scaling(RewardLaw.of([1], [1])),
            "the reward is constant on the support of the reference: there is nothing to draw",
        ),
        (
            lambda: tradeoff(P, Reward.values([1, 1, 1])),
            "the reward is constant on the support of the reference: there is nothing to draw",
        ),
        (
            lambda: rates(P, R, lengths=range(1, 18)),
            MANY,
        ),
        (
            lambda: tradeoff(P, R, [1], range(1, 18)),
            MANY,
        ),
    ],
)
def test_what_is_refused(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        call()
    assert str(error.value) == message


def test_the_curve_of_the_tilt_is_about_the_marks() -> None:
    """From half of the least to twice the most that an optimum spends; what is equal to an end is in."""
    data = divergence_choice(UNIFORM, "1/10", [1, 2])
    spent = [float(mark.points[0][0]) for mark in data.curves[1:]]
    shown = [float(kl) for kl, _ in data.curves[0].points]
    assert min(spent) / 2 <= shown[0] < min(spent) < max(spent) < shown[-1] <= 2 * max(spent)
    assert shown == sorted(shown)
    most = float(UNIFORM.family.kl_max)
    ends = experiments._tilts(UNIFORM, 0.3, most)
    assert ends[-1] == (UNIFORM.family.kl_max, 1)
    first = float(ends[0][0])
    assert len(experiments._tilts(UNIFORM, first, most)) == len(ends)
    assert len(experiments._tilts(UNIFORM, first, first)) == 1


def test_the_curve_of_the_tilt_is_fine_and_moves_with_the_rewards() -> None:
    """Neighbours are within the square of 6/5, about; α is in steps of that from one over the spread of the rewards."""
    plain = experiments._tilts(UNIFORM, 0.001, 0.3)
    spent = [float(kl) for kl, _ in plain]
    assert all(1 < b / a < 1.45 for a, b in pairwise(spent))
    assert spent[0] < 0.00145
    assert any(abs(kl / float(UNIFORM.family.kl(Fraction(1, 2))) - 1) < 1e-12 for kl in spent)
    moved = experiments._tilts(RewardLaw.of([3005, 4005, 5005], UNIFORM.masses), 0.001, 0.3)
    assert all(abs(float(a) / float(b) - 1) < 1e-9 for (a, _), (b, _) in zip(moved, plain, strict=True))
    assert all(abs(float(a) / float(b) - 1000) < 1e-6 for (_, a), (_, b) in zip(moved, plain, strict=True))


def test_the_limits_of_one_figure_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of scaling is told from the law, lcm of its denominators and levels."""
    asked: list[Any] = []
    monkeypatch.setattr(experiments, "require_bits", lambda *arguments: asked.append(arguments))
    scaling(RewardLaw.of([0, 1, 2], ["1/2", "1/3", "1/6"]), [2, 1])
    assert asked == [(6, 3, (1, 2))]
    assert limits.MAX_SERIES == 16
