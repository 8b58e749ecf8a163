"""Estimates of KL(q‖p) from draws of q: k1 = −log(p/q), k2 = (log(p/q))²/2, k3 = p/q − 1 − log(p/q)."""

from __future__ import annotations

from typing import Final

from proofs_check import Case, pmf
from proofs_check.formula import KL, E, Term, Var, absolutely_continuous, function, log
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import p, p_positive, q, q_positive, y


def k1(q: Term, p: Term) -> Term:
    """−log(p/q)."""
    return function(y, -log(p(y) / q(y)))


def k2(q: Term, p: Term) -> Term:
    """(log(p/q))²/2."""
    return function(y, log(p(y) / q(y)) ** 2 / 2)


def k3(q: Term, p: Term) -> Term:
    """p/q − 1 − log(p/q)."""
    return function(y, p(y) / q(y) - 1 - log(p(y) / q(y)))


_HALF: Final = pmf("1/2, 1/2")
_RARE: Final = pmf("1/64, 63/64")


class MeanOfK3(Assertion):
    id = "E-k3-mean"
    place = "“Approximating KL divergence”, a note; trl issues 4967 and 4638"
    title = "k3 is unbiased"
    statement = "k3 is an unbiased estimate of KL(q‖p), also when samples are truncated by top-k or top-p."
    asserts = Statement(E(q, k3(q, p)) == KL(q, p))
    flaw = (
        "Its mean is KL(q‖p) less the mass that p has where q has none. Draws truncated by top-k or top-p are such a q:"
        " then k3 is too small by the mass of p outside."
    )
    weight = "condition"
    counterexample = Case(q=pmf("1, 0"), p=_HALF)
    mended = Statement(E(q, k3(q, p)) == KL(q, p), given=(absolutely_continuous(p, q),))
    formal = Formal("k3_unbiased_iff", "intros; apply k3_unbiased_iff; premise. ")
    expected = "amended"
    corrected_expected = "formal"
    notes = "E k3 = KL(q‖p) exactly where p ≪ q (theorem k3_unbiased_iff), for q ≪ p."


class VarianceOfK3(Assertion):
    id = "E-k3-var"
    place = "trl pull 3240"
    title = "k3 against k1: the variance"
    statement = "k3 has less variance than k1."
    asserts = Statement(Var(q_positive, k3(q_positive, p_positive)) <= Var(q_positive, k1(q_positive, p_positive)))
    flaw = "Not where the draws miss what p has: there p/q is large with a small chance, and its variance decides."
    weight = "false"
    counterexample = Case(q=_RARE, p=_HALF)
    expected = "refuted"
    notes = "For q near p it has the smaller variance (theorem k3_variance_below has two letters where it does)."


class K2Above(Assertion):
    id = "E-k2-above"
    place = "trl pull 3240"
    title = "The bias of k2: at most upwards?"
    statement = "The mean of k2 is at least KL(q‖p)."
    asserts = Statement(KL(q_positive, p_positive) <= E(q_positive, k2(q_positive, p_positive)))
    flaw = "At q = (1/64, 63/64) and p = (1/2, 1/2) it is below."
    weight = "false"
    counterexample = Case(q=_RARE, p=_HALF)
    expected = "refuted"


class K2Below(Assertion):
    id = "E-k2-below"
    place = "trl pull 3240"
    title = "The bias of k2: at most downwards?"
    statement = "The mean of k2 is at most KL(q‖p)."
    asserts = Statement(E(q_positive, k2(q_positive, p_positive)) <= KL(q_positive, p_positive))
    flaw = "At q = (1/2, 1/2) and p = (1/32, 31/32) it is above: k2 is biased, in either direction."
    weight = "false"
    counterexample = Case(q=_HALF, p=pmf("1/32, 31/32"))
    expected = "refuted"
