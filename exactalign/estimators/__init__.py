"""Estimators as random variables: what practitioners compute from samples, with exact moments and gradients.

>>> from exactalign import Distribution, kl_divergence
>>> q, p = Distribution.from_weights([1, 3]), Distribution.uniform(2)
>>> k3 = Estimator.average(q, 8, kl_estimates("k3", q, p))
>>> k3.bias(kl_divergence(q, p)), SoftmaxPolicy(q).of_loss(lambda draw: draw.k3, p)
(Fraction(0, 1), Gradient(-1/4, 1/4))
"""

from exactalign.estimators.advantages import group_mean, leave_one_out, pkpo, plain, standardised
from exactalign.estimators.at_k import (
    best_at_k,
    pass_at_k,
    published_pass_at_k,
    resampled_best_at_k,
    resampled_pass_at_k,
)
from exactalign.estimators.estimator import Estimator, expected_gradient, gradient_noise
from exactalign.estimators.gradients import Gradient, SoftmaxPolicy
from exactalign.estimators.losses import Draw, kl_estimates
from exactalign.estimators.sampling import Sample
from exactalign.estimators.summaries import baseline_table, kl_table, pass_at_k_table
from exactalign.estimators.truncation import top_k, top_p

__all__ = [
    "Draw",
    "Estimator",
    "Gradient",
    "Sample",
    "SoftmaxPolicy",
    "baseline_table",
    "best_at_k",
    "expected_gradient",
    "gradient_noise",
    "group_mean",
    "kl_estimates",
    "kl_table",
    "leave_one_out",
    "pass_at_k",
    "pass_at_k_table",
    "pkpo",
    "plain",
    "published_pass_at_k",
    "resampled_best_at_k",
    "resampled_pass_at_k",
    "standardised",
    "top_k",
    "top_p",
]
