"""What is said of policies: their text in a session, the rows that a notebook shows, and refusals word for word."""

from fractions import Fraction
from typing import Any

import pytest

import exactalign
from exactalign import (
    AlignedFamily,
    Distribution,
    EnclosedReal,
    LogForm,
    MarkovSource,
    Reward,
    TooLarge,
    best_of_n,
    log,
)
from exactalign.exceptions import ParameterError
from exactalign.policies import exact_best_of_n
from exactalign.policies.exact_best_of_n import BOUNDS_INSTEAD, BestOfN
from exactalign.policies.tilting import TiltedDistribution
from tests.exactalign.known_models import P, R

FAMILY = AlignedFamily(P, R)
CHAIN = MarkovSource.from_rows(["1/2, 1/2", "1/4, 3/4"], length=3)
WORDS = ("AlignedFamily", "Distribution", "MarkovSource", "MemorylessSource", "Reward", "best_of_n")
STEP = Reward.values([0, 1])


@pytest.mark.parametrize(
    "value",
    [
        FAMILY,
        best_of_n(P**2, R, 2),
        best_of_n(P**2, R, 2, enclosed=True),
        best_of_n(CHAIN, STEP, 2),
        best_of_n(CHAIN, STEP, 2, enclosed=True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_text_of_an_object_makes_it_again(value: Any) -> None:
    again = eval(repr(value), {"__builtins__": {}, **{name: getattr(exactalign, name) for name in WORDS}})
    assert type(again) is type(value)
    assert again.reward == value.reward
    if not isinstance(value, AlignedFamily):
        assert (again.source, again.n) == (value.source, value.n)


def rows(value: Any) -> list[tuple[Any, ...]]:
    shown = value._shown()
    found = list(shown.rows)
    assert shown.total == len(found)
    assert all(len(row) == len(shown.columns) for row in found)
    return found


def test_long_numbers_are_told_by_their_size() -> None:
    point, reward = Distribution.from_weights([1]), Reward.values([1])
    title = best_of_n(point**10**70, reward, 10**80)._shown().title
    assert title == "Best of ~10^80 over sequences of length ~10^70, highest reward first"


def test_what_a_tilt_says_of_itself() -> None:
    tilt = FAMILY.at("1/2")
    assert isinstance(tilt, TiltedDistribution)
    masses = [tilt.probability(o) for o in P]
    pairs = ", ".join(f"{o}: {mass}" for o, mass in enumerate(masses))
    assert repr(tilt) == f"TiltedDistribution(α = 1/2: {{{pairs}}})"
    assert tilt._shown().title == "The reference tilted with α = 1/2"
    assert [row[0] for row in rows(tilt)] == [0, 1, 2]
    assert repr(FAMILY.at(log(2) / 3)).startswith("TiltedDistribution(α = 1/3*log(2): {0: ")
    for count in (10, 11):
        many = AlignedFamily(Distribution.uniform(count), Reward.values(list(range(count)))).at("1/2")
        assert repr(many).count(": ") == 1 + 10
        assert repr(many).endswith(", …})") is (count == 11)


def test_what_a_family_says() -> None:
    assert FAMILY._shown().notes == ("α(Δ) exists for 0 ≤ Δ < log(5)",)
    assert rows(FAMILY) == [(0, Fraction(1, 5), log(6)), (1, Fraction(3, 10), log(1)), (2, Fraction(1, 2), log(2))]
    flat = AlignedFamily(P, Reward.values([1, 1, 1]))
    assert flat._shown().notes == ("the reward is constant: every tilt is the reference",)


def test_what_an_optimum_says() -> None:
    inside, past = FAMILY.align("11/100"), FAMILY.align(5)
    flat = AlignedFamily(P, Reward.values([1, 1, 1])).align(1)
    assert inside.kl_max == past.kl_max == FAMILY.kl_max == log(5)
    assert inside.alpha is not None
    assert repr(inside) == f"<Alignment: tilt, α = {inside.alpha}, unique, {inside.policy!r}>"
    assert repr(past) == f"<Alignment: beyond, unique, {past.policy!r}>"
    assert repr(flat) == f"<Alignment: constant-reward, not unique, {P!r}>"
    said = dict(rows(past))
    assert said == {
        "case": "beyond",
        "α": "none exists",
        "KL from the reference": log(5),
        "expected reward": log(6),
        "Δ_max": log(5),
        "the only optimum": "yes",
        "φ(0)": 1,
        "φ(1)": 0,
        "φ(2)": 0,
    }
    said = dict(rows(flat))
    assert (said["α"], said["KL from the reference"], said["the only optimum"]) == (None, 0, "no")
    assert dict(rows(inside))["α"] is inside.alpha
    for count, notes in (
        (20, ()),
        (21, ("… 1 more outcomes: see the policy",)),
        (1020, ("… 1,000 more outcomes: see the policy",)),
    ):
        many = AlignedFamily(Distribution.uniform(count), Reward.values([0] * (count - 1) + [1])).align(99)
        assert sum(row[0].startswith("φ(") for row in rows(many)) == 20
        assert many._shown().notes == notes


def test_what_best_of_n_says() -> None:
    exact = best_of_n(P**2, R, 2)
    assert exact._shown().title == "Best of 2 over sequences of length 2, highest reward first"
    assert rows(exact) == [(total, mass) for total, mass in exact.by_level()][::-1]
    bounds = best_of_n(P**2, R, "5/2")
    assert bounds._shown().title == "Best of N = 5/2 over sequences of length 2, enclosed"
    assert rows(bounds) == rows(FAMILY)
    chain = best_of_n(CHAIN, STEP, 2, enclosed=True)
    assert chain._shown().title == "Best of N = 2 over 3 symbols of a Markov chain, enclosed"
    said = {name: EnclosedReal.of(value).enclose(20) for name, value in rows(chain)}
    whole = best_of_n(CHAIN, STEP, 2)
    exactly = (whole.expected_reward(), whole.kl(), LogForm(whole.win_rate()))
    for name, value in zip(said, exactly, strict=True):
        assert said[name].lower <= value <= said[name].upper
    assert list(said) == ["expected total reward", "KL from the chain", "win rate against the chain"]


def test_why_a_policy_is_too_large_in_words() -> None:
    def told(call: Any) -> str:
        with pytest.raises(TooLarge) as error:
            call()
        return str(error.value)

    coin = Distribution.from_weights([1, 3])
    for source, reward, count, what in (
        (coin, STEP, 2, "the exact best-of-1000000000 policy"),
        (coin**1, STEP, 2, "the exact best-of-1000000000 policy at length 1"),
    ):
        words = told(lambda source=source, reward=reward: best_of_n(source, reward, 10**9))
        assert words.startswith(f"{what} needs about {count} numbers of 2.0·10^9 bits, some ")  # of 4^N
        assert words.endswith(f": over the limit of 1 GB; {BOUNDS_INSTEAD}")
    assert "use a smaller N or a shorter length" in told(lambda: best_of_n(CHAIN, STEP, 10**9))
    assert told(lambda: best_of_n(coin, STEP, 100, memory=100)).endswith(
        f": over the limit of 100 bytes; {BOUNDS_INSTEAD}"
    )


def test_a_policy_is_refused_before_its_law_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(*_: Any, **__: Any) -> None:
        raise AssertionError("the law is made")

    p, reward = Distribution.from_weights([1, 2, 4]), Reward.log_weights([1, 2, 3])
    monkeypatch.setattr(exact_best_of_n, "LevelLaw", made)
    with pytest.raises(TooLarge, match="the exact best-of-1000 policy at length 3000 needs about"):
        BestOfN(p**3000, reward, 1000)
    with pytest.raises(AssertionError, match="the law is made"):
        BestOfN(p**2, reward, 2)


@pytest.mark.parametrize("memory", [0, True, "1", 1.5])
def test_what_is_no_memory_is_refused_with_a_law_and_without(memory: Any) -> None:
    source = P**2
    for _ in range(2):
        with pytest.raises(ParameterError) as error:
            BestOfN(source, R, 2, memory=memory)
        assert str(error.value) == f"memory is {memory!r}: give a number of bytes, at least 1"
        BestOfN(source, R, 2)
