"""The fast best-of-N against the definition, and the paper's Table 1."""

import pickle
import re
from collections.abc import Hashable
from fractions import Fraction
from itertools import pairwise, product
from math import gcd
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exactalign import (
    BestOfN,
    Distribution,
    LogForm,
    MemorylessSource,
    Reward,
    best_of_n,
    kl_divergence,
    log,
    win_rate,
)
from exactalign.exceptions import ExactAlignError, NotExactError, OutcomeError, ParameterError, TooLarge, WrongKind
from exactalign.numbers.memory import integer_bytes, power_bits
from exactalign.policies import best_of_n as door
from exactalign.policies.sequence_policies import MAX_ROWS, refuse_rows
from tests.exactalign import brute_force
from tests.exactalign.known_models import P as TABLE_P
from tests.exactalign.known_models import R as TABLE_R
from tests.exactalign.small_models import REWARD_KINDS, distributions, models, rewards


def ranks(reward: Reward, sequences: Any) -> dict[Hashable, int]:
    """Rank sequences by exact total reward, by comparing log forms pairwise."""
    totals = {s: LogForm.sum(reward[symbol] for symbol in s) for s in sequences}
    return {s: sum(other < total for other in totals.values()) for s, total in totals.items()}


def check_against_definition(p: Distribution, reward: Reward, length: int, n: int) -> None:
    policy = best_of_n(MemorylessSource(p, length), reward, n)
    reference = brute_force.sequences(dict(p.items()), length)
    rank = ranks(reward, reference)
    expected = brute_force.best_of_n(reference, rank, n)

    assert {s: policy.probability(s) for s in expected} == expected
    assert dict(policy.by_sequence()) == expected
    assert policy.distribution() == Distribution(expected)
    types = brute_force.by_type(expected, p.outcomes)
    assert dict(policy.by_type()) == types
    assert {t: policy.type_probability(t) for t in types} == types

    levels = list(policy.by_level())
    assert all(low < high for (low, _), (high, _) in pairwise(levels))
    by_rank: dict[int, Fraction] = {}
    for s, mass in expected.items():
        if reference[s]:
            by_rank[rank[s]] = by_rank.get(rank[s], Fraction(0)) + mass
    assert [mass for _, mass in levels] == [by_rank[k] for k in sorted(by_rank)]
    reached = {rank[s]: LogForm.sum(reward[y] for y in s) for s in reference if reference[s]}
    assert [level for level, _ in levels] == [reached[k] for k in sorted(reached)]

    for size in range(1, length + 1):
        law = brute_force.marginal(expected, range(size))
        assert dict(policy.marginal(size).items()) == law
        assert brute_force.marginal(expected, range(length - size, length)) == law  # exchangeable
    if length:
        means = {o: sum(t[i] * mass for t, mass in types.items()) / length for i, o in enumerate(p.outcomes)}
        assert dict(policy.expected_type().items()) == means
        assert policy.marginal(1) == policy.expected_type()
    totals = (LogForm.sum(reward[y] for y in s) * mass for s, mass in expected.items())
    assert policy.expected_reward() == LogForm.sum(totals)
    assert policy.kl() == LogForm.sum(log(mass / reference[s]) * mass for s, mass in expected.items() if mass)
    assert policy.kl() == kl_divergence(policy, MemorylessSource(p, length))
    assert policy.win_rate() == brute_force.win_rate(expected, reference, rank)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(models(max_tuples=2000))
@example((Distribution.uniform(1), Reward.values([5]), 1, 1))
@example((Distribution.uniform(1), Reward.values([5]), 0, 3))
@example((Distribution.from_weights([0, 1, 2]), Reward.parse("log 6, 0, 0"), 2, 2))
@example((Distribution.from_weights([0, 1]), Reward.parse("log 6, 1"), 3, 2))
@example((TABLE_P, TABLE_R, 2, 1))
@example((TABLE_P, TABLE_R, 1, 4))
@example((TABLE_P, Reward.log_weights([9, 1, 3]), 2, 3))
@example((TABLE_P, Reward.values(["0.3", "0.1", "0.2"]), 3, 2))
@example((Distribution.uniform(4), Reward.log_weights([1, 2, 3, 6]), 2, 2))
@example((Distribution.uniform(4), Reward.log_weights([4, 6, 9, 1]), 2, 2))
@example((Distribution.uniform(4), Reward.parse("0, 1/2, log 2, 1/2 + log 2"), 2, 2))
@example((Distribution.uniform(3), Reward.values([0, 1, 10**40]), 3, 2))
def test_sequences_agree_with_the_definition(model: tuple[Distribution, Reward, int, int]) -> None:
    check_against_definition(*model)


@pytest.mark.slow
@pytest.mark.parametrize("kind", REWARD_KINDS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_kind_of_lattice(kind: str, data: st.DataObject) -> None:
    check_against_definition(*data.draw(models(max_tuples=800, kind=kind, min_length=2)))


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_one_shot_agrees_with_the_definition(data: st.DataObject) -> None:
    p = data.draw(distributions())
    reward = data.draw(rewards(len(p)))
    n = data.draw(st.integers(1, 4))
    probabilities = dict(p.items())
    rank = {y: sum(reward[x] < reward[y] for x in p) for y in p}
    policy = best_of_n(p, reward, n)
    assert dict(policy.items()) == brute_force.best_of_n(probabilities, rank, n)
    assert win_rate(policy, p, reward) == brute_force.win_rate(dict(policy.items()), probabilities, rank)
    assert best_of_n(MemorylessSource(p, 1), reward, n).marginal() == policy


def test_table_1() -> None:
    policy = best_of_n(MemorylessSource(TABLE_P, length=2), TABLE_R, n=2)
    printed = {
        (0, 0): "49/625", (0, 1): "21/250", (0, 2): "43/250",
        (1, 0): "21/250", (1, 1): "81/10000", (1, 2): "9/125",
        (2, 0): "43/250", (2, 1): "9/125", (2, 2): "103/400",
    }  # fmt: skip
    assert dict(policy.by_sequence()) == {s: Fraction(text) for s, text in printed.items()}
    assert policy.expected_type()[0] == Fraction(209, 625)
    assert policy.marginal(1)[0] == Fraction(209, 625)
    assert policy.win_rate() == Fraction(657809, 1000000)


@pytest.mark.parametrize("length", [0, 1, 2, 7, 30])
@pytest.mark.parametrize("reward", [Reward.log_weights([9, 1, 3]), Reward.values(["0.3", "0.1", "0.2"])])
def test_exact_ties_give_2m_plus_1_levels(length: int, reward: Reward) -> None:
    assert len(best_of_n(MemorylessSource(TABLE_P, length), reward, 3).levels) == 2 * length + 1


def test_generic_rewards_give_the_types() -> None:
    policy = best_of_n(MemorylessSource(TABLE_P, 20), TABLE_R, 3)
    assert len(policy.levels) == len(list(policy.by_type())) == 231


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_long_sequences_keep_the_identities(data: st.DataObject) -> None:
    p = data.draw(distributions(max_outcomes=3))
    reward = data.draw(rewards(len(p)))
    length, n = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 50))
    policy = best_of_n(MemorylessSource(p, length), reward, n)
    assert sum(mass for _, mass in policy.by_level()) == 1
    assert sum(mass for _, mass in policy.by_type()) == 1
    assert policy.expected_reward() == policy.expected_type().expectation(reward) * length
    assert LogForm.sum(level * mass for level, mass in policy.by_level()) == policy.expected_reward()
    assert policy.kl() >= 0
    assert policy.kl() <= log(n) - Fraction(n - 1, n)  # Theorem 3.1 of Beirami et al.
    assert Fraction(1, 2) <= policy.win_rate() <= Fraction(n, n + 1)


def test_the_policy_depends_on_the_order_of_rewards_only() -> None:
    policy = best_of_n(TABLE_P, TABLE_R, 5)
    assert best_of_n(TABLE_P, Reward.values([10, -3, "1/7"]), 5) == policy


def test_rewards_may_be_listed_in_another_order() -> None:
    p = Distribution({"a": "1/5", "b": "3/10", "c": "1/2"})
    shuffled = Reward({"c": "log 2", "a": "log 6", "b": 0})
    assert best_of_n(p, shuffled, 2).probabilities == best_of_n(TABLE_P, TABLE_R, 2).probabilities
    policy = best_of_n(MemorylessSource(p, 2), shuffled, 2)
    assert policy.probability(("a", "a")) == Fraction(49, 625)
    assert policy.probability("aa") == Fraction(49, 625)


def test_n_1_is_the_reference() -> None:
    source = MemorylessSource(TABLE_P, 3)
    policy = best_of_n(source, TABLE_R, 1)
    assert all(mass == source.probability(s) for s, mass in policy.by_sequence())
    assert policy.kl() == 0
    assert policy.win_rate() == Fraction(1, 2)


def test_constant_reward_is_the_reference() -> None:
    policy = best_of_n(MemorylessSource(TABLE_P, 2), Reward.values([1, 1, 1]), 4)
    assert policy.distribution() == TABLE_P.power(2)
    assert len(policy.levels) == 1


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: best_of_n(TABLE_P, TABLE_R, 0), ParameterError, "n is 0"),
        (lambda: best_of_n(TABLE_P, TABLE_R, True), ParameterError, "n is True"),
        (lambda: best_of_n(TABLE_P, TABLE_R, 2.0), NotExactError, "n is the float 2.0"),
        (lambda: best_of_n(TABLE_P, TABLE_R, -(10**5000)), ParameterError, "at least 1"),
        (lambda: best_of_n(TABLE_P, Reward.values([1, 2]), 2), OutcomeError, "2 entries but the reference has 3"),
        (lambda: best_of_n(TABLE_P, Reward.values([1, 2, 3], "abc"), 2), OutcomeError, "does not know outcome 0"),
        (lambda: best_of_n("p", TABLE_R, 2), OutcomeError, "not a str"),
        (lambda: best_of_n(TABLE_P, "log 6, 0, log 2", 2), OutcomeError, "Reward.parse reads text"),
        (lambda: best_of_n(MemorylessSource(TABLE_P, 2), [1, 2, 3], 2), WrongKind, "a list: give a Reward"),
        (lambda: MemorylessSource(TABLE_P, -1), ParameterError, "length is -1"),
        (lambda: _policy().probability((0,)), OutcomeError, "1 symbols"),
        (lambda: _policy().probability((0, 7)), OutcomeError, "unknown outcome 7"),
        (lambda: _policy().type_probability((1, 1, 1)), OutcomeError, "no type"),
        (lambda: _policy().type_probability((3, -1, 0)), OutcomeError, "no type"),
        (lambda: _policy().marginal(3), OutcomeError, "no 3 positions"),
        (lambda: _policy().marginal(-1), ParameterError, "at least 0"),
        (lambda: _policy(0).expected_type(), OutcomeError, "length 0"),
        (lambda: _policy(0).marginal(), OutcomeError, "a sequence of length 0 has no 1 positions"),
        (lambda: best_of_n(TABLE_P**0, TABLE_R, 2, enclosed=True).marginal(), OutcomeError, "has no 1 positions"),
        (lambda: _policy(40).by_sequence(), TooLarge, "sequences"),
        (lambda: _policy(40).marginal(20), TooLarge, "tuples"),
        (lambda: _policy(2, memory=1), TooLarge, "over the limit"),
    ],
)
def test_refusals(call: Any, error: type[ExactAlignError], said: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("rewards", "shared"), [([0, 0, 1], True), ([0, 1, 2], False)])
def test_what_is_to_be_divided_out_is_held_twice(rewards: list[int], shared: bool) -> None:
    """Of weights 1, 1, 2 the levels have 2 and 2, or 1, 1 and 2, which share nothing."""
    p, r, n = Distribution.from_weights([1, 1, 2]), Reward.values(rewards), 1000
    bits = [power_bits(upto, n) for upto in ((2, 2, 4) if shared else (1, 2, 4))]
    need = integer_bytes(3, sum(bits) * (2 if shared else 1), bits[-1], with_gcd=shared)
    assert sum(best_of_n(p, r, n, memory=need).probabilities) == 1
    with pytest.raises(TooLarge):
        best_of_n(p, r, n, memory=need - 1)


def test_marginal_keeps_the_budget_of_the_policy() -> None:
    source = MemorylessSource(TABLE_P, 60)
    policy = best_of_n(source, TABLE_R, 2, memory=10**12)
    assert policy.marginal(2).marginal(0) == policy.expected_type()
    small = best_of_n(source, TABLE_R, 2, memory=5 * 10**6)
    assert small.marginal(2) == policy.marginal(2)


def test_a_policy_is_immutable_and_copies() -> None:
    policy = _policy()
    for name in ("n", "source", "reward", "other"):
        with pytest.raises(AttributeError, match="set attribute"):
            setattr(policy, name, 1)
    with pytest.raises(AttributeError, match="set attribute"):
        policy.levels.weights = []
    with pytest.raises(AttributeError, match="set attribute"):
        policy.levels.lattice.basis = ()
    again = pickle.loads(pickle.dumps(policy))
    assert dict(again.by_sequence()) == dict(policy.by_sequence())
    assert again.kl() == policy.kl()


def test_many_sequences_do_not_need_listing() -> None:
    policy = best_of_n(MemorylessSource(Distribution.uniform(6), 50), Reward.values(range(6)), 1000)
    assert len(policy.levels) == 251
    assert sum(policy.expected_type().probabilities) == 1
    assert policy.probability((5,) * 50) > Fraction(1, 6**50)


def test_all_pairs_of_outcomes_win_as_the_formula_says() -> None:
    policy = best_of_n(TABLE_P, TABLE_R, 3)
    assert win_rate(policy, TABLE_P, TABLE_R) == sum(
        policy[y] * TABLE_P[x] * Fraction(1 + (TABLE_R[y] > TABLE_R[x]) - (TABLE_R[y] < TABLE_R[x]), 2)
        for y, x in product(TABLE_P, TABLE_P)
    )


def _policy(length: int = 2, **options: Any) -> BestOfN:
    return best_of_n(MemorylessSource(TABLE_P, length), TABLE_R, 2, **options)


@given(distributions(), st.data())
def test_policy_is_in_lowest_terms(p: Distribution, data: st.DataObject) -> None:
    """The gcd is left out where it is proved to be 1: with ties, zeros, and shared factors of the weights."""
    reward, n = data.draw(rewards(len(p))), data.draw(st.integers(1, 30))
    policy = best_of_n(p, reward, n)
    assert gcd(*policy.weights) == 1
    assert policy.total == sum(policy.weights)


@given(models(), st.integers(1, 40))
def test_what_is_refused_before_ranking_would_be_refused_after_it(model: Any, n: int) -> None:
    reference, reward = model[:2]
    needs: list[int] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "_MANY", 0)
        patch.setattr(door, "require", lambda *_, need: needs.append(need))
        best_of_n(reference, reward, n)
    assert needs == sorted(needs)
    assert len(needs) == 1 + (sum(map(bool, reference.probabilities)) > 1)


def test_many_outcomes_are_refused_before_they_are_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 3000
    reference, reward = Distribution.from_weights([1] * count), Reward.values(range(count))
    monkeypatch.setattr(Reward, "ranking", None)  # it is not asked
    with pytest.raises(TooLarge, match="best-of-1000000 policy needs about 3000 numbers"):
        best_of_n(reference, reward, 10**6)


def test_a_policy_of_sequences_shows_its_levels_from_the_highest_down() -> None:
    policy = best_of_n(MemorylessSource(TABLE_P, 2), TABLE_R, 2)
    cells = re.findall("<td[^>]*>([^<]*)", str(policy._repr_html_()))
    expected = [text for level, mass in reversed(list(policy.by_level())) for text in (str(level), str(mass))]
    assert len(cells) == 12
    assert [cell.split(" ")[0] for cell in cells] == [text.split(" ")[0] for text in expected]


@pytest.mark.parametrize(
    ("rows", "count"), [(MAX_ROWS + 1, str(MAX_ROWS + 1)), (10**30 + 1, "far too many"), (None, "far too many")]
)
def test_too_many_rows_are_counted_where_that_can_be_read(rows: int | None, count: str) -> None:
    refuse_rows(MAX_ROWS, "types")
    with pytest.raises(TooLarge, match=f"there are {count} types, over the limit of {MAX_ROWS} rows"):
        refuse_rows(rows, "types")
