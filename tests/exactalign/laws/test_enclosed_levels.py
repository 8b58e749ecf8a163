"""The enclosed level law: same levels in the same order as the exact one, masses enclosed."""

from fractions import Fraction
from itertools import pairwise
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, LevelLaw, LogForm, MemorylessSource, Reward, TooLarge, log
from exactalign.laws import enclosed_levels
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


def test_limits_from_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen types of four symbols; 15·64^(3/2) = 7680."""
    assert (enclosed_levels.MAX_LEVELS, enclosed_levels.MAX_WORK, enclosed_levels.FEW_LEVELS) == (
        5_000_000, 10**11, 4096,
    )  # fmt: skip
    source = MemorylessSource(P, 4)
    monkeypatch.setattr(enclosed_levels, "MAX_LEVELS", 15)
    law = EnclosedLevelLaw(source, GENERIC)
    assert len(law) == 15
    monkeypatch.setattr(enclosed_levels, "MAX_LEVELS", 14)
    told = "length 4 gives up to 15 reward levels, over the limit of 14: use a shorter length or rewards that tie"
    with pytest.raises(TooLarge) as caught:
        EnclosedLevelLaw(source, GENERIC)
    assert str(caught.value) == told
    monkeypatch.setattr(enclosed_levels, "MAX_WORK", 15 * 512)
    with working_precision(64):
        assert len(law.balls().mass) == 15
    with working_precision(65), pytest.raises(TooLarge) as caught:
        law.balls()
    assert str(caught.value) == (
        "15 levels with 65 bits each would take minutes: use fewer digits, a shorter length, or rewards that tie"
    )


def test_what_is_asked_of_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three balls a level, of 72 bytes and, past 128 bits, the digits; and the coordinates."""
    asked: list[Any] = []
    monkeypatch.setattr(enclosed_levels, "require", lambda *given, **named: asked.append((given, named)))
    law = EnclosedLevelLaw(MemorylessSource(P, 4), GENERIC, memory=12345)
    advice = "use fewer digits, a shorter length, rewards that tie, or more memory"
    start = enclosed_levels.START_BITS
    for bits in (start, 100, 128, 129, 1000):
        if bits != start:
            asked.clear()
            with working_precision(bits):
                law.balls()
        digits = bits // 8 + 24 if bits > 128 else 0
        need = 15 * (3 * (72 + digits) + 80 + 2 * 40 + 112)
        assert asked == [((bits, 45, "the enclosed law for length 4", advice, 12345), {"need": need})]
    asked.clear()
    EnclosedLevelLaw(MemorylessSource(P, 4), Reward.parse("0, 1, 2"), memory=12345)
    (_, ((bits, count, *rest), named)) = asked
    assert (count, rest, named) == (9, ["the level law for length 4", "use a shorter length", 12345], {"copies": 3})
    assert 4 * 3.32 < bits <= 14


def test_rewards_of_few_levels_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    law = EnclosedLevelLaw(MemorylessSource(P, 4), GENERIC)
    calls: list[range] = []
    original = law._rewards

    def counted(indices: range) -> Any:
        calls.append(indices)
        return original(indices)

    monkeypatch.setattr(law, "_rewards", counted)
    for bits in (100, 80, 100):
        with working_precision(bits):
            assert len(list(law.rewards(range(2, 5)))) == 3
    assert calls == [range(15)]
    with working_precision(101):
        whole = list(law.rewards(range(15)))
        part = list(law.rewards(range(3, 6)))
    assert calls == [range(15)] * 2
    assert [str(ball) for ball in part] == [str(ball) for ball in whole[3:6]]
    for few, expected in ((15, 2), (14, 3)):
        monkeypatch.setattr(enclosed_levels, "FEW_LEVELS", few)
        with working_precision(90):
            assert len(list(law.rewards(range(1)))) == 1
        assert len(calls) == expected


def test_laws_of_up_to_four_groups() -> None:
    """Masses by tables, against the exact law, also of one group and of none that is left."""
    for weights, reward in (
        ([1], "log 2"), ([1, 2], "log 2, 0"), ([1, 0, 2], "5, 7, log 2"), ([1, 2, 3], "log 2, 0, log 3"),
        ([1, 2, 3, 5], "log 2, 0, log 3, log 5"),
    ):  # fmt: skip
        for length in (0, 1, 3):
            source = MemorylessSource(Distribution.from_weights(weights), length)
            exact, law = LevelLaw(source, Reward.parse(reward)), EnclosedLevelLaw(source, Reward.parse(reward))
            groups = sum(weight > 0 for weight in weights)
            assert (law.vectors, len(law)) == (exact.vectors, comb(length + groups - 1, groups - 1))
            with working_precision(100):
                masses = law.balls().mass
            for ball, weight in zip(masses, exact.weights, strict=True):
                low, high = bounds_of(ball)
                assert low <= Fraction(int(weight), int(exact.total)) <= high
                assert high - low < Fraction(1, 2**90)
    assert EnclosedLevelLaw(MemorylessSource(P, 3), GENERIC).shorter().source == MemorylessSource(P, 2)
