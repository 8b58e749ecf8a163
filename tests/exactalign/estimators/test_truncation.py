"""Truncation, and what it does to an estimate."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exactalign import Distribution
from exactalign.estimators import Estimator, kl_estimates, top_k, top_p
from exactalign.exceptions import DistributionError, NotExactError, ParameterError
from tests.exactalign.small_models import distributions


@given(st.permutations([1, 2, 4, 8]), st.integers(1, 4))
def test_the_likeliest_are_kept(weights: list[int], k: int) -> None:
    law = Distribution.from_weights(weights)
    kept = top_k(law, k)
    assert set(kept.support) == set(sorted(law, key=lambda o: law[o])[-k:])
    assert kept == top_p(law, sum(sorted(law.probabilities)[-k:]))
    assert all(kept[o] * law.probability(kept.support.__contains__) == law[o] for o in kept.support)


@given(distributions(min_outcomes=2, zeros=False), st.fractions("1/50", 1, max_denominator=50))
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
