"""The tilt of a given divergence: guesses against bisection in mpmath, and what each digit costs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
import pytest
from flint import arb, ctx, fmpq
from mpmath import mpf

from exactalign.audit import matching
from exactalign.audit.matching import (
    CertifiedTilt,
    decreasing_guess,
    increasing_guess,
    missing,
    tilt_missing,
)
from exactalign.numbers.precision import working_precision

MODELS = [
    ([0.25, 0.75], [-2.0, 0.0]),
    ([0.5, 0.25, 0.25], [-3.0, -1.0, 0.0]),
    ([0.125, 0.125, 0.5, 0.25], [-100.0, -7.0, -0.5, 0.0]),
]


@pytest.fixture(autouse=True)
def precise() -> Any:
    with mpmath.workdps(60):
        yield


def tilt(masses: list[float], gaps: list[float], alpha: Any) -> list[Any]:
    parts = [mpf(m) * mpmath.exp(mpf(alpha) * g) for m, g in zip(masses, gaps, strict=True)]
    return [part / mpmath.fsum(parts) for part in parts]


def divergence(law: list[Any], masses: list[Any]) -> Any:
    return mpmath.fsum(q * mpmath.log(q / mpf(m)) for q, m in zip(law, masses, strict=True) if q)


def tilt_kl(masses: list[float], gaps: list[float], alpha: Any) -> Any:
    return divergence(tilt(masses, gaps, alpha), masses)


def near(found: Any, exact: Any, share: float) -> bool:
    return bool(abs(mpf(found) - exact) <= share * abs(exact))


@pytest.mark.parametrize(("masses", "gaps"), MODELS)
@pytest.mark.parametrize("alpha", [0.0, 0.375, 2.0])
def test_moments(masses: list[float], gaps: list[float], alpha: float) -> None:
    law = tilt(masses, gaps, alpha)
    mean = mpmath.fsum(q * g for q, g in zip(law, gaps, strict=True))
    kl, variance = matching._moments(masses, gaps, alpha)
    assert abs(kl - tilt_kl(masses, gaps, alpha)) < 1e-14
    assert near(variance, mpmath.fsum(q * (g - mean) ** 2 for q, g in zip(law, gaps, strict=True)), 1e-13)


@pytest.mark.parametrize("models", [MODELS[:1], MODELS[1:2], MODELS[2:], MODELS, [MODELS[0], ([1.0], [0.0])]])
@pytest.mark.parametrize("alpha", [1e-3, 0.0625, 0.5, 3.0, 10.0])
def test_the_increasing_guess_is_near_the_root(models: list[tuple[list[float], list[float]]], alpha: float) -> None:
    target = float(mpmath.fsum(tilt_kl(masses, gaps, alpha) for masses, gaps in models))
    found = increasing_guess(models, target)
    assert found is not None
    reached = mpmath.fsum(tilt_kl(masses, gaps, found) for masses, gaps in models)
    assert near(found, mpf(alpha), 1e-8)
    assert near(reached, mpf(target), 1e-8)


@pytest.mark.parametrize(("masses", "gaps"), MODELS)
@pytest.mark.parametrize("alpha", [0.25, 1.0, 6.0, 20.0, 100.0])
def test_the_decreasing_guess_is_near_the_root(masses: list[float], gaps: list[float], alpha: float) -> None:
    """What is missing is log(1/m_L) − KL: far out too small for anything but a logarithm of it."""
    with mpmath.workdps(400):
        target = -mpmath.log(masses[-1]) - tilt_kl(masses, gaps, alpha)
    found = decreasing_guess(masses, gaps, float(target))
    assert found is not None
    assert near(found, mpf(alpha), 1e-12)


def test_a_bisection_ends_where_floats_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rounding lets no Newton step be taken: well before all steps are."""
    steps, moments = 0, matching._moments

    def counted(masses: list[float], gaps: list[float], alpha: float) -> tuple[float, float]:
        nonlocal steps
        steps += 1
        return moments(masses, gaps, alpha)

    monkeypatch.setattr(matching, "_moments", counted)
    halves = ([0.5, 0.5], [-1.0, 0.0])
    for guess in (lambda: increasing_guess([halves], 1e-16), lambda: decreasing_guess(*halves, 0.6931471805)):
        steps = 0
        assert guess() is not None
        assert 20 < steps < 120


@pytest.mark.parametrize("model", MODELS)
def test_newton_takes_few_steps(monkeypatch: pytest.MonkeyPatch, model: Any) -> None:
    """A slope that is wrong would leave bisections, of dozens of steps."""
    steps, moments = 0, matching._moments

    def counted(*values: Any) -> tuple[float, float]:
        nonlocal steps
        steps += 1
        return moments(*values)

    monkeypatch.setattr(matching, "_moments", counted)
    for alpha in (0.25, 0.5, 1.0, 3.0):
        steps = 0
        assert increasing_guess([model], float(tilt_kl(*model, alpha))) is not None
        assert steps <= 11  # the first one tells the spread
    for alpha in (0.0625, 0.5, 3.0, 10.0):
        steps = 0
        assert decreasing_guess(*model, float(-mpmath.log(model[0][-1]) - tilt_kl(*model, alpha))) is not None
        assert steps <= 8


def test_what_no_tilt_reaches_has_no_guess() -> None:
    """The largest divergence is log 2; and nothing is missing below 0."""
    halves = ([0.5, 0.5], [-1.0, 0.0])
    assert increasing_guess([halves], 0.75) is None
    assert increasing_guess([halves], float("inf")) is None
    assert decreasing_guess(*halves, 0.75) is None
    assert decreasing_guess(*halves, -1.0) is None


def test_where_the_first_step_leads_to_a_law_without_variance_the_root_is_between() -> None:
    rare = ([1 - 2.0**-30, 2.0**-30], [-1.0, 0.0])
    assert matching._moments(*rare, 1e5)[1] == 0  # the first step goes further
    found = increasing_guess([rare], 10.0)
    assert found is not None
    assert near(tilt_kl(*rare, found), mpf(10), 1e-8)


def test_where_there_is_no_guess() -> None:
    for target in (0.0, -1.0, float("nan")):
        assert increasing_guess(MODELS[:1], target) is None
    assert increasing_guess([], 0.1) is None
    assert increasing_guess([([1.0], [0.0])], 0.1) is None  # one level: no spread
    assert increasing_guess([([0.5, 0.5], [-1e200, 0.0])], 0.1) is None  # its variance overflows
    assert increasing_guess([([0.5, 0.5], [-1e-200, 0.0])], 0.1) is None  # and this one is 0
    assert decreasing_guess(*MODELS[0], 0.0) is None
    assert decreasing_guess([0.5, 0.5], [-1e200, 0.0], 1e-3) is None


def balls(values: list[Any]) -> list[arb]:
    return [arb(fmpq(*Fraction(value).as_integer_ratio())) for value in values]


def holds(ball: arb, exact: Any, share: float) -> bool:
    """Whether a ball contains a number of mpmath, and is as narrow as this share of it."""
    middle, radius = mpf(str(ball.mid().str(110, radius=False))), mpf(str(ball.rad().str(20, radius=False)))
    return bool(abs(middle - exact) <= radius + share * abs(exact) and radius <= share * abs(exact))


@pytest.mark.parametrize("small", [Fraction(1, 4), Fraction(1, 10**9), Fraction(1, 10**40)])
def test_what_is_missing_loses_no_digits(small: Fraction) -> None:
    masses, gains = [Fraction(1, 2), Fraction(1, 3), Fraction(1, 6)], [small / 3, small / 7]
    gains.append(1 - sum(gains))
    alpha, gaps = Fraction(5, 2), [Fraction(-3), Fraction(-1), Fraction(0)]
    with mpmath.workdps(160), working_precision(300):
        exact = [mpf(g.numerator) / g.denominator for g in gains]
        law = [mpf(m.numerator) / m.denominator for m in masses]
        wanted = -mpmath.log(law[-1]) - divergence(exact, law)
        assert holds(missing(balls(gains), balls(masses)), wanted, 1e-60)
        alpha *= Fraction(1, 1) if small == Fraction(1, 4) else 20
        parts = [
            m * mpmath.exp(mpf(alpha.numerator) / alpha.denominator * int(g)) for m, g in zip(law, gaps, strict=True)
        ]
        wanted = -mpmath.log(law[-1]) - divergence([part / mpmath.fsum(parts) for part in parts], law)
        found = tilt_missing(balls(masses), balls(gaps), balls([alpha])[0])
        assert holds(found, wanted, 1e-60)


class Counted:
    """x² − 2, which says how often it was asked."""

    def __init__(self) -> None:
        self.points: list[float] = []

    @property
    def asked(self) -> int:
        return len(self.points)

    def __call__(self, x: arb) -> arb:
        self.points.append(float(x.mid()))
        return x * x - 2

    def tilt(self, guess: float | None) -> CertifiedTilt:
        return CertifiedTilt(self, lambda x: 2 * x, guess, Fraction(1, 8))


ROOT = 2**0.5


@pytest.mark.parametrize("guess", [ROOT, ROOT * (1 + 2**-30), ROOT * (1 - 2**-30), ROOT * 1.01, 7.0, None])
def test_every_guess_ends_at_the_root(guess: float | None) -> None:
    found = Counted().tilt(guess)
    for digits in (12, 80, 30):
        low, high = found.enclose(digits)
        assert low * low <= 2 <= high * high
        assert high - low <= Fraction(3, 10**digits)


def test_a_dozen_digits_cost_two_signs() -> None:
    function = Counted()
    found = function.tilt(ROOT)
    for bits in (64, 192):
        ball = found.ball(bits)
        assert function.asked == 2
        assert ball.contains(arb(2).sqrt())
        assert 2**-45.5 < float(ball.rad()) / ROOT < 2**-43  # both points, and no more
    assert float(found.ball(193).rad()) < 1e-50
    assert function.asked > 2
    asked = function.asked
    found.ball(193)
    assert function.asked == asked
    assert max(abs(x / ROOT - 1) for x in function.points) < 2**-40  # Newton begins at those points
    near = Counted()
    near.tilt(ROOT * (1 + 2**-30))  # not good to 45 bits
    assert near.asked == 2


def test_the_wide_bracket_is_tried_before_the_search() -> None:
    counts: list[int] = []
    for guess in (ROOT * (1 + 2**-30), ROOT * (1 + 2**-20)):
        function = Counted()
        function.tilt(guess).ball(64)
        counts.append(function.asked)
    assert counts[0] < counts[1]


def two_levels() -> tuple[Callable[[arb], arb], Callable[[arb], arb], Callable[[arb], arb]]:
    """Of masses 1/4 and 3/4 and gaps −2 and 0: KL(φ_α‖p), α·Var and log Z."""

    def parts(x: arb) -> tuple[arb, arb]:
        low = (-2 * x).exp() / 4
        return low, low + arb(3) / 4

    def kl(x: arb) -> arb:
        low, total = parts(x)
        return -2 * x * low / total - total.log()

    def slope(x: arb) -> arb:
        low, total = parts(x)
        share = low / total
        return x * 4 * share * (1 - share)

    return kl, slope, lambda x: parts(x)[1].log()


@pytest.mark.parametrize("alpha", [0.25, 1.0])
def test_most_is_the_reward_of_the_tilt_to_twice_the_digits(alpha: float) -> None:
    kl, slope, log_partition = two_levels()

    def target() -> arb:
        return kl(arb(alpha))

    found = CertifiedTilt(lambda x: kl(x) - target(), slope, alpha, Fraction(1, 2))
    low = mpmath.exp(-2 * mpf(alpha)) / 4
    wanted = -2 * low / (low + mpf(3) / 4)
    for bits, is_told in product((128, 192, 193), (True, False)):
        tilt = found if is_told else CertifiedTilt(lambda x: kl(x) - target(), slope, None, Fraction(1, 2))
        with working_precision(bits):
            assert ctx.prec == bits
            reward = tilt.most(target, log_partition)
        assert (reward is None) == (bits > 192 or not is_told)
        if reward is not None:
            assert holds(reward, wanted, 1e-24)
