"""The types near a tilt: which are looked at, also where the ends of the window are balls, and how many at most."""

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from flint import arb

from exactalign import AlignedFamily, Distribution, EnclosedBestOfN, EnclosedReal, MemorylessSource, Reward, sample_size
from exactalign.exceptions import ParameterError, TooLarge
from exactalign.numbers.precision import working_precision
from exactalign.policies import near_types
from exactalign.policies.near_types import NearTypes
from tests.exactalign.known_models import COIN_FAMILY, SPACED, P, R

FAMILY = AlignedFamily(P, R)
THIRDS = [arb(1) / 3] * 3
VALUES = [arb(0), arb(1), arb(3)]
M = 12


def looked_at(low: Any, high: Any, radius: float = M) -> list[tuple[tuple[int, ...], arb]]:
    """Of all types of 12 letters with the values 0, 1 and 3, and y the total itself."""
    with working_precision(80):
        return list(NearTypes(FAMILY, 1, M)._types(THIRDS, VALUES, arb(0), arb(low), arb(high), arb(radius)))


@pytest.mark.parametrize(
    ("low", "high"), [(-1, 37), (0, 36), (5, 9), (30, 31), (1, 2), (-9, -4), (40, 50), (7.5, 7.75)]
)
@pytest.mark.parametrize("radius", [M, 3])
def test_all_types_of_a_window_and_at_most_one_past_its_end(low: float, high: float, radius: int) -> None:
    found = looked_at(low, high, radius)
    listed = [vector for vector, _ in found]
    assert len(set(listed)) == len(listed)
    assert all(y.overlaps(arb(i + 3 * j)) for (i, j), y in found)
    box = range(max(4 - radius, 0), min(4 + radius, M) + 1)
    wanted = {(i, j) for i in box for j in box if i + j <= M and low <= i + 3 * j <= high}
    assert wanted <= set(listed)
    assert all(4 - radius - 1 <= n <= 4 + radius + 1 and sum(v) <= M for v in listed for n in v)
    for past in (Counter(i for i, j in listed if i + 3 * j > high), Counter(i for i, j in listed if i + 3 * j < low)):
        assert max(past.values(), default=0) <= 1


def test_an_end_that_is_a_ball_keeps_what_lies_in_it() -> None:
    """Totals of exactly 9, between 9 − 2^−40 and 9 + 2^−40: neither above the window for sure nor below it."""
    at_end = {(i, j) for i in range(M + 1) for j in range(M + 1 - i) if i + 3 * j == 9}
    with working_precision(80):
        nine = arb(9, 2.0**-40)
    for low, high in ((nine, arb(20)), (arb(2), nine), (nine, nine)):
        assert at_end <= {vector for vector, _ in looked_at(low, high)}


def test_at_most_so_many_types_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted before: 13 counts of the letter in the middle, times one more than two past (high − low)/3."""
    monkeypatch.setattr(near_types, "MAX_TYPES", 13 * 5)
    assert looked_at(0, 10)
    monkeypatch.setattr(near_types, "MAX_TYPES", 13 * 5 - 1)
    with pytest.raises(TooLarge) as caught:
        looked_at(0, 10)
    words = "over 64 types would be looked at: use a shorter length or fewer rewards"
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("ball", "least", "floor"),
    [(arb(7.5), 0, 7), (arb(8), 0, 8), (arb(-0.5), 0, 0), (arb(-0.5), -1, -1), (arb(-7), -1, -1), (arb(3, 0.25), 0, 2)],
)
def test_a_floor_is_that_of_the_lower_end(ball: arb, least: int, floor: int) -> None:
    assert near_types._floor(ball, least) in ({floor} if ball.is_exact() else {floor - 1, floor})


@pytest.mark.parametrize("alpha", [Fraction(1), Fraction(1, 4)])
@pytest.mark.parametrize("weights", [[1, 2, 3, 4], [3, 1]])
def test_four_and_two_rewards(weights: list[int], alpha: Fraction) -> None:
    """The policy itself, from all levels of the total: with a window, and where N is too small for one."""
    family = AlignedFamily(Distribution.from_weights(weights), Reward.log_weights([1, 3, 7, 2][: len(weights)]))
    for m in (1, 9, 100)[: 5 - len(weights)]:
        near = NearTypes(family, alpha, m)
        n = sample_size(family.kl(alpha), m, "real")
        policy = EnclosedBestOfN(MemorylessSource(family.reference, m), family.reward, n)
        for mine, other in (
            (near.kl_to_tilt(), policy.kl_to_tilt(alpha)),
            (near.excess_kl(), policy.kl() - family.kl(alpha) * m),
            (near.reward_deficit(), family.expected_reward(alpha) * m - policy.expected_reward()),
            (near.overlap(), 1 - policy.total_variation_to_tilt(alpha)),
        ):
            one, two = mine.enclose(12), EnclosedReal.of(other).enclose(12)
            assert max(one.lower, two.lower) <= min(one.upper, two.upper)


@pytest.mark.parametrize(
    "family",
    [AlignedFamily(P, SPACED), AlignedFamily(P, Reward.values([1, 1, 1])), AlignedFamily(P, Reward.values([1, 2, 4]))],
)
def test_rewards_that_are_not_generic_are_refused(family: AlignedFamily) -> None:
    with pytest.raises(ParameterError) as caught:
        NearTypes(family, 1, 10)
    assert str(caught.value) == "the reward is not generic: several types have one total reward"
    for length, words in ((0, "length is 0: it must be at least 1"), (-1, "length is -1: it must be at least 1")):
        with pytest.raises(ParameterError) as caught:
            NearTypes(COIN_FAMILY, 1, length)
        assert str(caught.value) == words


def test_what_is_found_for_a_precision_serves_up_to_a_multiple_of_80_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    inner = NearTypes._summed
    monkeypatch.setattr(NearTypes, "_summed", lambda self, bits: asked.append(bits) or inner(self, bits))
    near = NearTypes(COIN_FAMILY, 1, 8)
    for bits in (40, 80, 60, 81, 160, 100, 161):
        with working_precision(bits):
            near._sums()
    assert asked == [80, 160, 240]


def test_what_is_left_out_of_a_window_is_within_the_whole_range_of_rewards() -> None:
    """Of few bits, so that it is seen: the lower two rewards are nearly one, the highest is far from both."""
    family, m = AlignedFamily(Distribution.uniform(3), Reward.parse("0, 1/10000, log 3")), 30
    policy = EnclosedBestOfN(MemorylessSource(family.reference, m), family.reward, sample_size(family.kl(1), m, "real"))
    behind = EnclosedReal.of(family.expected_reward(1) * m - policy.expected_reward()).enclose(15).midpoint
    near = NearTypes(family, 1, m)
    with working_precision(64):
        for bits in (8, 16, 20):
            found = near._summed(bits).deficit
            assert found.rad() < 33 * 0.5**bits  # no larger than it need be: 30·log 3 < 33
            assert found.overlaps(arb(float(behind)))
