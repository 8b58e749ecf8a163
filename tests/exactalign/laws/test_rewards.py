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
