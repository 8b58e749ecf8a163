"""What every policy over sequences answers: which questions are refused, in which words, and at which limits."""

from collections.abc import Callable
from fractions import Fraction
from itertools import islice, product
from math import comb
from typing import Any

import pytest

from exactalign import Distribution, LogForm, MemorylessSource, Reward, best_of_n
from exactalign.exceptions import ExactAlignError, OutcomeError, ParameterError, TooLarge
from exactalign.policies import sequence_policies
from exactalign.policies.sequence_policies import MAX_ROWS, quantile_level, refuse_rows, sequences
from tests.exactalign.known_models import P, R

BOTH = pytest.mark.parametrize("enclosed", [False, True])


def policy(length: int = 2, enclosed: bool = False) -> Any:
    return best_of_n(MemorylessSource(P, length), R, 2, enclosed=enclosed)


@BOTH
@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        (lambda p: p.probability((0,)), OutcomeError, "the sequence has 1 symbols: the source has length 2"),
        (lambda p: p.probability((0, 1, 2)), OutcomeError, "the sequence has 3 symbols: the source has length 2"),
        (lambda p: p.type_probability((1, 1, 1)), OutcomeError, "(1, 1, 1) is no type: give 3 counts that sum to 2"),
        (lambda p: p.type_probability((1, 0, 0)), OutcomeError, "(1, 0, 0) is no type: give 3 counts that sum to 2"),
        (lambda p: p.type_probability((1, 1)), OutcomeError, "(1, 1) is no type: give 3 counts that sum to 2"),
        (lambda p: p.type_probability((1, 1, 0, 0)), OutcomeError, "(1, 1, 0, 0) is no type: give 3 counts"),
        (lambda p: p.type_probability((3, -1, 0)), OutcomeError, "(3, -1, 0) is no type: give 3 counts that sum to 2"),
        (lambda p: p.type_probability((Fraction(1), 1, 0)), OutcomeError, "(Fraction(1, 1), 1, 0) is no type: give 3"),
        (lambda p: p.marginal(3), OutcomeError, "a sequence of length 2 has no 3 positions"),
        (lambda p: p.marginal(-1), ParameterError, "length is -1: it must be at least 0"),
        (lambda p: p.quantile(0), ParameterError, "level is 0: give a number strictly between 0 and 1"),
        (lambda p: p.quantile(1), ParameterError, "level is 1: give a number strictly between 0 and 1"),
        (lambda p: p.quantile("-1/2"), ParameterError, "level is -1/2: give a number strictly between 0 and 1"),
        (lambda p: p.quantile("3/2"), ParameterError, "level is 3/2: give a number strictly between 0 and 1"),
    ],
)
def test_refusals_word_for_word(
    ask: Callable[[Any], Any], error: type[ExactAlignError], words: str, enclosed: bool
) -> None:
    with pytest.raises(error) as caught:
        ask(policy(enclosed=enclosed))
    assert str(caught.value).startswith(words)


def test_levels_of_quantiles_are_strictly_between_0_and_1() -> None:
    for level in ("1e-40", "1/2", Fraction(10**40 - 1, 10**40)):
        assert quantile_level(level) == Fraction(level)


@BOTH
def test_types_and_sequences_come_in_the_order_of_their_outcomes(enclosed: bool) -> None:
    for length in (0, 1, 3):
        asked = policy(length, enclosed)
        types = [counts for counts in product(range(length, -1, -1), repeat=3) if sum(counts) == length]
        assert [counts for counts, _ in asked.by_type()] == types
        assert [sequence for sequence, _ in asked.by_sequence()] == list(product(P, repeat=length))


def held(value: Any, exact: Any) -> bool:
    """Whether a value is an exact one, or its bounds to 20 digits hold it."""
    low, high = value.enclose(20) if hasattr(value, "enclose") else (value, value)
    return bool(low <= exact <= high) and bool((high - low) * 10**19 <= abs(exact))


@BOTH
def test_what_a_type_and_a_sequence_have_by_the_definition(enclosed: bool) -> None:
    """With ties, with an outcome that cannot occur, and over all 27 sequences: by listing all pairs of them."""
    for p, reward in ((P, R), (P, Reward.values([1, 2, 1])), (Distribution.from_weights([2, 0, 1]), R)):
        asked = best_of_n(MemorylessSource(p, 3), reward, 2, enclosed=enclosed)
        masses = {y: p[y[0]] * p[y[1]] * p[y[2]] for y in product(p, repeat=3)}
        total = {y: LogForm.sum(reward[symbol] for symbol in y) for y in masses}
        for y in masses:
            below = sum((masses[x] for x in masses if total[x] < total[y]), Fraction(0))
            upto = sum((masses[x] for x in masses if total[x] <= total[y]), Fraction(0))
            expected = masses[y] * (upto + below)  # p(y)·(F≤² − F<²)/(F≤ − F<)
            assert held(asked.probability(y), expected)
            counts = tuple(y.count(symbol) for symbol in p)
            ways = comb(3, counts[0]) * comb(3 - counts[0], counts[1])
            assert held(asked.type_probability(counts), ways * expected)


def test_rows_up_to_a_limit() -> None:
    assert len(list(sequences(range(10), 2))) == 100
    for outcomes, length in ((range(10), 6), (range(MAX_ROWS), 1), (range(10**4), 0), ("a", 511)):
        sequences(outcomes, length)
    for outcomes, length, count in (
        (range(10), 7, "10000000"),
        (range(MAX_ROWS + 1), 1, "1000001"),
        (range(2), 99, str(2**99)),
        (range(2), 100, "far too many"),
        (range(2), 10**9, "far too many"),
    ):
        with pytest.raises(TooLarge) as caught:
            sequences(outcomes, length)
        advice = "over the limit of 1000000 rows: ask by level or by outcome instead"
        assert str(caught.value) == f"there are {count} sequences, {advice}"
    refuse_rows(MAX_ROWS, "types")
    for rows, told in ((10**30, str(10**30)), (10**30 + 1, "far too many")):
        with pytest.raises(TooLarge, match=f"^there are {told} types, over"):
            refuse_rows(rows, "types")


def test_types_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as there are multisets: of 3 outcomes and length 4 there are 15."""
    asked = policy(4)
    monkeypatch.setattr(sequence_policies, "MAX_ROWS", 15)
    assert len(list(asked.by_type())) == 15
    monkeypatch.setattr(sequence_policies, "MAX_ROWS", 14)
    with pytest.raises(TooLarge, match=r"^there are 15 types, over the limit of 14 rows"):
        asked.by_type()
    monkeypatch.setattr(sequence_policies, "MAX_ROWS", 81)
    assert len(list(asked.by_sequence())) == 81
    assert len(dict(asked.marginal(4).items())) == 81
    monkeypatch.setattr(sequence_policies, "MAX_ROWS", 80)
    with pytest.raises(TooLarge, match=r"^there are 81 sequences, over the limit of 80 rows"):
        asked.by_sequence()
    with pytest.raises(TooLarge, match=r"^there are 81 tuples, over the limit of 80 rows"):
        asked.marginal(4)
    assert len(dict(asked.marginal(3).items())) == 27


def test_of_many_outcomes_there_are_few_types_at_length_1_only() -> None:
    for count in (1, 2, 1500):
        flat = best_of_n(MemorylessSource(Distribution.uniform(count), 1), Reward.values([0] * count), 2)
        rows = list(islice(flat.by_type(), 3))
        assert [counts.index(1) for counts, _ in rows] == list(range(min(count, 3)))
        assert {mass for _, mass in rows} == {Fraction(1, count)}
    for count in (9_999, 10_000):
        p, flat_reward = Distribution.uniform(count), Reward.values([0] * count)
        for length in (0, 1):
            best_of_n(MemorylessSource(p, length), flat_reward, 2).by_type()
        told = "far too many" if count == 10_000 else str(comb(count + 1, 2))
        with pytest.raises(TooLarge, match=f"^there are {told} types"):
            best_of_n(MemorylessSource(p, 2), flat_reward, 2).by_type()
