"""Estimates from draws, against all sets of draws and against best-of-N on the empirical law."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign.audit import draws as draws_module
from exactalign.audit.draws import DrawsRow, Estimate, draws_rows, draws_together, plug_in, unbiased
from exactalign.audit.samples import PromptDraws
from exactalign.exceptions import ExactAlignError, ParameterError, TooLarge
from exactalign.numbers.enclosed import EnclosedReal
from exactalign.numbers.logforms import log

Pairs = list[tuple[int, int]]
pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 2)), min_size=1, max_size=6)


def best(chosen: Pairs) -> Fraction:
    """The mean golden reward of the draws of the largest reward."""
    top = max(reward for reward, _ in chosen)
    scores = [score for reward, score in chosen if reward == top]
    return Fraction(sum(scores), len(scores))


def over_sets(items: Pairs, n: int) -> Fraction:
    """With ties inside a set shared evenly, the mean over sets is what sharing a tie among all its draws gives."""
    sets = list(combinations(items, n))
    return sum((best(list(chosen)) for chosen in sets), Fraction(0)) / len(sets)


def over_tuples(items: Pairs, n: int) -> Fraction:
    return sum((best(list(chosen)) for chosen in product(items, repeat=n)), Fraction(0)) / len(items) ** n


def jackknifed(values: list[Fraction]) -> Fraction:
    mean = sum(values, Fraction(0)) / len(values)
    return sum(((value - mean) ** 2 for value in values), Fraction(0)) * (len(values) - 1) / len(values)


@given(pairs, st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_against_all_sets_and_all_tuples(items: Pairs, n: int) -> None:
    draws = PromptDraws.of("?", [r for r, _ in items], [g for _, g in items])
    rewards = [(r, r) for r, _ in items]
    rest = [items[:i] + items[i + 1 :] for i in range(len(items))]
    for golden, data in ((True, items), (False, rewards)):
        without = rest if golden else [[(r, r) for r, _ in left] for left in rest]
        found = plug_in(draws, n, golden=golden)
        assert found.value == over_tuples(data, n)
        if len(items) > 1:
            assert found.square == jackknifed([over_tuples(left, n) for left in without])
        if n <= len(items):
            found = unbiased(draws, n, golden=golden)
            assert found.value == over_sets(data, n)
            expected = jackknifed([over_sets(left, n) for left in without]) if n < len(items) else None
            assert found.square == expected


@given(st.lists(st.integers(1, 4), min_size=2, max_size=3), st.integers(1, 3))
@settings(deadline=None, max_examples=20)
def test_the_unbiased_estimate_is_unbiased_and_the_plug_in_too_low(masses: list[int], n: int) -> None:
    """Over every sequence of four draws from a law, weighed by its probability."""
    total, outcomes = sum(masses), range(len(masses))
    values = {unbiased: Fraction(0), plug_in: Fraction(0)}
    for drawn in product(outcomes, repeat=4):
        weight = Fraction(1)
        for outcome in drawn:
            weight *= Fraction(masses[outcome], total)
        for estimate in values:
            values[estimate] += weight * estimate(PromptDraws.of("?", drawn), n).value
    below, expected = 0, Fraction(0)
    for outcome in outcomes:
        upto = below + masses[outcome]
        expected += outcome * Fraction(upto**n - below**n, total**n)
        below = upto
    assert values[unbiased] == expected
    assert values[plug_in] == expected if n == 1 else values[plug_in] < expected


@pytest.mark.parametrize("estimate", [unbiased, plug_in])
@pytest.mark.parametrize(("masses", "n"), [((1, 3), 1), ((1, 3), 2), ((1, 1, 2), 2)])
def test_what_the_squared_error_is_on_average(
    estimate: Callable[[PromptDraws, int], Estimate], masses: tuple[int, ...], n: int
) -> None:
    """Over every sequence of draws: no less than what the Efron–Stein inequality says, and for N = 1 just that."""
    total, k = sum(masses), 4

    def mean(length: int, of: Callable[[Estimate], Fraction]) -> Fraction:
        found = Fraction(0)
        for drawn in product(range(len(masses)), repeat=length):
            weight = prod(Fraction(masses[outcome], total) for outcome in drawn)
            found += weight * of(estimate(PromptDraws.of("?", drawn), n))
        return found

    def variance(length: int) -> Fraction:
        return mean(length, lambda found: found.value**2) - mean(length, lambda found: found.value) ** 2

    square = mean(k, lambda found: found.square or Fraction(0))
    assert square >= Fraction(k - 1, k) * variance(k - 1)
    if estimate is unbiased:
        assert square >= variance(k)
    if n == 1:
        assert square == variance(k) < variance(k - 1)


def test_errors_are_roots() -> None:
    draws = PromptDraws.of("?", [1, 0, 0, 1, 0])
    assert unbiased(draws, 1) == Estimate(Fraction(2, 5), Fraction(6, 25) / 4)
    error = unbiased(draws, 1).error
    assert isinstance(error, EnclosedReal)
    assert abs(error * error - Fraction(6, 100)) < Fraction(1, 10**20)
    assert Estimate(Fraction(0), Fraction(4, 9)).error == Fraction(2, 3)
    for square in (Fraction(4, 8), Fraction(5, 9), Fraction(4, 7)):  # one of the two, or neither, is a square
        error = Estimate(Fraction(0), square).error
        assert isinstance(error, EnclosedReal)
        assert abs(error * error - square) < Fraction(1, 10**20)
    assert unbiased(PromptDraws.of("?", [1, 1]), 1).error == 0


def test_rows_say_what_is_missing() -> None:
    few = PromptDraws.of("?", [1, 0, 2])
    two, three, four = draws_rows(few, [2, 3, 4])
    assert (two.problem, three.problem) == ("", "the standard error for N = 3 needs 4 draws")
    assert three.unbiased == Estimate(Fraction(2), None)
    assert (four.unbiased, four.problem[:22]) == (None, "N = 4 needs 4 draws, a")
    many = PromptDraws.of("!", [0, 0, 0, 4])
    rows = [row for item in (few, many) for row in draws_rows(item, [2, 3])]
    both, one = draws_together(rows, [2, 3], "all")
    assert both.unbiased is not None
    assert both.unbiased.value == (Fraction(5, 3) + 2) / 2
    assert one.unbiased == unbiased(many, 3)  # the other prompt has a problem there
    assert both.unbiased.square == ((unbiased(few, 2).square or 0) + (unbiased(many, 2).square or 0)) / 4


def test_what_is_refused() -> None:
    draws = PromptDraws.of("?", [1, 2])
    few = "n is {}, but there are 2 draws: give 1 to 2, or use the plug-in"
    for call, message in (
        (lambda: unbiased(draws, 3), few.format(3)),
        (lambda: unbiased(draws, 0), few.format(0)),
        (lambda: plug_in(draws, 0), "n is 0: give a whole number from 1"),
        (lambda: unbiased(draws, 1, golden=True), "prompt '?' has no golden rewards"),
        (lambda: plug_in(draws, 1, golden=True), "prompt '?' has no golden rewards"),
    ):
        with pytest.raises(ParameterError) as error:
            call()
        assert str(error.value) == message
    with pytest.raises(TooLarge) as large:
        plug_in(draws, 10**9)
    assert str(large.value) == (
        "best of 1000000000 from 2 draws needs 4.0e+09 bits of exact integers (the limit is 2.1e+09): give a smaller N"
    )
    with pytest.raises(ExactAlignError):
        PromptDraws.of("?", [1, 2], [1])


def test_the_limit_of_integers_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two draws, best of 3: 2·3·2 bits."""
    two = PromptDraws.of("?", [1, 2])
    monkeypatch.setattr(draws_module, "_LARGEST", 12)
    assert plug_in(two, 3).value == Fraction(15, 8)
    assert unbiased(two, 2).value == 2
    monkeypatch.setattr(draws_module, "_LARGEST", 11)
    with pytest.raises(TooLarge, match="best of 3 from 2 draws"):
        plug_in(two, 3)
    monkeypatch.setattr(draws_module, "_LARGEST", 7)
    with pytest.raises(TooLarge, match="best of 2 from 2 draws"):
        unbiased(two, 2)
    four = PromptDraws.of("?", [1, 2, 3, 4])  # a draw's number has three bits, however large N is
    for draws, n, bits in ((two, 4, 16), (four, 2, 24)):
        monkeypatch.setattr(draws_module, "_LARGEST", bits)
        plug_in(draws, n)
        monkeypatch.setattr(draws_module, "_LARGEST", bits - 1)
        with pytest.raises(TooLarge, match=f"best of {n} from {len(draws.rewards)} draws"):
            plug_in(draws, n)
    with pytest.raises(TooLarge, match="best of 2 from 4 draws"):
        unbiased(four, 2)


def test_each_column_is_the_estimate_of_its_name() -> None:
    draws = PromptDraws.of("?", [1, 0, 2, 0], [5, 1, 3, 2])
    for n, row in zip((1, 3, 4), draws_rows(draws, [1, 3, 4]), strict=True):
        assert (row.prompt, row.n, row.draws, row.kl_bound) == ("?", n, 4, log(n) - Fraction(n - 1, n))
        assert row.mean == unbiased(draws, 1)
        assert row.mean_golden == unbiased(draws, 1, golden=True)
        assert row.unbiased == unbiased(draws, n)
        assert row.plug_in == plug_in(draws, n)
        assert row.golden == unbiased(draws, n, golden=True)
        assert row.problem == ("" if n < 4 else "the standard error for N = 4 needs 5 draws")
    (five,) = draws_rows(draws, [5])
    assert five.problem == "N = 5 needs 5 draws, and 6 for a standard error: 4 are there"
    assert (five.mean, five.mean_golden) == (unbiased(draws, 1), unbiased(draws, 1, golden=True))
    assert five.unbiased is five.plug_in is five.golden is None
    (plain,) = draws_rows(PromptDraws.of("!", [1, 0]), [1])
    assert plain.golden is plain.mean_golden is None


def test_means_over_prompts() -> None:
    one, other = PromptDraws.of("?", [1, 0, 2], [3, 1, 1]), PromptDraws.of("!", [0, 0, 0, 4], [1, 2, 3, 4])
    rows = [row for item in (one, other) for row in draws_rows(item, [2, 1])]
    two, single = draws_together(rows, [2, 1], "all")
    for n, row in ((2, two), (1, single)):
        assert (row.prompt, row.n, row.draws, row.problem) == ("all", n, 7, "")
        assert row.kl_bound == log(n) - Fraction(n - 1, n)
        for name, estimate in (
            ("mean", lambda d, n: unbiased(d, 1)),
            ("unbiased", unbiased),
            ("plug_in", plug_in),
            ("mean_golden", lambda d, n: unbiased(d, 1, golden=True)),
            ("golden", lambda d, n: unbiased(d, n, golden=True)),
        ):
            first, second = estimate(one, n), estimate(other, n)
            wanted = Estimate((first.value + second.value) / 2, (first.square + second.square) / 4)  # type: ignore[operator]
            assert getattr(row, name) == wanted
    plain = draws_rows(PromptDraws.of("=", [1, 0, 2]), [2])
    (mixed,) = draws_together([*rows, *plain], [2], "all")
    assert mixed.draws == 10
    assert mixed.golden is mixed.mean_golden is None  # one prompt has none
    assert mixed.unbiased is not None
    assert draws_together(draws_rows(one, [4]), [4], "all") == []


def test_a_mean_without_errors_is_none() -> None:
    known, bare = Estimate(Fraction(1), Fraction(1, 4)), Estimate(Fraction(3), None)
    for pair, wanted in (((known, known), Estimate(Fraction(1), Fraction(1, 8))), ((known, bare), None)):
        rows = [DrawsRow("?", 1, 2, log(1), mean=mean) for mean in pair]
        assert draws_together(rows, [1], "all")[0].mean == wanted
