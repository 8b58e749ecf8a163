"""The judges of samplers: what is no sample, how the alarm is shared, and what is told of counts and seeds."""

import math
import random
from collections.abc import Callable
from fractions import Fraction
from itertools import chain
from typing import Any

import pytest
from flint import arb

from exactalign.testing.conformance.findings import Deviation
from exactalign.testing.conformance.kinds import sampler
from exactalign.testing.conformance.kinds.sampler import SIZE
from tests.exactalign.testing.conformance.judging import FLAT, HALF, Tensor, found, in_turn, judged, raised_at


def binomial_tail(count: int, size: int, p: Fraction) -> Fraction:
    """2·min(P(X ≤ count), P(X ≥ count)), summed."""
    chance = [
        math.comb(size, k) * p.numerator**k * (p.denominator - p.numerator) ** (size - k) for k in range(size + 1)
    ]
    return Fraction(2 * min(sum(chance[: count + 1]), sum(chance[count:])), p.denominator**size)


def test_a_tail_is_told_from_above() -> None:
    assert sampler._size_of(arb("0.5", "0.25")) == "0.75"
    assert sampler._size_of(arb(10) ** -299) == "1.0e-299"
    assert sampler._size_of(arb(10) ** -301) == "less than 10^-300"


def sample(kind_of_check: str, case: Any, drawn: Any, alarm: Any = Fraction(1, 10**6)) -> Deviation | None:
    return judged("sampler", kind_of_check, case, drawn, false_alarm=alarm)


@pytest.mark.parametrize(
    ("drawn", "answer", "error"),
    [
        ([0, 1, 1], "the answer has 3 entries, not 4: [0, 1, 1]", "not a list of positions"),
        (7, "the answer is 7, not a sequence of numbers", "not a list of positions"),
        ([0, 0.5, 1, 1], "an entry 1/2", "no position of an outcome"),
        ([0, 3, 1, 1], "an entry 3", "no position of an outcome"),
        ([0, -1, 1, 1], "an entry -1", "no position of an outcome"),
        ([0, math.nan, 1, 1], "an entry None", "no position of an outcome"),
        ([0, math.inf, 1, 1], "an entry oo", "no position of an outcome"),
        ([0, 2, 1, 1], "outcome 2", "an outcome of probability 0 was drawn"),
    ],
)
def test_what_is_no_sample(drawn: Any, answer: str, error: str) -> None:
    case = ((*HALF, Fraction(0)), (*FLAT, Fraction(9)), 2, 4, 1)
    for name in ("frequencies", "zero-probabilities", "independence", "spread", "seeds"):
        assert found("sampler", name, case, drawn) == (answer, "4 positions from 0 to 2", error)
    for good in ([0, 1, 1, 0], [0.0, 1.0, 1, 0], Tensor([0, 0, 1, 1])):
        assert sample("frequencies", case, good) is None


def test_a_sampler_that_raises() -> None:
    case = (HALF, FLAT, 2, 4, 1)
    for name in ("frequencies", "independence", "spread", "seeds"):
        answer, exact, error = found("sampler", name, case, ValueError())
        assert (raised_at(answer), exact, error) == ("raised ValueError", "4 positions from 0 to 1", "no answer")


@pytest.mark.parametrize(
    ("name", "cases"), [("frequencies", 4), ("unsorted", 3), ("constant-reward", 2), ("many-draws", 2)]
)
def test_the_alarm_is_shared_among_cases_and_outcomes_and_checks(name: str, cases: int) -> None:
    """A count is told when its tail is below the alarm over 16 outcomes of each case, and over 12 checks."""
    size, count = 60, 11
    case, drawn = (HALF, FLAT, 1, size, 1), [0] * count + [1] * (size - count)
    tail = binomial_tail(count, size, Fraction(1, 2))
    edge = tail * cases * 16 * 12
    assert sample(name, case, drawn, edge * Fraction(999, 1000)) is None
    told = sample(name, case, drawn, edge * Fraction(1001, 1000))
    assert told is not None
    assert told.answer == "counts [11, 49] of 60"
    assert told.exact == "[1/2, 1/2], expected counts [30, 30]"
    words = "outcome 0 was drawn 11 times instead of about 30: a tail of 7.6e-7, alarm below 7.6e-7"
    assert (told.error, round(tail * 10**8)) == (words, 76)


def test_far_too_many_are_told_as_far_too_few_are() -> None:
    case = ((Fraction(1, 4), Fraction(3, 4)), FLAT, 1, SIZE, 1)
    told = sample("frequencies", case, [1] * SIZE)
    assert told == Deviation(
        "counts [0, 4000] of 4000",
        "[1/4, 3/4], expected counts [1000, 3000]",
        "outcome 0 was drawn 0 times instead of about 1000: a tail of less than 10^-300, alarm below 1.3e-9",
    )
    assert sample("frequencies", case, [0] * 1000 + [1] * 3000) is None
    few = sample("frequencies", ((Fraction(1, 4), Fraction(3, 4)), FLAT, 1, 400, 1), [0] * 40 + [1] * 360)
    assert few is not None
    assert few.error.startswith("outcome 0 was drawn 40 times instead of about 100: a tail of 5.1e-14, ")
    assert round(binomial_tail(40, 400, Fraction(1, 4)) * 10**15) == 51


def test_draws_that_agree_too_often() -> None:
    case = (HALF, FLAT, 1, 400, 1)
    assert sample("independence", case, [0] * 400) == Deviation(
        "200 of 200 pairs that are neighbouring agree",
        "about 100",
        "draws are not independent: a tail of 1.2e-60",
    )
    three = ((Fraction(1, 4), Fraction(3, 4)), FLAT, 1, 400, 1)
    rarely = sample("independence", three, [0, 1] * 200)
    assert rarely is not None
    assert (rarely.answer, rarely.exact) == ("0 of 200 pairs that are neighbouring agree", "about 125")


def test_the_alarm_is_shared_among_pairings() -> None:
    """Twelve checks, of this one two cases with six pairings each: the first pairing is that of neighbours."""
    size, agree, generator = 80, 33, random.Random(5)
    firsts = [generator.randrange(2) for _ in range(size // 2)]
    drawn = [x for k, one in enumerate(firsts) for x in (one, one if k < agree else 1 - one)]
    edge = binomial_tail(agree, size // 2, Fraction(1, 2)) * 12 * 2 * 6
    told = sample("independence", (HALF, FLAT, 1, size, 1), drawn, edge * Fraction(1001, 1000))
    assert told is not None
    assert told.answer == "33 of 40 pairs that are neighbouring agree"
    assert sample("independence", (HALF, FLAT, 1, size, 1), drawn, edge * Fraction(999, 1000)) is None


def test_which_draws_are_compared() -> None:
    for size in range(4, 41):
        found = {how: list(pairing(list(range(size)))) for how, pairing in sampler._PAIRINGS.items()}
        for pairs in found.values():
            assert len({*chain(*pairs)}) == 2 * len(pairs)  # no draw is in two of them
        if size % 4:
            continue
        apart = {
            "neighbouring": {1},
            "neighbouring (from the second on)": {1},
            "next but one": {2},
            "quarter a sample apart": {size // 4},
            "half a sample apart": {size // 2},
        }
        assert {how: {b - a for a, b in found[how]} for how in apart} == apart
        assert {a + b for a, b in found["mirrored"]} == {size - 1}
        assert found.keys() == {*apart, "mirrored"}
        left_out = {how: size - 2 * len(pairs) for how, pairs in found.items()}
        assert left_out.pop("neighbouring (from the second on)") == 2
        assert set(left_out.values()) == {0}


def spread(near: int, *, inside: int = 25, outside: int = 26) -> Callable[..., list[int]]:
    """A sampler whose count of the last outcome is 5 off its mean of 20 with some seeds, and 6 with others."""

    def function(p: Any, r: Any, n: int, size: int, seed: int) -> list[int]:
        count = inside if seed <= near else outside
        return [len(p) - 1] * count + [0] * (size - count)

    return function


def test_counts_vary_from_seed_to_seed_as_binomial_ones_do() -> None:
    case = ((Fraction(1, 4), Fraction(1, 4), Fraction(1, 2)), (*FLAT, Fraction(0)), 1, 40, 1)
    share = Fraction(sum(math.comb(40, k) for k in range(15, 26)), 2**40)
    about = round(share * 100)
    for near, words in ((75, "much"), (100, "little")):
        edge = binomial_tail(near, 100, share) * 12
        told = sample("spread", case, spread(near), edge * Fraction(1001, 1000))
        assert told is not None
        assert told.answer == f"{near} of 100 counts lie within 5 of 20"
        assert told.exact == f"about {about}"
        assert told.error.startswith(f"counts vary too {words} from seed to seed: a tail of ")
        assert sample("spread", case, spread(near), edge * Fraction(999, 1000)) is None
        below = sample("spread", case, spread(near, inside=15, outside=14), edge * Fraction(1001, 1000))
        assert below is not None
        assert below.answer == told.answer


def test_seeds() -> None:
    case = (HALF, FLAT, 1, 4, 1)

    def by(seeds: dict[int, list[int]]) -> Callable[..., list[int]]:
        return lambda p, r, n, size, seed: seeds[seed]

    one, other = [0, 1, 1, 0], [1, 1, 0, 0]
    assert judged("sampler", "seeds", case, by({1: one, 2: other})) is None
    assert judged("sampler", "seeds", case, by({1: one, 2: one})) == Deviation(
        "two equal samples", "different samples", "different seeds give the same draws"
    )
    assert judged("sampler", "seeds", case, in_turn(one, other, one)) == Deviation(
        "two different samples", "the same sample", "the same seed gives different draws"
    )
    for place in range(3):
        answers: list[Any] = [one, one, other]
        answers[place] = [0, 1, 1, 7]
        bad = judged("sampler", "seeds", case, in_turn(*answers))
        assert bad is not None
        assert bad.error == "no position of an outcome"

    def sorting(p: list[float], r: list[float], n: int, size: int, seed: int) -> list[int]:
        r.append(0.0)
        return one

    assert judged("sampler", "seeds", case, sorting) == Deviation(
        "the arguments were changed", "arguments as they were given", "changed in place"
    )
