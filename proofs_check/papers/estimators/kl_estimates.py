"""Estimates of KL(q‖p) from draws of q: k1 = −log(p/q), k2 = (log(p/q))²/2, k3 = p/q − 1 − log(p/q)."""

from __future__ import annotations

from typing import Final

from exactalign import Reward
from proofs_check import Case, pmf
from proofs_check.formula import (
    KL,
    E,
    Pr,
    Term,
    Var,
    absolutely_continuous,
    both,
    constant,
    event,
    for_all,
    function,
    log,
    outcome,
    when,
)
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import p, p_positive, q, q_positive, r, y

NOTE: Final = "“Approximating KL divergence”, a note of 2020: http://joschu.net/blog/kl-approx.html"
"""Where the three estimates are from."""


def k1(q: Term, p: Term) -> Term:
    """−log(p/q)."""
    return function(y, -log(p(y) / q(y)))


def k2(q: Term, p: Term, y: Term = y) -> Term:
    """(log(p/q))²/2."""
    return function(y, log(p(y) / q(y)) ** 2 / 2)


def k3(q: Term, p: Term) -> Term:
    """p/q − 1 − log(p/q)."""
    return function(y, p(y) / q(y) - 1 - log(p(y) / q(y)))


_HALF: Final = pmf("1/2, 1/2")
_THIRD: Final = pmf("1/3, 2/3")
_RARE: Final = pmf("1/64, 63/64")
_OTHER: Final = pmf("1/32, 31/32")
_LETTER: Final = outcome("y", over="letters 2")
_KEPT: Final = event(y, r(y) > 0)


def at(estimate: Term) -> Term:
    """What an estimate, a function of y, is worth at y."""
    return estimate.args[1]


def _truncated(estimate: Term) -> Term:
    """The mean of an estimate over the draws of q that are kept."""
    return E(q_positive, function(y, when(r(y) > 0, at(estimate), 0))) / Pr(q_positive, _KEPT)


class MeanOfK3(Assertion):
    id = "E-k3-mean"
    place = f"{NOTE}; “Add support for better KL estimator (k3) in PPOTrainer”, github.com/huggingface/trl/pull/3240"
    title = "k3 is unbiased"
    statement = "k3 is an unbiased estimate of KL(q‖p)."
    asserts = Statement(E(q, k3(q, p)) == KL(q, p))
    flaw = (
        "Its mean is KL(q‖p) less the mass that p has where q has none. Two softmax policies have no such place; a"
        " policy whose tokens are masked, or a law that is truncated itself, has."
    )
    weight = "condition"
    counterexample = Case(q=pmf("1, 0"), p=_HALF)
    mended = Statement(E(q, k3(q, p)) == KL(q, p), given=(absolutely_continuous(p, q),))
    formal = Formal("k3_unbiased_iff", "intros; apply k3_unbiased_iff; premise. ")
    expected = "amended"
    corrected_expected = "formal"
    notes = "E k3 = KL(q‖p) exactly where p ≪ q (theorem k3_unbiased_iff), for q ≪ p."


class TruncatedMeanOfK3(Assertion):
    id = "E-k3-truncated"
    place = (
        "“GRPO: vLLM importance-sampling ratio is biased when top_p/top_k/min_p truncate sampling”, "
        "github.com/huggingface/trl/issues/6789; “Support Unbiased K1-in-Reward KL Estimator for GRPO”, issues/4967"
    )
    title = "k3 from truncated draws"
    statement = (
        "k3 is unbiased for KL(q‖p) also when the draws are truncated by top-k or top-p, and the ratios are not."
    )
    asserts = Statement(
        _truncated(k3(q_positive, p_positive)) == KL(q_positive, p_positive), given=(Pr(q_positive, _KEPT) > 0,)
    )
    flaw = (
        "Neither k1 nor k3 need have the mean KL(q‖p) then, and they differ from each other by p(kept)/q(kept) − 1."
        " Kept here is what has r > 0."
    )
    weight = "false"
    counterexample = Case(q=_THIRD, p=_HALF, r=Reward.values([0, 1]))
    mended = Statement(
        _truncated(k3(q_positive, p_positive))
        == _truncated(k1(q_positive, p_positive)) + Pr(p_positive, _KEPT) / Pr(q_positive, _KEPT) - 1,
        given=(Pr(q_positive, _KEPT) > 0,),
    )
    formal = "k3_truncated_claim"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("E-k3-mean",)


class VarianceOfK3(Assertion):
    id = "E-k3-var"
    place = "“Add support for better KL estimator (k3) in PPOTrainer”, github.com/huggingface/trl/pull/3240"
    title = "k3 against k1: the variance"
    statement = "k3 has less variance than k1."
    asserts = Statement(Var(q_positive, k3(q_positive, p_positive)) <= Var(q_positive, k1(q_positive, p_positive)))
    flaw = (
        "Not where the draws seldom see what p has: there p/q is large with a small chance, and its variance decides."
        " It stands where p is nowhere more than twice q."
    )
    weight = "condition"
    counterexample = Case(q=pmf("1/9, 8/9"), p=pmf("2/3, 1/3"))
    mended = Statement(
        Var(q_positive, k3(q_positive, p_positive)) <= Var(q_positive, k1(q_positive, p_positive)),
        given=(for_all(y, p_positive(y) <= 2 * q_positive(y)),),
    )
    formal = "k3_variance_le"
    expected = "amended"
    corrected_expected = "formal"


class BiasOfK2(Assertion):
    id = "E-k2-bias"
    place = NOTE
    title = "k2 is biased; which way?"
    statement = "k2 is a biased estimate of KL(q‖p)."
    asserts = Statement(
        both(
            E(constant(_RARE), k2(constant(_RARE), constant(_HALF), _LETTER)) < KL(constant(_RARE), constant(_HALF)),
            KL(constant(_HALF), constant(_OTHER)) < E(constant(_HALF), k2(constant(_HALF), constant(_OTHER), _LETTER)),
        )
    )
    formal = "k2_bias_both_ways"
    expected = "formal"
    notes = "Two pairs of laws: in one its mean is below the divergence, in the other above. So the bias has no sign."


class K2Above(Assertion):
    id = "E-k2-above"
    place = f"a question behind {NOTE}"
    title = "The bias of k2: at most upwards?"
    statement = "The mean of k2 is at least KL(q‖p)."
    asserts = Statement(KL(q_positive, p_positive) <= E(q_positive, k2(q_positive, p_positive)))
    flaw = "At q = (1/3, 2/3) and p = (1/2, 1/2) it is below."
    weight = "false"
    counterexample = Case(q=_THIRD, p=_HALF)
    expected = "refuted"


class K2Below(Assertion):
    id = "E-k2-below"
    place = f"a question behind {NOTE}"
    title = "The bias of k2: at most downwards?"
    statement = "The mean of k2 is at most KL(q‖p)."
    asserts = Statement(E(q_positive, k2(q_positive, p_positive)) <= KL(q_positive, p_positive))
    flaw = "At q = (1/2, 1/2) and p = (1/3, 2/3) it is above: k2 is biased, in either direction."
    weight = "false"
    counterexample = Case(q=_HALF, p=_THIRD)
    expected = "refuted"
