"""Reward laws: their parts by level, best-of-n of real n, and what is refused."""

import math
from collections.abc import Callable
from fractions import Fraction

import pytest

from exactalign import Distribution, EnclosedReal, Reward
from exactalign.exceptions import OutcomeError, ParameterError, TooLarge
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
