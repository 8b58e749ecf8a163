"""Which divergence a KL term differentiates: k1, k2 and k3 in the loss, in the reward, and with the importance ratio.

The policy is a softmax. Its logits move in a direction h, from q to q tilted by exp(t·h); a gradient in the logits is
the derivative at t = 0 for every h.
"""

from __future__ import annotations

from typing import Final

from exactalign import Reward
from proofs_check import Case, pmf
from proofs_check.formula import KL, E, Term, both, function, log, slope, tilt_by
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.papers.estimators.kl_estimates import at, k1, k2, k3
from proofs_check.papers.variables import h, mu_positive, p_positive, q_positive, t, y

_COMEDY: Final = "“A Comedy of Estimators: On KL Regularization in RL Training of LLMs”, arXiv 2512.21852"
_REWARD: Final = "“Support Unbiased K1-in-Reward KL Estimator for GRPO”, github.com/huggingface/trl/issues/4967"
_RATIO: Final = "“feat: implement DeepSeek unbiased KL estimator for GRPO”, github.com/huggingface/trl/pull/4638"

moved: Final = tilt_by(h, q_positive, t)
"""The policy after its logits moved by t·h."""
score: Final = h(y) - E(q_positive, h)
"""The derivative of log q(y) in the direction h."""
FORWARD: Final = slope(t, KL(moved, p_positive), 0)
"""The derivative of KL(q‖p)."""
REVERSE: Final = slope(t, KL(p_positive, moved), 0)
"""The derivative of KL(p‖q)."""
_CASE: Final = Case(q=pmf("1/3, 2/3"), p=pmf("1/2, 1/2"), h=Reward.values([1, 0]))


def _loss(estimate: Term) -> Term:
    """The expected gradient that automatic differentiation finds of an estimate in the loss."""
    return E(q_positive, function(y, slope(t, at(estimate), 0)))


def _reward(estimate: Term) -> Term:
    """The expected policy gradient of an estimate in the reward, where it is a number."""
    return E(q_positive, function(y, at(estimate) * score))


class Score(Assertion):
    id = "E-score"
    place = _COMEDY
    title = "The score of a softmax policy"
    statement = "Where the logits of a softmax move in the direction h, log q(y) moves by h(y) − E_q h."
    asserts = Statement(slope(t, log(moved(y)), 0) == score)
    formal = "softmax_score"
    expected = "formal"


class K1InLoss(Assertion):
    id = "E-k1-loss"
    place = f"{_COMEDY}; “fix: KL backward in GRPO”, github.com/NVIDIA-NeMo/RL/pull/2506"
    title = "k1 in the loss"
    statement = "k1 in the loss, on policy, has the expected gradient of KL(q‖p)."
    asserts = Statement(_loss(k1(moved, p_positive)) == FORWARD)
    flaw = "Its expected gradient is 0, whatever the policy and the reference: it is noise."
    weight = "false"
    counterexample = _CASE
    mended = Statement(_loss(k1(moved, p_positive)) == 0)
    formal = "k1_loss_claim"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("E-score",)


class K1InReward(Assertion):
    id = "E-k1-reward"
    place = _REWARD
    title = "k1 in the reward"
    statement = "k1 in the reward has the expected gradient of KL(q‖p)."
    asserts = Statement(_reward(k1(q_positive, p_positive)) == FORWARD)
    formal = "k1_reward_claim"
    expected = "formal"
    statement_uses = ("E-score",)


class K2InLoss(Assertion):
    id = "E-k2-loss"
    place = _COMEDY
    title = "k2 in the loss"
    statement = "k2 in the loss, on policy, has the expected gradient of KL(q‖p)."
    asserts = Statement(_loss(k2(moved, p_positive)) == FORWARD)
    formal = "k2_loss_claim"
    expected = "formal"
    notes = "Although its mean is not KL(q‖p): see E-k2-bias."
    statement_uses = ("E-score", "E-k2-bias")


class K3InLoss(Assertion):
    id = "E-k3-loss"
    place = (
        "GRPO, arXiv 2402.03300, equation (4); “Clarification on KL Divergence Computation in GRPOTrainer”, "
        "github.com/huggingface/trl/issues/2914; issues/3025"
    )
    title = "k3 in the loss"
    statement = "k3 in the loss, as GRPO has it, is a penalty on KL(q‖p), the reverse KL divergence."
    asserts = Statement(_loss(k3(moved, p_positive)) == FORWARD)
    flaw = "Its expected gradient is that of KL(p‖q): the other divergence, which is the one of maximum likelihood."
    weight = "false"
    counterexample = _CASE
    mended = Statement(_loss(k3(moved, p_positive)) == REVERSE)
    formal = "k3_loss_claim"
    expected = "amended"
    corrected_expected = "formal"
    notes = "On policy. Its value is KL(q‖p) on the average (E-k3-mean): value and gradient are of two divergences."
    statement_uses = ("E-score", "E-k3-mean")


class K3InReward(Assertion):
    id = "E-k3-reward"
    place = f"{_REWARD}; “feat: add optional k3 KL estimator to RLOO”, github.com/huggingface/trl/pull/7095"
    title = "k3 in the reward"
    statement = "k3 in the reward, unbiased as it is, has the expected gradient of KL(q‖p)."
    asserts = Statement(_reward(k3(q_positive, p_positive)) == FORWARD)
    flaw = "Its expected gradient is that of KL(q‖p) − KL(p‖q): the gradient of the ratio's mean, 1, is left out."
    weight = "false"
    counterexample = _CASE
    mended = Statement(_reward(k3(q_positive, p_positive)) == FORWARD - REVERSE)
    formal = "k3_reward_claim"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("E-score",)


class K3Weighted(Assertion):
    id = "E-k3-is"
    place = f"{_RATIO}; DeepSeek-V3.2, arXiv 2512.02556, section 3.1"
    title = "k3 with the importance ratio"
    statement = "Times the ratio q/μ, for draws of μ, k3 has the value and the gradient of KL(q‖p)."
    asserts = Statement(
        both(
            E(mu_positive, function(y, q_positive(y) / mu_positive(y) * at(k3(q_positive, p_positive))))
            == KL(q_positive, p_positive),
            E(mu_positive, function(y, slope(t, moved(y) / mu_positive(y) * at(k3(moved, p_positive)), 0))) == FORWARD,
        )
    )
    formal = "k3_weighted_claim"
    expected = "formal"
    notes = "The ratio is differentiated too (it is attached). On policy its value is 1, and its gradient still counts."
    statement_uses = ("E-score",)


class K3Detached(Assertion):
    id = "E-k3-is-detached"
    place = f"{_RATIO}; “Default use_bias_correction_kl=True in GRPOConfig”, pull/6503"
    title = "k3 with the importance ratio detached"
    statement = "Times the ratio q/μ with its gradient stopped, k3 has the gradient of KL(q‖p)."
    asserts = Statement(
        E(mu_positive, function(y, q_positive(y) / mu_positive(y) * slope(t, at(k3(moved, p_positive)), 0))) == FORWARD
    )
    flaw = "Then it has the gradient of KL(p‖q), as k3 in the loss has on policy: the ratio mends only who draws."
    weight = "false"
    counterexample = Case(q=pmf("1/3, 2/3"), p=pmf("1/2, 1/2"), mu=pmf("1/2, 1/2"), h=Reward.values([1, 0]))
    mended = Statement(
        E(mu_positive, function(y, q_positive(y) / mu_positive(y) * slope(t, at(k3(moved, p_positive)), 0))) == REVERSE
    )
    formal = "k3_detached_claim"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("E-score",)
