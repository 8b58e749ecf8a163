"""Comparisons against brute force over all sequences, and what is decided at their edges."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import (
    Distribution,
    LogForm,
    MemorylessSource,
    Reward,
    best_of_n,
    kl_divergence,
    log,
    oo,
    total_variation,
)
from exactalign.exceptions import ParameterError, Undecided
from exactalign.policies.side_by_side import Omitted, SideBySide, match_best_of_n
from exactalign.policies.tilting import tilt
from tests.exactalign.known_models import P, R

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
    found = SideBySide(MemorylessSource(p, length), reward, n, alpha=alpha)
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
    exact = SideBySide(MemorylessSource(P, 12), R, 5, alpha=1)
    assert exact._tilt_quantiles(GOALS, exact.alpha) == exact.reward_quantiles(GOALS)[1]


def test_a_quantile_on_a_boundary_is_decided() -> None:
    fair = SideBySide(MemorylessSource(Distribution.uniform(2), 1), Reward.values([0, 1]), 1, alpha=0)
    assert [side[0] for side in fair.reward_quantiles(["1/2"])] == [0, 0]


def test_draws_at_a_tilt() -> None:
    by_alpha = SideBySide(MemorylessSource(P, 20), R, "ceil", alpha="1/2")
    assert by_alpha.n == 3
    with pytest.raises(ParameterError, match="alpha is -1"):
        SideBySide(MemorylessSource(P, 2), R, alpha=-1)
    with pytest.raises(ParameterError, match="length is 0"):
        SideBySide(MemorylessSource(P, 0), R, 2)


def test_match_best_of_n_round_trip() -> None:
    for n in (1, 2, 7, 10**9):
        delta, alignment = match_best_of_n(MemorylessSource(P, 10), R, n)
        difference = alignment.kl() - delta
        assert contains(difference, 0)
    with pytest.raises(ParameterError, match="length is 0"):
        match_best_of_n(MemorylessSource(P, 0), R, 2)
    with pytest.raises(Undecided, match="too close to Δ_max"):
        match_best_of_n(MemorylessSource(P, 20), R, 10**30)


def test_where_no_exact_law_fits_each_policy_keeps_its_own_quantiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past `EXACT_LEVELS` both sides are read from enclosures, the reference with α = 0, the tilt with its own."""
    sides = SideBySide(MemorylessSource(P, 12), R, 1, alpha=1)
    reference, tilted = sides.reward_quantiles(GOALS)
    monkeypatch.setattr("exactalign.policies.side_by_side.EXACT_LEVELS", 0)
    assert sides.reward_quantiles(GOALS) == (reference, tilted)
    assert all(mine < other for mine, other in zip(reference, tilted, strict=True))


def test_the_quantiles_that_are_shown_are_named() -> None:
    sides = SideBySide(MemorylessSource(P, 3), R, 2, alpha=1)
    shown = [q.label for q in sides.quantities(types=False) if q.key == "reward_quantile"]
    assert shown == ["1/20", "1/2", "19/20"]


def test_one_draw_is_the_reference_exactly() -> None:
    one = SideBySide(MemorylessSource(P, 3), R, 1, alpha=1)
    assert one.kl_to_reference()[0] == LogForm()
    assert isinstance(one.expected_reward()[0], LogForm)
    two = SideBySide(MemorylessSource(P, 3), R, 2, alpha=1)
    assert two.kl_to_reference()[0] > 0
    assert two.expected_reward()[0] > one.expected_reward()[0]


def test_at_the_boundary_the_other_policy_lives_on_the_best_level() -> None:
    """p² given the best outcomes against π_2: the distance is what π_2 gives all other sequences."""
    for reward, best in ((R, [(0, 0)]), (Reward.values([1, 0, 1]), [(0, 0), (0, 2), (2, 0), (2, 2)])):
        sides = SideBySide(MemorylessSource(P, 2), reward, 2, kl=5)
        assert sides.case == "beyond"
        policy = best_of_n(P**2, reward, 2)
        rest = 1 - sum(policy.probability(y) for y in best)
        assert contains(sides.total_variation(), rest)
        divergence, back = sides.kl_to_other()
        assert divergence == oo
        assert contains(back, -log(1 - rest))


def test_what_visits_every_level_is_left_out_past_the_limit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = SideBySide(MemorylessSource(P, 4), R, 2, alpha=1)
    shown = [(q.key, q.label) for q in sides.quantities()]
    assert shown == [(q.key, q.label) for q in sides.quantities(every=True)]
    assert str(sides.kl_to_other(every=False)) == str(sides.kl_to_other())
    assert sides.reward_quantiles(GOALS, every=False) == sides.reward_quantiles(GOALS)
    monkeypatch.setattr("exactalign.policies.side_by_side.MAX_VISITED", sides.level_count - 1)
    assert sides.kl_to_other(every=False)[1] is Omitted.SKIPPED
    assert set(sides.reward_quantiles(GOALS, every=False)[1]) == {Omitted.SKIPPED}
    monkeypatch.setattr("exactalign.policies.side_by_side.MAX_VISITED", sides.level_count)
    assert sides.kl_to_other(every=False)[1] is not Omitted.SKIPPED
