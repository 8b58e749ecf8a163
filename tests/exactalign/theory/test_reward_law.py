"""Reward laws: their parts by level, best-of-n of real n, and what is refused."""

from fractions import Fraction

import pytest

from exactalign import Distribution, EnclosedReal, Reward
from exactalign.exceptions import OutcomeError, ParameterError
from exactalign.theory import RewardLaw


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
