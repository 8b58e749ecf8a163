"""Reward laws: their parts by level, best-of-n of real n, and what is refused."""

import math
from collections.abc import Callable
from fractions import Fraction

import pytest

from exactalign import Distribution, EnclosedReal, Reward, log
from exactalign.exceptions import OutcomeError, ParameterError, TooLarge
from exactalign.numbers.precision import working_precision
from exactalign.theory import RewardLaw, reward_law


def test_the_reward_is_kept_in_the_order_of_the_reference() -> None:
    p = Distribution({"a": "1/4", "b": "3/4"})
    law = RewardLaw(p, Reward({"b": 1, "a": 0}))
    assert law.reward.outcomes == p.outcomes
    with pytest.raises(OutcomeError, match="3 entries but the reference has 2"):
        RewardLaw(p, Reward({"a": 0, "b": 1, "c": 2}))


def test_best_of_a_real_n_gives_the_powers_of_the_definition() -> None:
    """F = 1/4, 1 at n = 3/2: 1/8 and 7/8; at n = 5/2 on F = 1/2 the power is irrational and enclosed."""
    assert RewardLaw.bernoulli("3/4").best_of_n("3/2") == (Fraction(1, 8), Fraction(7, 8))
    low, _ = RewardLaw.bernoulli("1/2").best_of_n("5/2")
    assert isinstance(low, EnclosedReal)
    assert 0 in (low * low - Fraction(1, 32)).enclose(20)


@pytest.mark.parametrize("p", ["3/2", "-1/10"])
def test_a_probability_lies_between_0_and_1(p: str) -> None:
    with pytest.raises(ParameterError, match=f"p is {p}: give a probability"):
        RewardLaw.bernoulli(p)


@pytest.mark.parametrize(
    ("call", "levels", "bits"),
    [
        (lambda: RewardLaw.binomial(10**6), "1000000", "10^6"),
        (lambda: RewardLaw.geometric(10**6), "1000000", "10^6"),
        (lambda: RewardLaw.pareto(10**6), "1000000", "3.0·10^6"),
        (lambda: RewardLaw.gaussian(10**8, 1), "200000001", "64"),
    ],
)
def test_why_a_law_is_too_large(call: Callable[[], object], levels: str, bits: str) -> None:
    with pytest.raises(TooLarge) as error:
        call()
    words = str(error.value)
    assert words.startswith(f"a law with {levels} levels needs about ")
    assert f" of {bits} bits, some " in words
    assert words.endswith(": over the limit of 1 GB; take fewer")


@pytest.mark.parametrize(
    ("reach", "step", "resolution", "message"),
    [
        (0, 1, 100, "reach is 0: it must be at least 1"),
        (1, 1, 0, "resolution is 0: it must be at least 1"),
        (2, "5/2", 100, "step is 5/2: give a positive number, at most the reach 2"),
        (2, 0, 100, "step is 0: give a positive number, at most the reach 2"),
    ],
)
def test_why_there_is_no_such_gaussian(reach: int, step: object, resolution: int, message: str) -> None:
    with pytest.raises(ParameterError) as error:
        RewardLaw.gaussian(reach, step, resolution)
    assert str(error.value) == message


def test_a_gaussian_of_one_step_and_the_lowest_resolution() -> None:
    """Of resolution 1 the weights are 1 at 0 and round(e^(−1/2)) = 1 beside it."""
    assert RewardLaw.gaussian(1, 1, 1).masses == (Fraction(1, 3),) * 3


def test_the_named_laws_level_by_level() -> None:
    assert RewardLaw.binomial(3, "1/3").masses == tuple(Fraction(k, 27) for k in (8, 12, 6, 1))
    assert RewardLaw.geometric(3).masses == tuple(Fraction(1, k) for k in (2, 4, 8, 8))
    assert RewardLaw.pareto(2).masses == (Fraction(7, 8), Fraction(7, 64), Fraction(1, 64))
    assert RewardLaw.pareto(2).values == (1, 2, 4)
    assert RewardLaw.bernoulli("1/4").masses == (Fraction(3, 4), Fraction(1, 4))
    law = RewardLaw.gaussian(2, "1/2", 1000)
    assert law.values == tuple(Fraction(k, 2) for k in range(-4, 5))
    weights = [round(1000 * math.exp(-float(v * v) / 2)) for v in (Fraction(k, 2) for k in range(-4, 5))]
    assert law.masses == tuple(Fraction(w, sum(weights)) for w in weights)
    assert RewardLaw.gaussian(1, 1).reference == RewardLaw.gaussian(1, 1, 1_000_000).reference
    assert RewardLaw.gaussian(1, 1).reference != RewardLaw.gaussian(1, 1, 100_000).reference
    assert RewardLaw.gaussian(9, 3, 10).values == (0,)  # weights that round to 0 are left out
    for step in (0, -1, "5/2"):
        with pytest.raises(ParameterError, match=f"^step is {step}: give a positive number, at most the reach 2$"):
            RewardLaw.gaussian(2, step)
    assert RewardLaw.gaussian(2, 2, 10).values == (-2, 0, 2)


def test_cumulative_masses_are_fractions() -> None:
    found = RewardLaw.of([3, 1, 2], ["1/2", "1/3", "1/6"]).cumulative
    assert found == (0, Fraction(1, 3), Fraction(1, 2), 1)
    assert {type(mass) for mass in found} == {Fraction}


def test_exact_powers_are_refused_by_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    class Asked(Exception):
        pass

    def ask(bits: int, count: int, what: str, instead: str) -> None:
        raise Asked(bits, count, what, instead)

    law = RewardLaw.bernoulli("1/3")
    monkeypatch.setattr(reward_law, "require", ask)
    with pytest.raises(Asked) as error:
        law.best_of_n(1000)
    bits, count, what, instead = error.value.args
    assert 1500 < bits < 2100  # 3^1000
    assert (count, what) == (2, "the exact best-of-1000 policy")
    assert instead == "a smaller n, or an enclosed real n, fits"


def test_best_of_an_enclosed_n() -> None:
    law = RewardLaw.of([0, 1, 2], ["1/3"] * 3)
    found = law.best_of_n(EnclosedReal.of(Fraction(5, 2)))
    wanted = [(k / 3) ** 2.5 - ((k - 1) / 3) ** 2.5 for k in (1, 2, 3)]
    assert [float(mass) for mass in found] == pytest.approx(wanted)


LAW = RewardLaw(Distribution.from_weights([1, 2, 0, 3, 2]), Reward.values([5, 1, 0, 5, 2]))
"""Levels 1, 2, 5 with masses 1/4, 1/4, 1/2; the highest one of two outcomes, and an outcome that cannot be drawn."""


def test_the_parts_of_a_law_by_hand() -> None:
    assert (LAW.values, LAW.masses) == ((1, 2, 5), (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)))
    assert (LAW.mean, LAW.variance, LAW.range, LAW.is_constant) == (Fraction(13, 4), Fraction(51, 16), 4, False)
    assert LAW.best_of_n(2) == (Fraction(1, 16), Fraction(3, 16), Fraction(12, 16))
    assert LAW.ratios(2) == (Fraction(1, 4), Fraction(3, 4), Fraction(3, 2))
    with working_precision(80):
        assert [float(ball.mid()) for ball in LAW.centred()] == [-2.25, -1.25, 1.75]
    assert repr(LAW) == f"RewardLaw({LAW.reference!r}, {LAW.reward!r})"
    flat = RewardLaw.of([3, 3], ["1/2", "1/2"])
    assert (flat.mean, flat.variance, flat.range, flat.is_constant) == (3, 0, 0, True)


def test_the_masses_of_a_policy_on_the_levels_leave_out_what_cannot_be_drawn() -> None:
    policy = Distribution.from_weights([1, 2, 3, 4, 5])
    assert LAW.policy_masses(policy) == (Fraction(2, 15), Fraction(5, 15), Fraction(5, 15))


def test_an_expectation_needs_a_mass_for_every_level() -> None:
    assert LAW.expectation(iter([Fraction(1, 2), 0, Fraction(1, 2)])) == 3
    for count in (2, 4):
        with pytest.raises(ParameterError) as caught:
            LAW.expectation([Fraction(1, 5)] * count)
        assert str(caught.value) == f"there are {count} masses: give one for each of the 3 levels"


def test_a_variance_is_exact_where_the_rewards_differ_by_rationals() -> None:
    """Though they are none themselves; of others it is enclosed."""
    shifted = RewardLaw.of(["log 2", "log 2 + 1", "log 2 + 3"], ["1/4", "1/4", "1/2"])
    assert shifted.variance == Fraction(27, 16)
    assert isinstance(shifted.variance, Fraction)
    assert shifted.mean == log(2) + Fraction(7, 4)
    assert shifted.range == 3
    other = RewardLaw.of([0, 1, "log 2"], ["1/4", "1/4", "1/2"])
    assert isinstance(other.variance, EnclosedReal)
    second, first = 0.25 + math.log(2) ** 2 / 2, 0.25 + math.log(2) / 2
    assert float(other.variance) == pytest.approx(second - first**2, rel=1e-14)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: RewardLaw.binomial(0), "trials is 0: it must be at least 1"),
        (lambda: RewardLaw.geometric(0), "levels is 0: it must be at least 1"),
        (lambda: RewardLaw.pareto(0), "levels is 0: it must be at least 1"),
        (lambda: RewardLaw.binomial(2, "-1/2"), "p is -1/2: give a probability, from 0 to 1"),
        (lambda: RewardLaw.bernoulli("4/3"), "p is 4/3: give a probability, from 0 to 1"),
        (lambda: LAW.best_of_n("1/2"), "n is 1/2: it must be at least 1"),
    ],
)
def test_refusals_word_for_word(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ParameterError) as caught:
        call()
    assert str(caught.value) == words


def test_laws_at_the_ends_of_their_parameters() -> None:
    assert (RewardLaw.bernoulli(0).values, RewardLaw.bernoulli(1).values) == ((0,), (1,))
    assert RewardLaw.binomial(1).masses == (Fraction(1, 2), Fraction(1, 2))
    assert RewardLaw.binomial(3, 1).values == (3,)
    assert RewardLaw.geometric(1).masses == (Fraction(1, 2), Fraction(1, 2))
    assert RewardLaw.pareto(1).masses == (Fraction(7, 8), Fraction(1, 8))
    assert RewardLaw.pareto(1).values == (1, 2)


def test_exact_powers_that_just_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for is the size of the denominator, of 3^n at n = 2; a real n asks for nothing."""
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(reward_law, "require", lambda bits, count, *_: asked.append((bits, count)))
    assert RewardLaw.bernoulli("1/3").best_of_n(2) == (Fraction(4, 9), Fraction(5, 9))
    assert asked == [(4, 2)]
    RewardLaw.bernoulli("1/3").best_of_n("5/2")
    assert asked == [(4, 2)]
