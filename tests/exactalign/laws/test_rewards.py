"""Rewards: reading, exact ranking, the alignment distribution, and refusals."""

import copy
import pickle
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import Distribution, LogForm, Reward, log
from exactalign.exceptions import ExactAlignError, LogFormError, NotExactError, OutcomeError, WrongKind
from exactalign.laws.rewards import groups_by_reward, matched
from tests.exactalign.known_models import R
from tests.exactalign.small_models import distributions, log_forms, rewards


def test_ways_to_build() -> None:
    assert R == Reward.log_weights([6, 1, 2]) == Reward.values([log(6), 0, "log 2"])
    assert Reward({"a": 1, "b": "1/2 + log 3"})["b"] == log(3) + Fraction(1, 2)
    assert Reward.parse("1, 2", "ab").outcomes == ("a", "b")
    assert Reward.values({"x": 1}.values(), ["x"])("x") == 1
    q = Distribution.from_probabilities(["2/3", "1/9", "2/9"])
    assert Reward.log_of(q).alignment() == q


@given(st.data())
def test_ranking_is_the_exact_order(data: st.DataObject) -> None:
    reward = data.draw(st.integers(1, 6).flatmap(rewards))
    ranking = reward.ranking()
    assert sorted(y for group in ranking for y in group) == list(reward)
    assert all(reward[y] == reward[group[0]] for group in ranking for y in group)
    heights = [reward[group[0]] for group in ranking]
    assert all(low < high for low, high in pairwise(heights))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_rationals_are_whole_multiples_of_one_over_the_smallest_denominator(data: st.DataObject) -> None:
    reward = data.draw(rewards(4))
    found = reward.multiples()
    assert (found is None) == any(not value.is_rational for _, value in reward.items())
    if found is not None:
        whole, denominator = found
        assert list(whole) == list(reward.outcomes)
        assert all(type(number) is int and reward[o] == Fraction(number, denominator) for o, number in whole.items())
        assert denominator == min(
            d
            for d in range(1, denominator + 1)
            if all((value * d).constant.denominator == 1 for _, value in reward.items())
        )


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_groups_are_the_possible_outcomes_of_one_reward(data: st.DataObject) -> None:
    p, reward = data.draw(distributions(4, 4)), data.draw(rewards(4))
    groups, masses = groups_by_reward(reward, p)
    assert sorted(o for group in groups for o in group) == list(p.support)
    assert masses == [sum(p.weights[p.index(o)] for o in group) for group in groups]
    levels = [reward[group[0]] for group in groups]
    assert all(reward[o] == level for group, level in zip(groups, levels, strict=True) for o in group)
    assert all(below < above for below, above in pairwise(levels))


@given(distributions(1, 6, zeros=False))
def test_logarithms_of_a_law_are_ranked_as_its_masses(q: Distribution) -> None:
    reward = Reward.log_of(q)
    assert reward.ranking() == Reward(dict(reward.items())).ranking()


def test_ranking_tells_nearly_equal_rewards() -> None:
    tiny = Fraction(1, 10**300)
    reward = Reward.values([log(2) + tiny, log(2), log(4) / 2, log(2) - tiny])
    assert reward.ranking() == ((3,), (1, 2), (0,))


@pytest.mark.slow
@settings(max_examples=30)
@given(st.lists(log_forms(max_terms=2), min_size=1, max_size=4))
def test_coordinates_rebuild_the_values(values: list[LogForm]) -> None:
    reward = Reward.values(values)
    base, vectors = reward.coordinates()
    for value, (constant, *entries) in zip(values, vectors, strict=True):
        assert LogForm(constant, [(c, int(a)) for c, a in zip(entries, base, strict=True)]) == value
    assert all((u == v) == (a == b) for u, a in zip(vectors, values, strict=True)
               for v, b in zip(vectors, values, strict=True))  # fmt: skip


@given(distributions(zeros=False))
def test_log_of_and_alignment_are_inverse(q: Distribution) -> None:
    assert Reward.log_of(q).alignment() == q
    shifted = Reward({y: value + Fraction(7, 3) + log(5) for y, value in Reward.log_of(q).items()})
    assert shifted.alignment() == q


@given(st.data())
def test_sequences_add_up(data: st.DataObject) -> None:
    reward = data.draw(rewards(3))
    sequence = data.draw(st.lists(st.integers(0, 2), max_size=6))
    assert reward.of_sequence(sequence) == LogForm.sum(reward[y] for y in sequence)


def test_equality_hash_and_copies() -> None:
    other = Reward({2: "log 2", 0: "log 3 + log 2", 1: "log 1"})
    assert other == R
    assert hash(other) == hash(R)
    assert Reward.values([1, 2, 3]) != R
    assert R != "R"
    assert R.restricted([2, 0]).outcomes == (2, 0)
    for again in (pickle.loads(pickle.dumps(R)), copy.copy(R), copy.deepcopy(R)):
        assert again == R
        assert again.outcomes == R.outcomes
    assert repr(R) == "Reward.parse('log(6), 0, log(2)')"
    named = Reward({"a": log(6), (1, "b"): Fraction(1, 3), "c": 0})
    assert eval(repr(named)) == named
    assert repr(Reward({f"x{i}": 1 for i in range(20)})).endswith("'x19': '1'})")
    assert repr(Reward({f"x{i}": 1 for i in range(21)})).endswith("'x19': '1', …})")
    assert R._repr_latex_() == r"$\left(\log 6, 0, \log 2\right)$"


def test_immutable() -> None:
    for name in ("values", "outcomes", "other"):
        with pytest.raises(AttributeError):
            setattr(R, name, 1)
    with pytest.raises(TypeError):
        R[0] = 1  # type: ignore[index]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: Reward.values([0.5]), NotExactError, "reward of 0 is the float 0.5"),
        (lambda: Reward.log_weights([1.0]), NotExactError, "argument of log"),
        (lambda: Reward.log_weights([0, 1]), LogFormError, "log(0)"),
        (lambda: Reward.log_weights([-2]), LogFormError, "log(-2)"),
        (lambda: Reward.log_weights({"a": 2}), ExactAlignError, "not a dict"),
        (lambda: Reward.values([]), OutcomeError, "at least one outcome"),
        (lambda: Reward({}), OutcomeError, "at least one outcome"),
        (lambda: Reward([1, 2]), OutcomeError, "Reward.values"),
        (lambda: Reward.values([1, 2], "a"), OutcomeError, "1 outcome but 2 rewards"),
        (lambda: Reward.values([1, 2], "aa"), OutcomeError, "'a' is given twice"),
        (lambda: Reward.values([1, 2], [[1], [2]]), OutcomeError, "hashable"),
        (lambda: Reward.parse("1,,2"), LogFormError, "empty"),
        (lambda: Reward.parse(""), LogFormError, "empty"),
        (lambda: Reward.parse("log x"), LogFormError, "cannot read"),
        (lambda: Reward.parse(["log 6"]), WrongKind, "a list: give a str"),
        (lambda: R[3], OutcomeError, "does not know outcome 3"),
        (lambda: R[[0]], OutcomeError, "does not know outcome [0]"),
        (lambda: R.of_sequence((0, 5)), OutcomeError, "does not know outcome 5"),
        (lambda: R.matching(Distribution.uniform(2)), OutcomeError, "3 entries but the reference has 2"),
        (lambda: Reward.log_of(Distribution.from_weights([1, 0])), OutcomeError, "probability 0"),
        (lambda: Reward.values([0, 1]).alignment(), LogFormError, "not rational"),
        (lambda: Reward.values([0, log(2) / 2]).alignment(), LogFormError, "not rational"),
    ],
)
def test_refusals(call: Any, error: type[ExactAlignError], said: str) -> None:
    with pytest.raises(error) as caught:
        call()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_ways_to_build_on_other_outcomes() -> None:
    for built in (
        Reward.parse("1, 2", "ab"), Reward.values([1, 2], "ab"), Reward.from_floats([1.0, 2.0], "ab"),
        Reward({"a": 1, "b": 2}), Reward.values(iter([1, 2]), iter("ab")),
    ):  # fmt: skip
        assert (built.outcomes, list(built), len(built)) == (("a", "b"), ["a", "b"], 2)
        assert list(built.items()) == [("a", LogForm(1)), ("b", LogForm(2))]
    assert dict(Reward.log_weights([2, 3], "ab").items()) == {"a": log(2), "b": log(3)}
    assert Reward.from_floats([0.1])[0] == Fraction(0.1)
    with pytest.raises(ExactAlignError, match="reward 1 is nan"):
        Reward.from_floats([0.5, float("nan")])
    with pytest.raises(NotExactError, match=r"for floats: Reward.from_floats\(values\)$"):
        Reward.values([0.5])


def test_logarithms_of_laws_in_lowest_terms() -> None:
    q = Distribution({"a": "1/6", "b": "1/2", "c": "1/3"})
    assert [str(value) for _, value in Reward.log_of(q).items()] == [
        str(log(Fraction(1, 6))), str(log(Fraction(1, 2))), str(log(Fraction(1, 3))),
    ]  # fmt: skip
    assert Reward.log_of(q).ranking() == (("a",), ("c",), ("b",))
    tied = Distribution({"a": "1/4", "b": "1/2", "c": "1/4"})
    assert Reward.log_of(tied).ranking() == (("a", "c"), ("b",))


def test_ties_of_rationals_and_of_logarithms() -> None:
    """In the order given within a tie, from the lowest up."""
    for values in ("2, 1, 2, 0, 1", "2*log(2), log 2, log 4, 0, 1/2*log(4)"):
        assert Reward.parse(values).ranking() == ((3,), (1, 4), (0, 2))
    assert Reward.parse("log 2, log 2").ranking() == ((0, 1),)
    assert Reward.parse("7").ranking() == Reward.parse("log 7").ranking() == ((0,),)


def test_coordinates_by_hand() -> None:
    """log 12 = 2·log 2 + log 3, and halves are halves."""
    base, vectors = Reward.parse("log 12, 1/3 + 1/2*log(2), 5").coordinates()
    assert sorted(map(int, base)) == [2, 3]
    two, three = (1 + list(map(int, base)).index(prime) for prime in (2, 3))
    first, second, third = vectors
    assert (first[0], first[two], first[three]) == (0, 2, 1)
    assert (second[0], second[two], second[three]) == (Fraction(1, 3), Fraction(1, 2), 0)
    assert third == [5, 0, 0]
    assert all(isinstance(entry, Fraction) for vector in vectors for entry in vector)
    assert Reward.values([1, 2]).coordinates() == ([], [[Fraction(1)], [Fraction(2)]])


def test_in_the_order_of_a_reference() -> None:
    reward = Reward({"a": 1, "b": 2})
    same, turned = Distribution({"a": 1, "b": 0}), Distribution({"b": 1, "a": 0})
    assert reward.matching(same) is matched(reward, same) is reward
    assert list(reward.matching(turned).items()) == [("b", LogForm(2)), ("a", LogForm(1))]
    for other in (Distribution({"a": 1, "c": 0}), Distribution({"a": 1}), Distribution({"a": 1, "b": 0, "c": 0})):
        with pytest.raises(OutcomeError):
            reward.matching(other)
    for kind in ("1, 2", [1, 2], None):
        with pytest.raises(OutcomeError, match=rf"^a Reward is needed here, not a {type(kind).__name__}: "):
            matched(kind, same)


def test_texts_of_long_rewards() -> None:
    for count, more in ((20, ""), (21, ", …")):
        text = ", ".join(["log(2)"] * 20)
        assert repr(Reward.log_weights([2] * count)) == f"Reward.parse('{text}{more}')"
    assert repr(Reward({1: 5, 0: 6})) == "Reward({1: '5', 0: '6'})"


def test_what_a_notebook_is_told() -> None:
    for reward, is_vector in ((Reward.parse("1, log 2"), True), (Reward({"a": 1, "b": log(2)}), False)):
        found = reward._shown()
        assert (found.columns, found.total, found.is_vector) == (("outcome", "reward"), 2, is_vector)
        assert list(found.rows) == list(reward.items())


def test_hashes_are_equal_where_rewards_are() -> None:
    assert hash(Reward({"a": 1, "b": 2})) == hash(Reward({"b": "2", "a": "1"}))
    assert Reward({"a": 1, "b": 2}) != Reward({"a": 2, "b": 1})
    assert Reward({"a": 1}) != Reward({"a": 1, "b": 1})
    assert Reward({"a": 1}).__eq__("a") is NotImplemented


def test_items_are_gone_through_once() -> None:
    items = Reward.values([1, 2]).items()
    assert [next(items)[0], *(outcome for outcome, _ in items), *items] == [0, 1]
