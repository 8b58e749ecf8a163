"""pass@k from n samples of which c are right, and best@k from their rewards."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from exactalign import Reward
from proofs_check import Case, pmf
from proofs_check.formula import (
    E,
    Pr,
    Term,
    best,
    choose,
    event,
    function,
    hits,
    less_one,
    more,
    ranked,
    slope,
    sum_to,
    total,
    type_of,
    when,
)
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import apply
from proofs_check.language.assertions import Assertion
from proofs_check.papers.estimators.kl_gradients import moved, score
from proofs_check.papers.variables import c, i, k, k_count, n, n_samples, p, q_positive, r, t, theta, word, y

_WRONG: Final = apply("monus", n_samples, c)
_ESTIMATE: Final = 1 - choose(_WRONG, k) / choose(n_samples, k)
_PROBABILITY: Final = (theta >= 0, theta <= 1)
_FAIR: Final = pmf("1/2, 1/2")
_PASS: Final = Reward.values([0, 1])


def over_right(estimate: Term) -> Term:
    """The mean of a function of c, the number of right samples among n: binomial with θ."""
    return sum_to(c, more(n_samples), choose(n_samples, c) * theta**c * (1 - theta) ** _WRONG * estimate)


class PassAtK(Assertion):
    id = "E-passk"
    place = "“Evaluating Large Language Models Trained on Code”, arXiv 2107.03374; github.com/openai/human-eval"
    title = "The unbiased estimate of pass@k"
    statement = "1 − C(n−c,k)/C(n,k) is unbiased for pass@k, k ≤ n."
    asserts = Statement(over_right(_ESTIMATE) == 1 - (1 - theta) ** k, given=(k <= n_samples, *_PROBABILITY))
    formal = "passk_claim"
    expected = "formal"
    notes = "c is the number of right samples among n independent ones, each right with probability θ: binomial."


class FewerSamples(Assertion):
    id = "E-passk-small-n"
    place = (
        "“Fix estimate_pass_at_k returning 1.0 when there are no correct samples”, "
        "github.com/openai/human-eval/pull/68, on issues/35; “Reported pass@k silently wrong for n<k”, "
        "github.com/nuprl/MultiPL-E/issues/40"
    )
    title = "The published function, with fewer samples than k"
    statement = "What is published, 1 where n − c < k and else 1 − C(n−c,k)/C(n,k), estimates pass@k for k > n as well."
    asserts = Statement(over_right(when(k > _WRONG, 1, _ESTIMATE)) == 1 - (1 - theta) ** k, given=_PROBABILITY)
    flaw = "For k > n it says 1 whatever was drawn, nothing right included. No function of n samples is unbiased there."
    weight = "condition"
    counterexample = Case(n=1, k=2, theta=Fraction(1, 2))
    degenerate = Case(n=0, k=1, theta=Fraction(1, 2))
    mended = Statement(
        over_right(when(k > _WRONG, 1, _ESTIMATE)) == 1 - (1 - theta) ** k, given=(k <= n_samples, *_PROBABILITY)
    )
    formal = "published_passk_claim"
    expected = "amended"
    corrected_expected = "formal"
    notes = (
        "That no function of n samples will do: its mean is a polynomial in θ of degree at most n, and 1 − (1−θ)^k has"
        " degree k. For k > n: theorem published_passk_small_n."
    )
    statement_uses = ("E-passk",)


class Resampled(Assertion):
    id = "E-bestk-boot"
    place = (
        "“cancel bootstrapping for n=n_samples”, github.com/verl-project/verl/pull/1320; “fix: boostrap with "
        "n == n_resps since with replacement”, pull/1419; “add unbiased pass@k validation metric”, pull/7240"
    )
    title = "best@k by resampling"
    statement = "best@k, the mean best of k draws with replacement from the n samples, estimates the best of k."
    asserts = Statement(
        E(p**n, function(word, E(best(type_of(word), k_count, r), r))) == E(best(p, k_count, r), r),
        given=(k_count <= n,),
    )
    flaw = (
        "It is never too high, and often too low: a sample drawn twice counts once. For two draws of a fair coin best@2"
        " has the mean 5/8, not 3/4, and with n = k it does not become the best of the samples."
    )
    weight = "false"
    counterexample = Case(p=_FAIR, r=_PASS, n=2, k=2)
    mended = Statement(E(p**n, function(word, E(best(type_of(word), k_count, r), r))) <= E(best(p, k_count, r), r))
    formal = "resampled_best_claim"
    expected = "amended"
    corrected_expected = "formal"
    notes = "Also for k > n. The type of w is the law of a draw with replacement from the samples w."


class Subsets(Assertion):
    id = "E-maxk-ustat"
    place = "arXiv 2510.23393"
    title = "The best of k, over all subsets"
    statement = (
        "Σ C(i−1, k−1)/C(n, k)·r₍ᵢ₎, the rewards in ascending order, is unbiased for the best of k, ties included."
    )
    asserts = Statement(
        E(
            p**n,
            function(word, sum_to(i, n, choose(i, less_one(k_count)) / choose(n, k_count) * ranked(r, word, i))),
        )
        == E(best(p, k_count, r), r),
        given=(k_count <= n,),
    )
    formal = "maxk_claim"
    expected = "formal"
    notes = "With rewards 0 and 1 it is 1 − C(n−c,k)/C(n,k)."


_RIGHT: Final = event(y, r(y) > 0)
_OTHERS: Final = 1 - choose(apply("monus", less_one(n), hits(_RIGHT, word)), less_one(k_count)) / choose(
    less_one(n), less_one(k_count)
)


class Pkpo(Assertion):
    id = "E-pkpo"
    place = "PKPO, arXiv 2505.15201"
    title = "The rewards of PKPO"
    statement = (
        "k/n for a right sample and (k/n)·ρ(n−1, c, k−1) for a wrong one, summed against the scores, give the gradient "
        "of pass@k without bias."
    )
    asserts = Statement(
        E(
            q_positive**n,
            function(
                word,
                total(function(y, when(r(y) > 0, k_count / n, k_count / n * _OTHERS) * score), n)(word),
            ),
        )
        == slope(t, 1 - (1 - Pr(moved, _RIGHT)) ** k_count, 0),
        given=(k_count <= n,),
    )
    formal = "pkpo_claim"
    expected = "formal"
    notes = "Right is what has r > 0; ρ(n, c, k) = 1 − C(n−c,k)/C(n,k)."
    statement_uses = ("E-score", "E-passk")
