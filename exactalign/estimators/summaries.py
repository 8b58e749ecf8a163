"""What the command shows: the estimates of a KL divergence, of pass@k, and the advantages of a group, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from exactalign.estimators.advantages import Advantages, group_mean, leave_one_out, plain, standardised
from exactalign.estimators.at_k import pass_at_k, published_pass_at_k, resampled_pass_at_k
from exactalign.estimators.estimator import Estimator, expected_gradient, gradient_noise
from exactalign.estimators.gradients import Gradient, SoftmaxPolicy
from exactalign.estimators.losses import KL_ESTIMATES, Draw, kl_estimates
from exactalign.exceptions import ParameterError
from exactalign.laws.distributions import Distribution
from exactalign.laws.divergences import kl_divergence
from exactalign.laws.rewards import Reward, matched
from exactalign.numbers.arguments import checked
from exactalign.numbers.logforms import LogForm
from exactalign.numbers.reading import Number, whole_number
from exactalign.tables.table import Table

_LOSSES: Final[Mapping[str, Callable[[Draw], Any]]] = {
    "k1": lambda draw: draw.k1,
    "k2": lambda draw: draw.k2,
    "k3": lambda draw: draw.k3,
    "ratio·k3": lambda draw: draw.weight * draw.k3,
}

_BASELINES: Final[Mapping[str, Callable[[Any], Advantages]]] = {
    "none": plain,
    "group mean": group_mean,
    "mean of the others": leave_one_out,
    "group mean, divided by std (n)": standardised,
    "group mean, divided by std (n-1)": lambda rewards: standardised(rewards, correction=1),
}


def kl_table(policy: Distribution, reference: Distribution, n: int = 1, kept: Distribution | None = None) -> Table:
    """Return the estimates of KL(policy‖reference) from n draws: mean, bias, variance, and which gradient each has.

    The gradients are those in the loss and in the reward, on policy, named when they are those of a divergence. With
    `kept`, the policy truncated, the draws are from it while the ratios stay as they are; gradients are left out then.

    >>> table = kl_table(Distribution.uniform(2), Distribution.from_weights([1, 3]))
    >>> [(row[0], row[4]) for row in table.rows]
    [('k1', '0'), ('k2', 'KL(q‖p)'), ('k3', 'KL(p‖q)')]
    """
    divergence = kl_divergence(policy, reference)
    rows: list[tuple[Any, ...]] = []
    softmax = SoftmaxPolicy(policy)
    for name in KL_ESTIMATES:
        values = kl_estimates(name, policy, reference)
        found = Estimator.average(policy if kept is None else kept, n, values)
        row: tuple[Any, ...] = (name, found.mean(), found.bias(divergence), found.variance())
        if kept is None:
            loss = _named(softmax.of_loss(_LOSSES[name], reference), softmax, reference)
            row = (*row, loss, _named(softmax.of_mean(values), softmax, reference))
        rows.append(row)
    columns = ["estimate", "mean", "bias", "variance"]
    notes = [f"KL(q‖p) = {divergence}, q the policy and p the reference"]
    if kept is None:
        columns += ["gradient in the loss", "gradient in the reward"]
        weighted = _named(softmax.of_loss(_LOSSES["ratio·k3"], reference), softmax, reference)
        notes.append(f"k3 in the loss times the importance ratio, attached: {weighted}")
    else:
        notes.append(f"the draws are truncated to {len(kept.support)} of {len(kept)} outcomes, the ratios are not")
    title = "Estimates of a KL divergence" + (f", averaged over {n} draws" if n > 1 else "")
    return Table(columns, rows, title=title, notes=notes)


def _named(gradient: Gradient, policy: SoftmaxPolicy, reference: Distribution) -> str:
    """Which divergence a gradient is that of."""
    forward, reverse = policy.of_kl(reference), policy.of_reverse_kl(reference)
    known = {"0": Gradient(dict.fromkeys(gradient, Fraction(0))), "KL(q‖p)": forward, "KL(p‖q)": reverse}
    known["KL(q‖p) - KL(p‖q)"] = forward - reverse
    return next((name for name, other in known.items() if gradient == other), "none of these")


def _itself(level: LogForm) -> LogForm:
    return level


@checked
def pass_at_k_table(theta: Any, n: int, ks: Iterable[int]) -> Table:
    """Return three estimates of pass@k from n samples, each right with chance θ: their means and variances.

    >>> table = pass_at_k_table("1/2", 2, [2])
    >>> [row[3] for row in table.rows]
    [Fraction(3, 4), Fraction(3, 4), Fraction(5, 8)]
    """
    estimates: dict[str, Callable[[int, int, int], Fraction]] = {
        "1 - C(n-c,k)/C(n,k)": pass_at_k,
        "as published": published_pass_at_k,
        "with replacement": resampled_pass_at_k,
    }
    count = whole_number(n, "n", 1)
    rows = []
    larger = False
    for k in ks:
        size = whole_number(k, "k", 1)
        for name, function in estimates.items():
            if function is pass_at_k and size > count:
                larger = True
                continue
            found = Estimator.bernoulli(theta, count, lambda c, f=function, k=size: f(count, c, k))  # type: ignore[misc]
            target = 1 - (1 - found.law["right"]) ** size
            rows.append((size, name, target, found.mean(), found.bias(target), found.variance()))
    notes = ["for k > n no function of n samples is unbiased, and 1 - C(n-c,k)/C(n,k) has no value"] if larger else []
    title = (
        f"pass@k from {count} samples, each right with probability {Estimator.bernoulli(theta, 1, int).law['right']}"
    )
    return Table(["k", "estimate", "pass@k", "mean", "bias", "variance"], rows, title=title, notes=notes)


@checked
def baseline_table(policy: Distribution, reward: Reward, n: int) -> Table:
    """Return what baselines do to a policy gradient from groups of n draws: its mean, and its noise.

    The mean is said as a multiple of the gradient of the expected reward, the noise is the variance of the estimate,
    summed over the logits.

    >>> table = baseline_table(Distribution.uniform(2), Reward.values([0, 1]), 4)
    >>> [(row[0], row[1]) for row in table.rows[:3]]
    [('none', Fraction(1, 1)), ('group mean', Fraction(3, 4)), ('mean of the others', Fraction(1, 1))]
    """
    count = whole_number(n, "n", 2)
    rewards = matched(reward, policy)
    target = SoftmaxPolicy(policy).of_mean(rewards)
    if target.is_zero:
        raise ParameterError("the reward is constant: its gradient is 0, and there is nothing to compare with")
    # Advantages see rewards alone, so that outcomes of one reward move together: the factor is that over the levels.
    levels = policy.push_forward(lambda o: rewards[o])
    own = SoftmaxPolicy(levels).of_mean(_itself)
    rows: list[tuple[str, Number | str, Number]] = []
    for name, of_rewards in _BASELINES.items():
        factor = expected_gradient(levels, count, of_rewards(_itself)).multiple_of(own)
        noise = gradient_noise(policy, count, of_rewards(rewards))
        rows.append((name, "no multiple" if factor is None else factor, noise))
    gradient = ", ".join(map(str, target.values()))
    return Table(
        ["baseline", "times the gradient", "noise"],
        rows,
        title=f"A policy gradient from groups of {count}",
        notes=[f"the gradient of the expected reward in the logits: {gradient}"],
    )
