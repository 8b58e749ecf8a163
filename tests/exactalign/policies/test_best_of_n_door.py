"""One door to best-of-N: what it gives, and the same verbs whatever stands behind it."""

import inspect
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exactalign import (
    BestOfN,
    Distribution,
    EnclosedBestOfN,
    EnclosedReal,
    LogForm,
    MemorylessSource,
    Reward,
    TooLarge,
    best_of_n,
    kl_divergence,
    log,
    sample_size,
)
from exactalign.exceptions import NotExactError, OutcomeError, ParameterError
from exactalign.policies.sequence_policies import SequencePolicy
from exactalign.testing.strategies import problems, rationals
from tests.exactalign.known_models import P, R


def same(enclosed: Any, exact: Any) -> bool:
    """Whether an enclosure to 20 digits holds the exact number."""
    low, high = EnclosedReal.of(enclosed).enclose(20)
    return bool(low <= exact <= high)


def test_what_the_door_gives() -> None:
    assert best_of_n(P, R, 2) == Distribution.from_probabilities(["9/25", "9/100", "11/20"])
    assert MemorylessSource(P, 2) == P**2
    for n in (2, Fraction(2), "2"):
        assert type(best_of_n(P**2, R, n)) is BestOfN
        assert type(best_of_n(P, R, n)) is Distribution
        assert type(best_of_n(P**2, R, n, enclosed=True)) is EnclosedBestOfN
    for real in ("5/2", Fraction(5, 2), log(9), sample_size(1, 2, "real")):
        assert type(best_of_n(P**2, R, real)) is type(best_of_n(P, R, real)) is EnclosedBestOfN


def test_of_a_distribution_the_bounds_are_about_its_outcomes() -> None:
    policy = best_of_n(P, R, 3, enclosed=True)
    exact = best_of_n(P, R, 3)
    assert all(same(policy.probability(o), exact[o]) for o in P)
    assert repr(policy) == f"best_of_n({P!r}, {R!r}, n=3, enclosed=True)"
    tuples = Distribution({("a", 1): "1/3", ("b", 2): "2/3"})
    assert same(
        best_of_n(tuples, Reward({("a", 1): 1, ("b", 2): 0}), "1", enclosed=True).probability(("a", 1)), Fraction(1, 3)
    )


def test_a_real_n_has_the_law_of_the_definition() -> None:
    """(F≤^N − F<^N) at N = 3/2 on two outcomes with masses 1/4 and 3/4: 1/8 and 7/8."""
    p = Distribution.from_weights([1, 3])
    policy = best_of_n(p, Reward.values([0, 1]), "3/2")
    assert same(policy.probability(0), Fraction(1, 8))
    assert same(policy.probability(1), Fraction(7, 8))


@settings(max_examples=30, deadline=None)
@given(problems(max_size=3), st.integers(1, 3), st.integers(1, 4), st.data())
def test_the_same_verbs_give_the_same_numbers(problem: Any, length: int, n: int, data: st.DataObject) -> None:
    p, reward = problem
    exact, bounds = best_of_n(p**length, reward, n), best_of_n(p**length, reward, n, enclosed=True)
    for verb in ("kl", "win_rate", "expected_reward", "reward_variance"):
        assert same(getattr(bounds, verb)(), getattr(exact, verb)()), verb
    for verb in ("by_level", "by_type", "by_sequence"):
        for (key, value), (other, wanted) in zip(getattr(bounds, verb)(), getattr(exact, verb)(), strict=True):
            assert key == other
            assert same(value, wanted), verb
    for size in range(length + 1):
        for key, wanted in exact.marginal(size).items():
            assert same(bounds.marginal(size)[key], wanted)
    total = reward.of_sequence(data.draw(st.sampled_from(list(product(p.outcomes, repeat=length)))))
    assert same(bounds.at_most(total), exact.at_most(total))
    assert same(bounds.at_least(total), exact.at_least(total))
    level = data.draw(rationals(Fraction(1, 100), Fraction(99, 100), max_denominator=100))
    assert bounds.quantile(level) == exact.quantile(level)
    assert all(same(mass, exact.expected_type()[o]) for o, mass in bounds.expected_type().items())


@settings(max_examples=30, deadline=None)
@given(problems(max_size=3), st.integers(1, 3), st.integers(1, 4), st.data())
def test_the_exact_verbs_against_the_list_of_sequences(problem: Any, length: int, n: int, data: st.DataObject) -> None:
    p, reward = problem
    policy = best_of_n(p**length, reward, n)
    listed = [(reward.of_sequence(y), mass) for y, mass in policy.by_sequence() if mass]
    mean = LogForm.sum(r * mass for r, mass in listed)
    assert policy.expected_reward() == mean
    assert policy.reward_variance() == sum(((r - mean) * (r - mean) * mass for r, mass in listed), Fraction(0))
    total = data.draw(st.sampled_from([r for r, _ in listed])) + data.draw(st.sampled_from([-1, 0, 0, 1]))
    assert policy.at_most(total) == sum((mass for r, mass in listed if r <= total), Fraction(0))
    assert policy.at_least(total) == sum((mass for r, mass in listed if r >= total), Fraction(0))
    level = data.draw(st.one_of(st.just(policy.at_most(total)), rationals(0, 1, max_denominator=50)))
    if 0 < level < 1:
        found = policy.quantile(level)
        assert policy.at_most(found) >= level
        assert sum((mass for r, mass in listed if r < found), Fraction(0)) < level


def test_a_variance_past_the_exact_rank_is_enclosed(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = best_of_n(P**3, R, 2).reward_variance()
    monkeypatch.setattr("exactalign.policies.exact_best_of_n.MAX_EXACT_RANK", 1)
    assert same(best_of_n(P**3, R, 2).reward_variance(), exact)


def test_both_kinds_have_every_verb() -> None:
    verbs = {name for name, _ in inspect.getmembers(SequencePolicy, inspect.isfunction) if not name.startswith("_")}
    assert {"probability", "expected_type", "expected_reward", "kl", "win_rate", "quantile", "kl_to_tilt"} <= verbs
    for policy in (best_of_n(P**2, R, 2), best_of_n(P**2, R, 2, enclosed=True)):
        assert all(callable(getattr(policy, verb)) for verb in verbs)
    exact, bounds = best_of_n(P**2, R, 2), best_of_n(P**2, R, 2, enclosed=True)
    for verb in ("kl_to_tilt", "kl_from_tilt", "total_variation_to_tilt"):
        assert getattr(exact, verb)(1).enclose(20) == getattr(bounds, verb)(1).enclose(20)


def test_the_divergence_of_a_policy_is_known_against_its_own_source() -> None:
    for policy in (best_of_n(P**2, R, 2), best_of_n(P**2, R, 2, enclosed=True)):
        assert same(kl_divergence(policy, P**2), best_of_n(P**2, R, 2).kl())
        with pytest.raises(OutcomeError, match="its own source"):
            kl_divergence(policy, P**3)


@pytest.mark.parametrize(
    ("n", "error", "words"),
    [
        (0, ParameterError, "n is 0: it must be at least 1"),
        ("1/2", ParameterError, "n is 1/2: it must be at least 1"),
        (True, ParameterError, "n is True"),
        (2.5, NotExactError, "the string '2.5'"),
        (10**9, TooLarge, "enclosed=True"),
    ],
)
def test_a_refusal_names_the_way_that_answers(n: Any, error: type[Exception], words: str) -> None:
    for source in (P, P**2):
        with pytest.raises(error, match=words):
            best_of_n(source, R, n)
    with pytest.raises(OutcomeError, match=r"a Distribution, p\*\*m or a MarkovSource"):
        best_of_n([1, 2], R, 2)  # type: ignore[call-overload]


def test_where_the_fractions_do_not_fit_the_bounds_do() -> None:
    policy = best_of_n(P**2, R, 10**9, enclosed=True)
    assert same(policy.probability((0, 0)), 1) or policy.probability((0, 0)) > Fraction(999, 1000)
    with pytest.raises(ParameterError, match="strictly between 0 and 1"):
        best_of_n(P**2, R, 2).quantile(1)
