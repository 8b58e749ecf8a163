"""One prompt: what is exact stays exact, and each number against another way to it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import EnclosedReal, LogForm, log
from exactalign.audit import PromptModel, PromptSamples, prompts
from exactalign.audit.prompts import guarded
from exactalign.exceptions import ParameterError
from exactalign.numbers.precision import working_precision
from exactalign.testing.strategies import rationals

FOUR = PromptSamples.of(
    "?", [5, 1, 2, 1], probabilities=["1/10", "1/5", "3/10", "2/5"], golden=[3, Fraction(1, 2), -1, 2]
)
TILT = PromptSamples.of("?", [0, 1, 2], probabilities=["1/7", "1/7", "5/7"], golden=[1, 5, 2])
CONSTANT = PromptSamples.of("=", [7, 7], probabilities=["1/4", "3/4"], golden=[1, 3])


def exactly(value: Any) -> tuple[type, Any]:
    return type(value), value


def meets(value: Any, exact: Any, digits: int = 40) -> bool:
    low, high = EnclosedReal.of(value).enclose(digits)
    other = EnclosedReal.of(exact).enclose(digits + 5)
    return bool(low <= other.upper and other.lower <= high)


def test_one_draw_is_the_reference() -> None:
    model, half = PromptModel(FOUR), (Fraction, Fraction(1, 2))
    assert exactly(model.kl(1)) == exactly(model.alpha(1)) == exactly(model.left_on_table(1)) == (Fraction, 0)
    assert exactly(model.kl_to_tilt(1)) == (Fraction, 0)
    assert exactly(model.win_rate(1)) == half
    assert meets(model.reward(1), Fraction(17, 10))
    assert meets(model.golden(1), Fraction(9, 10))
    assert model.tilt_reward(1) is model.reward(1)
    assert model.tilt_golden(1) is model.golden(1)
    assert model.is_tilt(1)
    assert model.kl_bound(1) == 0
    assert model.exact(1) == (0, Fraction(1, 2), Fraction(17, 10))
    assert exactly(model.exact_alpha(1)) == (Fraction, 0)


def test_a_constant_reward_is_the_reference() -> None:
    model = PromptModel(CONSTANT)
    assert (model.is_constant, PromptModel(FOUR).is_constant) == (True, False)
    for n in (1, 5):
        assert exactly(model.kl(n)) == exactly(model.left_on_table(n)) == exactly(model.kl_to_tilt(n)) == (Fraction, 0)
        assert exactly(model.win_rate(n)) == (Fraction, Fraction(1, 2))
        assert exactly(model.reward(n)) == exactly(model.tilt_reward(n)) == (Fraction, 7)
        assert model.alpha(n) is model.exact_alpha(n) is None
        assert meets(model.golden(n), Fraction(5, 2))
        assert meets(model.tilt_golden(n), Fraction(5, 2))
        assert model.is_tilt(n)
        assert model.exact(n) == (0, Fraction(1, 2), 7)


def test_what_was_asked_is_kept() -> None:
    model = PromptModel(FOUR)
    for name in ("kl", "win_rate", "reward", "golden", "alpha", "tilt_reward", "tilt_golden", "left_on_table"):
        assert getattr(model, name)(3) is getattr(model, name)(3)
        assert getattr(model, name)(3) is not getattr(model, name)(4)
    assert model.kl_to_tilt(3) is model.kl_to_tilt(3)


def test_levels_are_computed_once_at_a_precision(monkeypatch: pytest.MonkeyPatch) -> None:
    bits, compute = [], PromptModel._computed_balls

    def counted(self: PromptModel) -> Any:
        bits.append(ctx.prec)
        return compute(self)

    geometric, of = [], prompts._geometric
    monkeypatch.setattr(PromptModel, "_computed_balls", counted)
    monkeypatch.setattr(prompts, "_geometric", lambda *values: geometric.append(values) or of(*values))
    model = PromptModel(FOUR)
    for asked in (64, 128, 64, 400, 400, 100):
        model.kl(3).ball(asked)  # type: ignore[union-attr]
        model.win_rate(3).ball(asked)  # type: ignore[union-attr]
    assert bits == [192, 464]  # at least 192, and 64 more than what is asked
    geometric.clear()
    model.reward(3).ball(400)  # type: ignore[union-attr]
    assert not geometric
    model.reward(4).ball(64)  # type: ignore[union-attr]
    assert len(geometric) == 3  # one a level
    upto = model._balls().upto
    assert upto[-1] == 1  # exactly, as no sum of rounded masses is
    assert not any(x.is_exact() for x in upto[:-1])


def test_a_guarded_number_is_evaluated_again_for_more_bits_only() -> None:
    bits = []

    def evaluate() -> arb:
        bits.append(ctx.prec)
        return arb(1)

    number = guarded(evaluate)
    for asked in (10, 128, 129, 129, 100, 300, 300, 299):
        number.ball(asked)
    assert bits == [192, 193, 364]


def test_a_number_inside_another_needs_no_guard_bits_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    bits, compute = [], PromptModel._computed_balls
    monkeypatch.setattr(PromptModel, "_computed_balls", lambda self: bits.append(ctx.prec) or compute(self))
    model = PromptModel(FOUR)
    model.alpha(3)
    for name in ("tilt_reward", "left_on_table", "kl_to_tilt"):
        getattr(model, name)(3).ball(128)
    assert bits == [192]


def test_golden_rewards_are_there_or_not() -> None:
    model = PromptModel(PromptSamples.of("?", [0, 1, 2], probabilities=["1/4", "1/4", "1/2"]))
    for n in (1, 3):
        assert model.golden(n) is model.tilt_golden(n) is None
    with working_precision(128):
        assert model.tilt_sums(arb(1))[2] == 0


def test_a_tilt_of_three_levels_is_best_of_n_itself() -> None:
    model = PromptModel(TILT)
    assert (model.is_tilt(2), model.is_tilt(3)) == (True, False)
    assert exactly(model.left_on_table(2)) == exactly(model.kl_to_tilt(2)) == (Fraction, 0)
    assert model.tilt_reward(2) is model.reward(2)
    assert model.tilt_golden(2) is model.golden(2)
    assert model.exact_alpha(2) == log(3)
    assert isinstance(model.exact_alpha(2), LogForm)
    assert meets(model.alpha(2), log(3))
    assert model.exact_alpha(3) is model.alpha(3)
    assert isinstance(model.left_on_table(3), EnclosedReal)


@pytest.mark.parametrize("gap", ["1/3", 4])
def test_the_alpha_of_two_levels(gap: Any) -> None:
    """Masses 1/4 and 3/4, best of 3: shares 1/64 and 63/64, so that e^(α·gap) is 63/64·4/3 over 1/64·4, or 21."""
    model = PromptModel(PromptSamples.of("?", [0, gap], probabilities=["1/4", "3/4"]))
    assert model.exact_alpha(3) == log(21) / Fraction(gap)
    assert meets(model.alpha(3), log(21) / Fraction(gap))


def test_log_probabilities_without_exponentials() -> None:
    """All 0: masses are counts. One of −∞ has no mass, and is no level."""
    one = PromptModel(PromptSamples.of("?", [3, 4], logprobs=[0, float("-inf")]))
    assert exactly(one.total) == (Fraction, 1)
    assert (one.is_normalised, one.problem, one.values) == (True, "", [3])
    two = PromptModel(PromptSamples.of("?", [3, 4, 3], logprobs=[0, 0, 0]), normalize=True)
    assert exactly(two.total) == (Fraction, 3)
    assert two.weights == [2, 1]
    assert two.exact(2) == PromptModel(
        PromptSamples.of("?", [3, 4], probabilities=["2/3", "1/3"])
    ).exact(2)  # fmt: skip
    equal = PromptModel(PromptSamples.of("?", [3, 4, 3], logprobs=["-1/2"] * 3, golden=[1, 5, 4]), normalize=True)
    assert equal.weights == [2, 1]
    assert meets(equal.total, EnclosedReal.of(Fraction(-1, 2)).exp() * 3)
    assert (equal.is_normalised, equal.problem) == (False, "")
    half = -log(2).enclose(6000).midpoint  # a sum nearer to 1 than numbers are compared: rational logarithms miss it
    assert not PromptModel(PromptSamples.of("?", [1, 2], logprobs=[half, half])).is_normalised
    assert meets(equal.golden(2), Fraction(5, 2) * Fraction(4, 9) + 5 * Fraction(5, 9))
    other = PromptModel(PromptSamples.of("?", [3, 4, 3], logprobs=[0, "-1/2", float("-inf")]), normalize=True)
    assert other.weights is None
    assert other.level_logs() == [[0], [Fraction(-1, 2)]]
    assert meets(other.total, 1 + EnclosedReal.of(Fraction(-1, 2)).exp())
    assert meets(other.reward(1), 3 + EnclosedReal.of(Fraction(-1, 2)).exp() / other.total)
    with pytest.raises(ParameterError) as error:
        other.exact(2)
    assert str(error.value) == (
        "prompt '?' has log-probabilities, whose exponentials are not rational: its numbers are enclosed, never exact"
    )


def test_log_probabilities_are_the_masses_that_they_are_the_logarithms_of() -> None:
    """−30, −31 and −32 are far below 1 in sum: divided by it they are 1 : 1/e : 1/e²."""
    model = PromptModel(PromptSamples.of("?", [2, 0, 2], logprobs=[-30, -31, -32], golden=[1, 2, 5]), normalize=True)
    e = EnclosedReal.of(Fraction(-1)).exp()
    total = 1 + e + e * e
    low = e / total
    assert meets(model.reward(3), 2 * (1 - low * low * low))
    assert meets(model.golden(3), (1 - low * low * low) * (1 + 5 * e * e) / (1 + e * e) + 2 * low * low * low)
    assert meets(model.alpha(3), ((1 - low * low * low) / (1 - low) / (low * low)).log() / 2)
    assert model.level_logs() == [[-31], [-30, -32]]


def test_problems_word_for_word() -> None:
    def problem(repeated: int, *masses: Any, normalize: bool = False) -> str:
        samples = PromptSamples("?", tuple(map(Fraction, masses)), (Fraction(1),) * len(masses), repeated=repeated)
        return PromptModel(samples, normalize=normalize).problem

    assert problem(0, "1/2", "1/2") == problem(0, "1/4", "1/2", normalize=True) == ""
    assert problem(0, "1/4", "1/2") == "the probabilities do not sum to 1"
    assert problem(0, 0, 0) == problem(0, 0, 0, normalize=True) == "the probabilities sum to 0"
    for normalize in (True, False):
        assert problem(1, 0, normalize=normalize) == "1 output is listed more than once with other numbers"
        assert problem(2, 1, normalize=normalize) == "2 outputs are listed more than once with other numbers"
    logs = PromptSamples.of("?", [1], logprobs=[float("-inf")])
    assert PromptModel(logs).problem == "the probabilities sum to 0"


def number(ball: arb) -> Any:
    return mpmath.mpf(str(ball.mid().str(60, radius=False)))


@given(st.lists(st.integers(1, 9), min_size=2, max_size=5), rationals(0, 4, max_denominator=8), st.integers(2, 9))
@settings(max_examples=15, deadline=None)
def test_what_the_searches_ask(masses: list[int], alpha: Fraction, n: int) -> None:
    """Sums over the tilt and ratios of best-of-N, by mpmath; the slope as the derivative of the divergence."""
    rewards = [k * k for k in range(len(masses))]
    golden = [(-2) ** k for k in range(len(masses))]
    total = sum(masses)
    model = PromptModel(
        PromptSamples.of("?", rewards, probabilities=[Fraction(m, total) for m in masses], golden=golden)
    )
    with mpmath.workdps(60), working_precision(256):
        x, ball = mpmath.mpf(alpha.numerator) / alpha.denominator, arb(fmpq(alpha.numerator, alpha.denominator))
        p = [mpmath.mpf(m) / total for m in masses]
        gaps = [r - rewards[-1] for r in rewards]

        def weights(x: Any) -> list[Any]:
            return [m * mpmath.exp(x * g) for m, g in zip(p, gaps, strict=True)]

        def divergence(x: Any) -> Any:
            z = mpmath.fsum(weights(x))
            return mpmath.fsum(w / z * mpmath.log(w / z / m) for w, m in zip(weights(x), p, strict=True))

        zeroth, first, score = model.tilt_sums(ball)
        wanted = weights(x)
        assert mpmath.almosteq(number(zeroth), mpmath.fsum(wanted), 1e-50)
        assert mpmath.almosteq(number(first), mpmath.fsum(w * g for w, g in zip(wanted, gaps, strict=True)), 1e-50)
        assert mpmath.almosteq(number(score), mpmath.fsum(w * g for w, g in zip(wanted, golden, strict=True)), 1e-50)
        assert mpmath.almosteq(number(model.log_partition(ball)), mpmath.log(mpmath.fsum(wanted)), 1e-50, 1e-50)
        assert mpmath.almosteq(number(model.tilt_kl(ball)), divergence(x), 1e-50, 1e-50)
        assert mpmath.almosteq(number(model.tilt_kl_slope(ball)), mpmath.diff(divergence, x), 1e-18, 1e-18)
        below, ratios = mpmath.mpf(0), []
        for m in p:
            ratios.append(mpmath.log(((below + m) ** n - below**n) / m))
            below += m
        found = model.log_ratios(n, 1, len(p))
        assert len(found) == len(p) - 1
        assert all(mpmath.almosteq(number(a), b, 1e-45, 1e-45) for a, b in zip(found, ratios[1:], strict=True))
    floats = model.floats()
    assert floats == ([float(m) for m in p], [float(g) for g in gaps])
    assert {type(x) for numbers in floats for x in numbers} == {float}  # balls are equal to them, and slow


def test_a_sum_of_powers_by_doubling() -> None:
    with working_precision(200):
        for n in range(1, 33):
            assert prompts._geometric(arb(3), arb(2), n) == 3**n - 2**n


def test_the_reward_of_the_tilt_to_ninety_digits() -> None:
    """Where half of the digits of α are not enough any more, against roots of mpmath."""
    masses, rewards = [Fraction(1, 5), Fraction(1, 2), Fraction(3, 10)], [-1, 1, 4]
    model = PromptModel(PromptSamples.of("?", rewards, probabilities=masses, golden=[2, -3, 7]))
    with mpmath.workdps(120):
        p = [mpmath.mpf(m.numerator) / m.denominator for m in masses]

        def tilted(x: Any) -> list[Any]:
            parts = [m * mpmath.exp(x * r) for m, r in zip(p, rewards, strict=True)]
            return [part / mpmath.fsum(parts) for part in parts]

        def divergence(law: list[Any]) -> Any:
            return mpmath.fsum(q * mpmath.log(q / m) for q, m in zip(law, p, strict=True))

        upto = [mpmath.mpf(0), p[0], p[0] + p[1], mpmath.mpf(1)]
        best = [high**3 - low**3 for low, high in pairwise(upto)]
        alpha = mpmath.findroot(lambda x: divergence(tilted(x)) - divergence(best), (0.5, 0.6), tol=1e-220)
        law = tilted(alpha)
        reward = mpmath.fdot(law, rewards)
        left = reward - mpmath.fdot(best, rewards)
        wanted = (alpha, reward, mpmath.fdot(law, [2, -3, 7]), left, alpha * left)
        names = ("alpha", "tilt_reward", "tilt_golden", "left_on_table", "kl_to_tilt")
        for name, exact in zip(names, wanted, strict=True):
            low, high = getattr(model, name)(3).enclose(90)
            assert high - low < Fraction(1, 10**88)
            middle = mpmath.mpf((low + high).numerator) / (low + high).denominator / 2
            assert mpmath.almosteq(middle, exact, mpmath.mpf(10) ** -85, mpmath.mpf(10) ** -85)


def test_what_is_missing_is_asked_for_where_less_than_a_quarter_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """(1/2)^n is the chance to miss the best outputs; either way leads to the same α."""
    asked: list[int] = []
    of = prompts.missing
    monkeypatch.setattr(prompts, "missing", lambda *values: asked.append(len(values[0])) or of(*values))
    model = PromptModel(PromptSamples.of("?", [0, 1, 3], probabilities=["1/4", "1/4", "1/2"]))
    for n, is_near in ((2, False), (3, True)):
        asked.clear()
        alpha = EnclosedReal.of(model.alpha(n)).ball(200)
        assert bool(asked) is is_near
        with working_precision(200):
            assert (model.tilt_kl(alpha) - EnclosedReal.of(model.kl(n)).ball(200)).contains(0)


def test_an_alpha_that_nobody_guesses_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the lowest reward is above, at or below 0: the search begins at one over the spread."""
    for name in ("increasing_guess", "decreasing_guess"):
        monkeypatch.setattr(prompts, name, lambda *values: None)
    for low in (-1, 0, 5):
        rewards = [low, low + 1, low + 2]
        model = PromptModel(PromptSamples.of("?", rewards, probabilities=["1/4", "1/4", "1/2"]))
        for n in (2, 5):
            alpha = EnclosedReal.of(model.alpha(n))
            assert alpha.enclose(20).agrees(20)
            with working_precision(200):
                assert (model.tilt_kl(alpha.ball(200)) - EnclosedReal.of(model.kl(n)).ball(200)).contains(0)
