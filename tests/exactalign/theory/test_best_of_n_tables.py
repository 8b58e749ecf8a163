"""The table of best-of-N: every cell against enumeration, exact and past the memory."""

from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, EnclosedReal, LogForm, Reward, log
from exactalign.exceptions import ParameterError
from exactalign.theory import BestOfNSummary, best_of_n_table
from exactalign.theory.best_of_n_tables import COLUMNS

MODELS = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 2)), min_size=1, max_size=3)


@settings(deadline=None, max_examples=30)
@given(MODELS, st.integers(1, 3), st.integers(1, 2))
def test_every_column_is_what_enumeration_gives(model: list[tuple[int, int]], n: int, length: int) -> None:
    total = sum(weight for weight, _ in model)
    masses = [Fraction(weight, total) for weight, _ in model]
    sequences = list(product(range(len(model)), repeat=length))
    reference = {s: prod((masses[i] for i in s), start=Fraction(1)) for s in sequences}
    value = {s: sum(model[i][1] for i in s) for s in sequences}
    policy = dict.fromkeys(sequences, Fraction(0))
    for draws in product(sequences, repeat=n):
        best = [s for s in draws if value[s] == max(value[d] for d in draws)]
        for s in best:
            policy[s] += prod((reference[d] for d in draws), start=Fraction(1)) / len(best)
    kl = LogForm.sum([mass * log(mass / reference[s]) for s, mass in policy.items() if mass])
    reward = sum(policy[s] * value[s] for s in sequences)
    base = sum(reference[s] * value[s] for s in sequences)
    wins = sum(
        policy[a] * reference[b] * (Fraction(1, 2) if value[a] == value[b] else int(value[a] > value[b]))
        for a in sequences
        for b in sequences
    )
    p, r = Distribution.from_probabilities(masses), Reward.values([reward for _, reward in model])
    summary = BestOfNSummary(p, r, n, length)
    assert summary.kl == kl
    assert summary.bound == log(n) - Fraction(n - 1, n)
    assert summary.gap == summary.bound - kl >= 0
    assert (summary.win_rate, summary.expected_reward) == (wins, reward)
    assert summary.improvement == reward - base
    past = BestOfNSummary(p, r, n, length, memory=10**6)
    past.__dict__["_policy"] = EnclosedPolicy.of(p, r, n, length)
    for name in ("kl", "win_rate", "expected_reward"):
        low, high = EnclosedReal.of(getattr(past, name)).enclose(12)
        assert low <= EnclosedReal.of(getattr(summary, name)).enclose(12).upper
        assert high >= EnclosedReal.of(getattr(summary, name)).enclose(12).lower


class EnclosedPolicy:
    """What the summary falls back on when the exact policy is too large."""

    @staticmethod
    def of(p: Distribution, r: Reward, n: int, length: int) -> object:
        from exactalign import MemorylessSource
        from exactalign.policies.enclosed_best_of_n import EnclosedBestOfN

        return EnclosedBestOfN(MemorylessSource(p, length), r, n)


def test_past_the_memory_the_values_are_enclosed() -> None:
    p, r = Distribution.from_probabilities(["1/5", "3/10", "1/2"]), Reward.values([2, 0, 1])
    exact, enclosed = BestOfNSummary(p, r, 400, 5), BestOfNSummary(p, r, 400, 5, memory=20_000)
    assert isinstance(exact.kl, LogForm)
    assert isinstance(enclosed.kl, EnclosedReal)
    for name in ("kl", "gap", "win_rate", "expected_reward", "improvement", "kl_to_tilt"):
        mine, other = (EnclosedReal.of(getattr(summary, name)).enclose(20) for summary in (exact, enclosed))
        assert max(mine.lower, other.lower) <= min(mine.upper, other.upper), name


def test_kl_to_the_tilt_is_that_of_the_gap_in_reward() -> None:
    """KL(π‖φ) = KL(π‖p) − α·E_π r + log Z(α), the three-point identity with KL(φ‖p) the same."""
    p, r = Distribution.from_probabilities(["1/5", "3/10", "1/2"]), Reward.values([2, 0, 1])
    from exactalign import AlignedFamily

    summary = BestOfNSummary(p, r, 3)
    family = AlignedFamily(p, r)
    alpha = family.align(summary.kl).alpha
    right = family.expected_reward(alpha) * alpha - EnclosedReal.of(summary.expected_reward) * alpha
    low, high = (summary.kl_to_tilt - right).enclose(15)
    assert abs(low) < Fraction(1, 10**14)
    assert abs(high) < Fraction(1, 10**14)


@pytest.mark.parametrize("columns", [["kl", "kl"], ["x"], []])
def test_columns_that_are_refused(columns: list[str]) -> None:
    with pytest.raises(ParameterError, match="columns"):
        best_of_n_table(Distribution.uniform(2), Reward.values([0, 1]), [2], columns=columns)


def test_a_constant_reward_and_one_draw_change_nothing() -> None:
    for reward, n in ((Reward.values([1, 1]), 10**30), (Reward.values([0, 1]), 1)):
        table = best_of_n_table(Distribution.uniform(2), reward, [n], [1, 3], list(COLUMNS))
        assert table.columns[:2] == ("m", "N")
        for row in table.rows:
            assert (row[2], row[5], row[7], row[8]) == (0, Fraction(1, 2), 0, 0)


def test_one_draw_is_exact_whatever_the_memory() -> None:
    one = BestOfNSummary(Distribution.uniform(3), Reward.parse("log 2, log 3, 0"), 1, 1000, memory=1)
    assert [type(value) for value in (one.kl, one.kl_to_tilt, one.win_rate)] == [LogForm, LogForm, Fraction]
    assert (one.kl, one.kl_to_tilt, one.win_rate, one.improvement) == (0, 0, Fraction(1, 2), 0)
    assert one.expected_reward == 1000 * log(6) / 3


@pytest.mark.parametrize(
    ("lengths", "title", "first"),
    [
        ([1], "Best-of-N", "N"),
        ([3], "Best-of-N over sequences of length 3", "N"),
        ([1, 3], "Best-of-N", "m"),
        ([3, 1], "Best-of-N", "m"),
    ],
)
def test_the_title_says_the_length_where_there_is_one(lengths: list[int], title: str, first: str) -> None:
    done: list[int] = []
    table = best_of_n_table(
        Distribution.uniform(2),
        Reward.values([0, 1]),
        [2, 1],
        iter(lengths),
        columns=["win-rate"],
        on_row=lambda: done.append(len(done)),
    )
    assert (table.title, table.caption, table.columns[0]) == (title, "Divergences in nats.", first)
    sizes = [(m, n) for m in lengths for n in (2, 1)]
    assert [row[:-1] for row in table.rows] == (sizes if first == "m" else [(n,) for _, n in sizes])
    assert done == list(range(len(sizes)))


def test_sizes_that_come_one_by_one_serve_every_length() -> None:
    p, r = Distribution.uniform(2), Reward.values([0, 1])
    table = best_of_n_table(p, r, iter([1, 2]), iter([1, 2]), ["win-rate"])
    assert [row[:2] for row in table.rows] == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_refusals_word_for_word() -> None:
    p, r = Distribution.uniform(2), Reward.values([0, 1])
    names = "kl, bound, gap, win-rate, reward, improvement, kl-to-tilt"
    for columns, words in (
        (["kl", "x"], f"columns has 'x': the columns are {names}"),
        (["kl", "gap", "kl"], "columns has kl twice"),
        ([], f"columns is empty: give some of {names}"),
    ):
        with pytest.raises(ParameterError) as caught:
            best_of_n_table(p, r, [2], columns=columns)
        assert str(caught.value) == words
    for n, length, words in ((0, 1, "n is 0: it must be at least 1"), (2, 0, "length is 0: it must be at least 1")):
        for make in (BestOfNSummary, lambda *args: best_of_n_table(*args[:2], [args[2]], [args[3]])):
            with pytest.raises(ParameterError) as caught:
                make(p, r, n, length)
            assert str(caught.value) == words


def test_every_column_stands_under_its_heading() -> None:
    p, r = Distribution.from_probabilities(["1/5", "3/10", "1/2"]), Reward.values([2, 0, 1])
    table = best_of_n_table(p, r, [3], [2], list(COLUMNS))
    summary = BestOfNSummary(p, r, 3, 2)
    assert table.columns == (
        "N", "KL", "log N - (N-1)/N", "gap", "win rate", "expected reward", "improvement", "KL to the tilt",
    )  # fmt: skip
    ((size, *values),) = table.rows
    assert size == 3
    wanted = [summary.kl, summary.bound, summary.gap, summary.win_rate, summary.expected_reward, summary.improvement]
    assert values[:-1] == wanted
    assert float(values[-1]) == float(summary.kl_to_tilt) > 0
    assert best_of_n_table(p, r, [3]).columns == table.columns[:5]
    assert summary.reference_reward == 2 * Fraction(9, 10)


def test_of_single_outcomes_past_the_memory_the_values_are_enclosed() -> None:
    p, r = Distribution.from_probabilities(["1/5", "3/10", "1/2"]), Reward.values([2, 0, 1])
    exact, past = BestOfNSummary(p, r, 3000), BestOfNSummary(p, r, 3000, memory=2000)
    for name in ("kl", "win_rate", "expected_reward", "improvement", "gap"):
        assert not isinstance(getattr(exact, name), EnclosedReal)
        assert isinstance(getattr(past, name), EnclosedReal)
        low, high = getattr(past, name).enclose(20)
        assert low <= getattr(exact, name) <= high
