"""The enclosed level law: same levels in the same order as the exact one, masses enclosed."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, LevelLaw, LogForm, MemorylessSource, Reward, TooLarge, log
from exactalign.laws.enclosed_levels import EnclosedLevelLaw
from exactalign.numbers.enclosures import bounds_of
from exactalign.numbers.precision import working_precision
from tests.exactalign import high_precision as hp
from tests.exactalign.known_models import P
from tests.exactalign.known_models import R as GENERIC
from tests.exactalign.small_models import distributions, log_forms, rewards


@settings(max_examples=80, deadline=None)
@given(distributions(), st.data(), st.integers(0, 6), st.sampled_from([53, 64, 200]))
def test_masses_and_sums(p: Distribution, data: st.DataObject, length: int, bits: int) -> None:
    reward = data.draw(rewards(len(p)))
    levels = EnclosedLevelLaw(MemorylessSource(p, length), reward)
    truth = hp.law(p, reward, length)
    assert [levels.level_reward(i) for i in range(len(levels))] == [total for total, _ in truth]
    with working_precision(bits):
        balls = levels.balls()
    assert len(balls.mass) == len(balls.upto) == len(balls.above) == len(truth)
    upto = Fraction(0)
    for i, (_, mass) in enumerate(truth):
        upto += mass
        for ball, value in ((balls.mass[i], mass), (balls.upto[i], upto), (balls.above[i], 1 - upto)):
            low, high = bounds_of(ball)
            assert low <= value <= high
            assert high - low <= value / 2 ** (bits - 10)  # relative: no tail loses digits
    with working_precision(bits):
        for i, ball in enumerate(levels.rewards(range(len(levels)))):
            gap = bounds_of(ball)
            value = truth[i][0]
            assert gap.lower <= value <= gap.upper


@settings(max_examples=60, deadline=None)
@given(distributions(), st.data(), st.integers(0, 5), log_forms(max_terms=2))
def test_first_at_least(p: Distribution, data: st.DataObject, length: int, threshold: LogForm) -> None:
    reward = data.draw(rewards(len(p)))
    levels = EnclosedLevelLaw(MemorylessSource(p, length), reward)
    totals = [total for total, _ in hp.law(p, reward, length)]
    for goal in (threshold, totals[0], totals[-1], totals[len(totals) // 2], totals[-1] + Fraction(1, 10**30)):
        assert levels.first_at_least(goal) == sum(total < goal for total in totals)


@pytest.mark.parametrize(
    "reward", ["log 6, 0, log 2", "0, 1, 2", "log 2, 0, 1", "1, 1, 0", "5, 5, 5", "log 4, log 2, 1/2*log 2"]
)
def test_against_the_exact_law_at_moderate_lengths(reward: str) -> None:
    source = MemorylessSource(P, 40)
    exact = LevelLaw(source, Reward.parse(reward))
    levels = EnclosedLevelLaw(source, Reward.parse(reward))
    assert levels.vectors == exact.vectors
    with working_precision(100):
        balls = levels.balls()
    for ball, weight in zip(balls.mass, exact.weights, strict=True):
        value = Fraction(int(weight), int(exact.total))
        low, high = bounds_of(ball)
        assert low <= value <= high
        assert high - low <= value / 2**90
    assert all(a < b for a, b in pairwise(levels.level_reward(i) for i in range(0, len(levels), 37)))


def test_generic_or_not() -> None:
    source = MemorylessSource(P, 4)
    assert EnclosedLevelLaw(source, GENERIC).is_generic
    assert not EnclosedLevelLaw(source, Reward.parse("0, 1, 2")).is_generic
    assert EnclosedLevelLaw(source, Reward.parse("0, 1, 1")).is_generic
    assert EnclosedLevelLaw(source, Reward.parse("3, 3, 3")).is_generic
    assert len(EnclosedLevelLaw(source, GENERIC).shorter()) == 10


def test_a_higher_precision_is_kept_for_lower_ones() -> None:
    levels = EnclosedLevelLaw(MemorylessSource(P, 3), GENERIC)
    with working_precision(300):
        fine = levels.balls()
    with working_precision(60):
        assert levels.balls() is fine
    with working_precision(400):
        assert levels.balls() is not fine


def test_too_many_levels_are_refused() -> None:
    with pytest.raises(TooLarge, match="over the limit"):
        EnclosedLevelLaw(MemorylessSource(P, 10_000), GENERIC)
    with pytest.raises(TooLarge, match="over 10\\^15"):
        EnclosedLevelLaw(MemorylessSource(Distribution.uniform(6), 10**6), Reward.log_weights([1, 2, 3, 5, 7, 11]))
    with pytest.raises(TooLarge, match="enclosed law for length 200"):
        EnclosedLevelLaw(MemorylessSource(P, 200), Reward.parse("0, 1, 2"), memory=1000)


def test_what_would_fill_the_memory_or_take_minutes_is_refused_before_it_starts() -> None:
    with pytest.raises(TooLarge, match=r"enclosed law for length 3000 needs about 1\.3·10\^7 numbers .* some 2\."):
        EnclosedLevelLaw(MemorylessSource(P, 3000), GENERIC)
    levels = EnclosedLevelLaw(MemorylessSource(P, 30), GENERIC, memory=10**6)
    with working_precision(64):
        assert len(levels.balls().mass) == 496
    with working_precision(10_000), pytest.raises(TooLarge, match="over the limit of 1 MB; use fewer digits"):
        levels.balls()
    generous = EnclosedLevelLaw(MemorylessSource(P, 30), GENERIC, memory=10**12)
    with working_precision(10**6), pytest.raises(TooLarge, match="would take minutes"):
        generous.balls()


def test_long_sequences_of_two_outcomes() -> None:
    levels = EnclosedLevelLaw(MemorylessSource(Distribution.from_weights([1, 2]), 2000), Reward.values([log(2), 0]))
    with working_precision(80):
        low, high = bounds_of(levels.balls().mass[2000])
    assert low <= Fraction(1, 3**2000) <= high
    assert high - low <= low / 2**70
