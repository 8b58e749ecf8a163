"""Truncation, and what it does to an estimate."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution, log
from exactalign.estimators import Estimator, kl_estimates, top_k, top_p
from exactalign.exceptions import DistributionError, NotExactError, ParameterError
from exactalign.testing.strategies import rationals
from tests.exactalign.small_models import distributions


@given(st.permutations([1, 2, 4, 8]), st.integers(1, 4))
def test_the_likeliest_are_kept(weights: list[int], k: int) -> None:
    law = Distribution.from_weights(weights)
    kept = top_k(law, k)
    assert set(kept.support) == set(sorted(law, key=lambda o: law[o])[-k:])
    assert kept == top_p(law, sum(sorted(law.probabilities)[-k:]))
    assert all(kept[o] * law.probability(kept.support.__contains__) == law[o] for o in kept.support)


@given(distributions(min_outcomes=2, zeros=False), rationals("1/50", 1, max_denominator=50))
def test_the_nucleus_is_the_smallest_that_is_large_enough(law: Distribution, p: Fraction) -> None:
    try:
        kept = top_p(law, p)
    except ParameterError:
        return
    assert law.probability(kept.support.__contains__) >= p
    assert all(law.probability(kept.support.__contains__) - law[left] < p for left in kept.support)


def test_untruncated_ratios_bias_k3() -> None:
    q, p = Distribution.from_weights([1, 3, 4]), Distribution.uniform(3)
    kept = top_k(q, 2)
    k1, k3 = (Estimator.average(kept, 3, kl_estimates(name, q, p)).mean() for name in ("k1", "k3"))
    assert k3 - k1 == p.probability(kept.support.__contains__) / q.probability(kept.support.__contains__) - 1


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: top_k(Distribution.uniform(3), 2), ParameterError, "one of them is cut"),
        (lambda: top_k(Distribution.uniform(3), 4), ParameterError, "k up to 3"),
        (lambda: top_p(Distribution.uniform(2), 0.9), NotExactError, "0.9"),
        (lambda: top_p(Distribution.uniform(2), "3/2"), ParameterError, "at most 1"),
        (lambda: kl_estimates("k4", Distribution.uniform(2), Distribution.uniform(2)), ParameterError, "k1, k2, k3"),
        (
            lambda: kl_estimates("k1", Distribution.uniform(2), Distribution.from_weights([1, 0])),
            DistributionError,
            "infinite",
        ),
    ],
)
def test_refusals(call, error, words) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(error, match=words):
        call()


def test_ends() -> None:
    law = Distribution.from_weights([1, 5, 2])
    assert top_k(law, 3) == top_p(law, 1) == law
    assert top_k(law, 1) == top_p(law, "5/8") == top_p(law, "1/100") == Distribution.from_weights([0, 1, 0])
    assert top_p(law, "626/1000") == top_k(law, 2) == Distribution.from_weights([0, 5, 2])
    sparse = Distribution.from_weights([3, 0, 1, 0])  # which of those that have no chance are cut is no matter
    assert top_k(sparse, 2) == top_k(sparse, 3) == top_p(sparse, 1) == sparse


def test_the_estimates_at_what_can_be_drawn() -> None:
    q, p = Distribution.from_weights([0, 1, 1]), Distribution.from_weights([0, 1, 3])
    assert kl_estimates("k1", q, p) == {1: log(2), 2: log(2) - log(3)}
    assert kl_estimates("k2", q, p)[1] == log(2) * log(2) / 2
    assert kl_estimates("k3", q, p)[1] == Fraction(-1, 2) + log(2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: top_k(Distribution.from_weights([1, 3, 1]), 2),
            "outcomes 0 and 2 both have probability 1/5, and one of them is cut: keep more or fewer",
        ),
        (lambda: top_k(Distribution.uniform(3), 4), "k is 4 and there are 3 outcomes: give k up to 3"),
        (lambda: top_k(Distribution.uniform(3), 0), "k is 0"),
        (lambda: top_p(Distribution.uniform(3), 0), "p is 0: give a probability above 0, at most 1"),
        (lambda: top_p(Distribution.uniform(3), "4/3"), "p is 4/3: give a probability above 0, at most 1"),
        (
            lambda: kl_estimates("k1", Distribution.uniform(2), Distribution.from_weights([1, 0])),
            "outcome 1 has probability 0 under the reference, and 1/2 under the policy: the divergence is infinite",
        ),
        (
            lambda: kl_estimates("k4", Distribution.uniform(2), Distribution.uniform(2)),
            "there is no estimate 'k4': give k1, k2, k3",
        ),
    ],
)
def test_words(call: Callable[[], object], message: str) -> None:
    with pytest.raises((DistributionError, ParameterError)) as caught:
        call()
    assert str(caught.value).startswith(message)
