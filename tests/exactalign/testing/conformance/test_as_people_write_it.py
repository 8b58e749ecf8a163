"""Functions in the shapes in which training and evaluation code has them: arrays, batches, their usual slips."""

import math
from typing import Any

import pytest

from exactalign.testing.conformance import Status, check

np = pytest.importorskip("numpy")


def product_pass_at_k(n: int, c: int, k: int) -> float:
    """A product over an array; 1 as soon as too few are wrong, whatever k is."""
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


def ratio_pass_at_k(n: int, c: int, k: int) -> float | None:
    """A ratio of whole numbers; None where there is no estimate."""
    return None if k > n or k < 1 else 1.0 - math.comb(n - c, k) / math.comb(n, k)


def grouped(rewards: Any, *, eps: float = 1e-4) -> Any:
    """Rows of rewards, standardised with the deviation of a sample."""
    mean, deviation = rewards.mean(axis=-1, keepdims=True), rewards.std(axis=-1, keepdims=True, ddof=1)
    return (rewards - mean) / (deviation + eps)


def over_the_batch(rewards: Any) -> Any:
    """The deviation of the whole batch in place of the group's."""
    return (rewards - rewards.mean(axis=-1, keepdims=True)) / (rewards.std(ddof=1) + 1e-4)


def left_out(rewards: Any) -> Any:
    others = (rewards.sum(axis=-1, keepdims=True) - rewards) / (rewards.shape[-1] - 1)
    return rewards - others


def low_variance(log_q: Any, log_p: Any) -> Any:
    ratio = log_p - log_q
    return np.exp(ratio) - ratio - 1


def log_policy(logp: Any, score: Any, n: int) -> Any:
    """Best-of-n of a batch, from and to logarithms, ties by position."""
    out = np.empty_like(logp)
    for b in range(len(logp)):
        order = np.argsort(score[b], kind="stable")
        upto = np.cumsum(np.exp(logp[b, order]))
        out[b, order] = np.log(upto**n - np.concatenate([[0.0], upto[:-1]]) ** n)
    return out


def test_the_published_pass_at_k_answers_where_nothing_can_be_said() -> None:
    report = check(product_pass_at_k, "pass-at-k", examples=15)
    assert [row.check for row in report.failures] == ["too-few-samples"]
    found = report.failures[0].counterexample
    assert found is not None
    assert (found.call, found.answer) == ("product_pass_at_k(1, 0, 2)", "1.0")
    assert check(product_pass_at_k, "pass-at-k", examples=15, skip={"too-few-samples": "never called so"}).ok


def test_a_ratio_of_whole_numbers_conforms() -> None:
    assert check(ratio_pass_at_k, "pass-at-k", examples=15).ok


def test_group_advantages() -> None:
    settings: dict[str, Any] = {"baseline": "standardised", "ddof": 1, "eps": "1e-4"}
    right = check(grouped, "advantage", batch=True, array="numpy", examples=10, **settings)
    assert right.ok, str(right)
    other = check(grouped, "advantage", batch=True, array="numpy", examples=10, **(settings | {"ddof": 0}))
    assert "it is standardised with ddof=1" in str(other)
    mixed = check(over_the_batch, "advantage", batch=True, array="numpy", examples=10, **settings)
    assert mixed["batch"].status is Status.FAILED
    assert (
        check(left_out, "advantage", batch=True, array="numpy", baseline="leave-one-out", examples=10).counts[
            Status.PASSED
        ]
        >= 8
    )


def test_an_unguarded_deviation_blows_rounding_up() -> None:
    """Without eps a group of equal rewards is 0/0, or, where their mean is rounded, ±1."""

    def bare(rewards: Any) -> Any:
        return grouped(rewards, eps=0.0)

    options: dict[str, Any] = {"baseline": "standardised", "ddof": 1}
    row = check(bare, "advantage", batch=True, array="numpy", examples=5, **options)["constant-group"]
    assert row.status is Status.FAILED


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_k3_in_arrays(dtype: str) -> None:
    report = check(low_variance, "kl-estimate", batch=True, array="numpy", dtype=dtype, estimator="k3", examples=15)
    assert report.ok, str(report)
    exchanged = check(
        lambda q, p: low_variance(p, q), "kl-estimate", batch=True, array="numpy", estimator="k3", name="f", examples=5
    )
    assert "it is k3 with p and q exchanged" in str(exchanged)


def test_a_batch_in_logarithms_with_its_domain() -> None:
    options: dict[str, Any] = {"batch": True, "log_in": True, "log_out": True, "array": "numpy", "examples": 10}
    meant = check(log_policy, "pmf", domain="distinct rewards, n <= 100", **options)
    assert meant.ok, str(meant)
    everything = check(log_policy, "pmf", **options)
    assert any("tied rewards" in cause.text for cause in everything.causes)
