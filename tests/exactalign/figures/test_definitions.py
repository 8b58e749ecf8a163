"""The numbers of each figure on a small case, by listing every sequence and every tuple of draws, and by mpmath."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from mpmath import mpf

from exactalign.figures import FigureData, convergence, divergence_choice, gap, golden, rates, scaling, tradeoff
from exactalign.laws.rewards import Reward
from exactalign.numbers.infinity import Infinity, oo
from exactalign.numbers.logforms import LogForm, log
from exactalign.policies.tilting import AlignedFamily
from exactalign.theory.golden import GoldenModel
from exactalign.theory.reward_law import RewardLaw
from tests.exactalign import brute_force
from tests.exactalign.figures.test_figure1 import DIGITS, kl, number
from tests.exactalign.known_models import P

CLOSE = mpf(10) ** -40
WEIGHTS = (6, 1, 2)  # e^r
R = Reward.log_weights(WEIGHTS)
DELTA = Fraction(11, 100)


@pytest.fixture(autouse=True)
def precise() -> Any:
    with mpmath.workdps(DIGITS + 20):
        yield


def points(data: FigureData, name: str) -> list[tuple[Any, ...]]:
    (curve,) = (curve for curve in data.curves if curve.name == name)
    return list(curve.points)


def same(found: Any, wanted: Any) -> bool:
    return bool(abs(number(found) - wanted) < CLOSE)


class Listed:
    """Best-of-N over sequences of length m, listed."""

    def __init__(self, length: int, n: int) -> None:
        self.law = brute_force.sequences(dict(P.items()), length)
        self.rank = {y: int(mpmath.fprod(WEIGHTS[o] for o in y)) for y in self.law}
        self.policy = brute_force.best_of_n(self.law, self.rank, n)

    def kl(self) -> Any:
        return kl(*[[number(law[y]) for y in self.law] for law in (self.policy, self.law)])  # type: ignore[arg-type]

    def reward(self) -> Any:
        return mpmath.fsum(number(mass) * mpmath.log(self.rank[y]) for y, mass in self.policy.items())


def tilt(alpha: Any) -> list[Any]:
    parts = [number(mass) * mpf(w) ** alpha for mass, w in zip(P.probabilities, WEIGHTS, strict=True)]
    return [part / mpmath.fsum(parts) for part in parts]


def optimal_alpha(delta: Any) -> Any:
    reference = [number(mass) for mass in P.probabilities]
    low, high = mpf(0), mpf(2000)  # bisection: the function is flat at both ends
    for _ in range(340):
        middle = (low + high) / 2
        low, high = (middle, high) if kl(tilt(middle), reference) < delta else (low, middle)
    return low


def mean_reward(law: list[Any]) -> Any:
    return mpmath.fsum(mass * mpmath.log(w) for mass, w in zip(law, WEIGHTS, strict=True))


@pytest.mark.slow
def test_tradeoff() -> None:
    data = tradeoff(P, R, [1, 2, 3], [1, 2])
    for m in (1, 2):
        for n, (divergence, reward) in zip((1, 2, 3), points(data, f"best-of-N, m = {m}"), strict=True):
            listed = Listed(m, n)
            assert same(divergence * m, listed.kl())
            assert same(reward * m, listed.reward())
    reference = [number(mass) for mass in P.probabilities]
    for divergence, reward in points(data, "optimal tilt")[1:-1:9]:
        policy = tilt(optimal_alpha(number(divergence)))
        assert abs(kl(policy, reference) - number(divergence)) < CLOSE
        assert abs(mean_reward(policy) - number(reward)) < mpf(10) ** -25


def test_no_point_of_best_of_n_lies_above_the_tilt_and_one_above_is_noticed() -> None:
    """Decided: E r of best-of-N against E r of the tilt at a KL below its own."""
    family = AlignedFamily(P, R)
    for m in (1, 3, 12):
        data = tradeoff(P, R, [2, 3, 7, 100], [m])
        for divergence, reward in points(data, f"best-of-N, m = {m}"):
            below = divergence.enclose(25).lower
            best = family.align(below).expected_reward() if below < family.kl_max else family.values[-1]
            assert reward < best
            assert not reward + Fraction(1, 2) < best


def test_gap_is_the_bound_less_the_listed_divergence_and_positive() -> None:
    data = gap(P, R, [2, 3], [1, 2])
    for m in (1, 2):
        for n, value in points(data, f"m = {m}"):
            assert same(value, mpmath.log(n) - mpf(n - 1) / n - Listed(m, n).kl())
            assert value > 0


@pytest.mark.slow
def test_gap_is_positive_for_many_draws() -> None:
    data = gap(P, R, [2, 5, 10**6, 10**20], [1, 2, 30])
    assert all(value > 0 for curve in data.curves for _, value in curve.points)


def test_convergence() -> None:
    data = convergence(P, R, DELTA, [1, 2], 3)
    alpha = optimal_alpha(mpf(11) / 100)
    log_z = mpmath.log(mpmath.fsum(number(a) * mpf(w) ** alpha for a, w in zip(P.probabilities, WEIGHTS, strict=True)))
    for m in (1, 2):
        listed = Listed(m, 3)
        tilted = {y: number(listed.law[y]) * mpf(listed.rank[y]) ** alpha / mpmath.exp(m * log_z) for y in listed.law}
        to_tilt = kl([number(x) for x in listed.policy.values()], [tilted[y] for y in listed.policy])
        assert same(dict(points(data, "KL to the reference"))[m] * m, listed.kl())
        assert abs(number(dict(points(data, "KL to the optimal tilt"))[m]) * m - to_tilt) < mpf(10) ** -25
        assert same(dict(points(data, "bound"))[m] * m, mpmath.log(3) - mpf(2) / 3)


def test_convergence_of_real_n_uses_the_law_of_real_n() -> None:
    data = convergence(P, R, DELTA, [2], "real")
    listed, n = Listed(2, 1), mpmath.exp(mpf(22) / 100)
    cumulative: Callable[[int], Any] = lambda rank: number(  # noqa: E731
        sum((mass for y, mass in listed.law.items() if listed.rank[y] <= rank), Fraction(0))
    )
    total, below = mpf(0), mpf(0)
    for rank in sorted(set(listed.rank.values())):
        upto = cumulative(rank)
        mass = upto**n - below**n
        total += mass * mpmath.log(mass / (upto - below))
        below = upto
    assert same(points(data, "KL to the reference")[0][1] * 2, total)
    assert same(points(data, "bound")[0][1] * 2, mpmath.log(n) - 1 + 1 / n)


def legendre(law: list[Any], t: Any) -> Any:
    """sup over s of s·t − log E exp(s·T), T = −r."""
    worth = [-mpmath.log(w) for w in WEIGHTS]

    def slope(s: Any) -> Any:
        parts = [a * mpmath.exp(s * v) for a, v in zip(law, worth, strict=True)]
        return mpmath.fsum(p * v for p, v in zip(parts, worth, strict=True)) / mpmath.fsum(parts) - t

    s = mpmath.findroot(slope, (mpf(-60), mpf(60)), solver="anderson", tol=1e-60, maxsteps=200)
    return s * t - mpmath.log(mpmath.fsum(a * mpmath.exp(s * v) for a, v in zip(law, worth, strict=True)))


def test_rates() -> None:
    data = rates(P, R, DELTA, [2], 3)
    phi = tilt(optimal_alpha(mpf(11) / 100))
    reference = [number(mass) for mass in P.probabilities]
    jump = -mean_reward(phi)
    listed = Listed(2, 3)
    best = dict(points(data, "best-of-N"))
    base, tilted = dict(points(data, "reference")), dict(points(data, "optimal tilt"))
    for t in list(base)[12:-12:24]:
        assert abs(number(base[t]) - legendre(reference, number(t))) < mpf(10) ** -25
        assert abs(number(tilted[t]) - legendre(phi, number(t))) < mpf(10) ** -25
        if number(t) < jump:
            assert abs(number(best[t]) - number(base[t]) + mpf(11) / 100) < CLOSE
        else:
            assert isinstance(best[t], Infinity)
    for name, law, typical in (
        ("reference", listed.law, -mean_reward(reference)),
        ("best-of-N", listed.policy, jump),
    ):
        marks = points(data, f"{name}, m = 2")
        assert len(marks) == (25 if name == "reference" else sum(number(t) <= typical for t in base) // 5 + 1)
        for t, exponent in marks:
            low = number(t) <= typical
            value = {y: -log(listed.rank[y]) / 2 for y in law}
            event = [mass for y, mass in law.items() if (value[y] <= t if low else value[y] >= t)]
            assert same(exponent, -mpmath.log(number(sum(event, Fraction(0)))) / 2)


def test_the_limit_of_the_golden_figure_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the common denominator, and of the levels of the proxy: two of its three rewards are one."""
    asked: list[Any] = []
    monkeypatch.setattr("exactalign.figures.rewards.require_bits", lambda *arguments: asked.append(arguments))
    golden(GoldenModel(P, Reward.values([1, 0, 1]), R), [2, 1])
    assert [(int(total), levels, counts) for total, levels, counts in asked] == [(10, 2, (1, 2))]


def test_golden() -> None:
    wanted = Reward.parse("log 2, 1, 0")
    data = golden(GoldenModel(P, R, wanted), [1, 2, 3])
    law = dict(P.items())
    for n, (divergence, gain), (_, true) in zip(
        (1, 2, 3), points(data, "proxy, best-of-n"), points(data, "golden, best-of-n"), strict=True
    ):
        policy = brute_force.best_of_n(law, dict(enumerate(WEIGHTS)), n)
        moved = [number(policy[o] - law[o]) for o in P]
        assert same(divergence, kl([number(policy[o]) for o in P], [number(law[o]) for o in P]))
        assert same(gain, mean_reward(moved))
        assert same(true, mpmath.fsum(a * number(wanted[o]) for a, o in zip(moved, P, strict=True)))
    for (divergence, gain), (again, true) in list(
        zip(points(data, "proxy, tilt"), points(data, "golden, tilt"), strict=True)
    )[5:-1:20]:
        policy = tilt(optimal_alpha(number(divergence)))
        moved = [a - number(b) for a, b in zip(policy, P.probabilities, strict=True)]
        assert divergence is again
        assert abs(number(gain) - mean_reward(moved)) < mpf(10) ** -25
        wished = mpmath.fsum(a * number(wanted[o]) for a, o in zip(moved, P, strict=True))
        assert abs(number(true) - wished) < mpf(10) ** -25


def test_scaling() -> None:
    law = RewardLaw.of([0, 1, 3], ["1/2", "1/4", "1/4"])
    data = scaling(law, [1, 2, 4])
    masses = dict(enumerate(law.masses))
    for n, gain in points(data, "improvement"):
        policy = brute_force.best_of_n(masses, {0: 0, 1: 1, 2: 3}, n)
        assert same(gain, number(sum((policy[k] - masses[k]) * (0, 1, 3)[k] for k in range(3))))
        divergence = kl([number(policy[k]) for k in range(3)], [number(masses[k]) for k in range(3)])
        near, far = (number(dict(points(data, name))[n]) for name in ("√(2σ²KL)", "√(2σ²(log n − (n−1)/n))"))
        if n > 1:  # one σ² in both
            assert abs(near**2 / divergence - far**2 / (mpmath.log(n) - mpf(n - 1) / n)) < mpf(10) ** -12
            assert number(gain) < near < far


def test_divergence_choice() -> None:
    """Each optimum spends its Rényi budget: the tilt of order 1, and order ∞, where π ≤ p·e^Δ fills from the top."""
    law, delta = RewardLaw.of([0, 1, 3], ["1/2", "1/4", "1/4"]), LogForm.parse("log(3/2)")
    data = divergence_choice(law, delta, [1, oo, "oo"])
    assert [curve.name for curve in data.curves[1:]] == ["order 1", "order ∞", "order ∞"]
    ((spent, gain),) = data.curves[1].points
    assert same(spent, mpmath.log(mpf(3) / 2))
    (capped,) = data.curves[2].points
    top = [Fraction(1, 4) * Fraction(3, 2)] * 2
    policy = [1 - sum(top), *top]
    assert same(capped[1], number(policy[1] + 3 * policy[2] - 1))
    assert same(capped[0], kl([number(x) for x in policy], [number(x) for x in law.masses]))
    assert gain > capped[1]
