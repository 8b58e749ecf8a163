"""Comparisons against brute force over all sequences, and what is decided at their edges."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, MemorylessSource, Reward, best_of_n, kl_divergence, total_variation
from exactalign.exceptions import ParameterError, Undecided
from exactalign.policies.comparisons import Comparison, match_best_of_n
from exactalign.policies.tilting import tilt

P = Distribution.from_probabilities(["1/5", "3/10", "1/2"])
R = Reward.parse("log 6, 0, log 2")
GOALS = [Fraction(1, 20), Fraction(1, 2), Fraction(19, 20)]


def contains(value: Any, exact: Any) -> bool:
    """Whether the value's enclosure to 20 digits holds an exact number."""
    low, high = value.enclose(20) if hasattr(value, "enclose") else (value, value)
    return bool(low <= exact <= high)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=3),
    st.lists(st.integers(1, 4), min_size=3, max_size=3),
    st.integers(1, 3),
    st.integers(1, 4),
    st.integers(0, 2),
)
def test_every_quantity_by_brute_force(weights: list[int], rewards: list[int], length: int, n: int, alpha: int) -> None:
    p = Distribution.from_weights(weights)
    reward = Reward.log_weights(rewards[: len(weights)])
    phi = tilt(p, reward, alpha)
    assert isinstance(phi, Distribution)
    policy = best_of_n(MemorylessSource(p, length), reward, n)
    mine = Distribution(dict(policy.by_sequence()))
    other, base = phi.power(length), p.power(length)
    found = Comparison(MemorylessSource(p, length), reward, n, alpha=alpha)
    assert contains(found.kl_to_reference()[0], kl_divergence(mine, base))
    assert contains(found.kl_to_reference()[1], kl_divergence(other, base))
    assert contains(found.kl_to_other()[0], kl_divergence(mine, other))
    assert contains(found.kl_to_other()[1], kl_divergence(other, mine))
    assert contains(found.total_variation(), total_variation(mine, other))
    for law, mean in zip((mine, other), found.expected_reward(), strict=True):
        assert contains(mean, law.expectation(reward.of_sequence))
    counts = found.expected_counts()
    for outcome in p.outcomes:
        for law, side in zip((mine, other), counts, strict=True):
            assert contains(side[outcome], law.expectation(lambda y, o=outcome: Fraction(y.count(o))))
    quantiles = found.reward_quantiles(GOALS)
    for law, values in zip((mine, other), quantiles, strict=True):
        for goal, value in zip(GOALS, values, strict=True):
            assert law.probability(lambda y, v=value: reward.of_sequence(y) <= v) >= goal
            assert law.probability(lambda y, v=value: reward.of_sequence(y) < v) < goal


def test_tilt_quantiles_by_enclosures_agree_with_exact_ones() -> None:
    exact = Comparison(MemorylessSource(P, 12), R, 5, alpha=1)
    assert exact._tilt_quantiles(GOALS) == exact.reward_quantiles(GOALS)[1]


def test_a_quantile_on_a_boundary_is_decided() -> None:
    fair = Comparison(MemorylessSource(Distribution.uniform(2), 1), Reward.values([0, 1]), 1, alpha=0)
    assert [side[0] for side in fair.reward_quantiles(["1/2"])] == [0, 0]


def test_draws_at_a_tilt() -> None:
    by_alpha = Comparison(MemorylessSource(P, 20), R, "ceil", alpha="1/2")
    assert by_alpha.n == 3
    with pytest.raises(ParameterError, match="alpha is -1"):
        Comparison(MemorylessSource(P, 2), R, alpha=-1)
    with pytest.raises(ParameterError, match="length is 0"):
        Comparison(MemorylessSource(P, 0), R, 2)


def test_match_best_of_n_round_trip() -> None:
    for n in (1, 2, 7, 10**9):
        delta, alignment = match_best_of_n(MemorylessSource(P, 10), R, n)
        difference = alignment.kl() - delta
        assert contains(difference, 0)
    with pytest.raises(Undecided, match="too close to Δ_max"):
        match_best_of_n(MemorylessSource(P, 20), R, 10**30)
