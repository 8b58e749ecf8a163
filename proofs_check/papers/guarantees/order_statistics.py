"""Mechanism 2: the maximum of exponentials, and what a stochastic inverse is needed for."""

from __future__ import annotations

from exactalign import Reward
from exactalign import log as exact_log
from proofs_check import (
    Case,
    pmf,
)
from proofs_check.formula import KL, E, Pr, Term, best, both, event, exp, function, log, maximum, minimum, spacings
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers import variables as v
from proofs_check.papers.models import COIN


def _upto(y: Term) -> Term:
    return Pr(v.p, event(v.z, v.r(v.z) <= v.r(y)))


def _below(outcome: Term) -> Term:
    other = v.y if outcome is v.z else v.z
    return Pr(v.p, event(other, v.r(other) < v.r(outcome)))


def _tied(outcome: Term) -> Term:
    other = v.y if outcome is v.z else v.z
    return Pr(v.p, event(other, v.r(other) == v.r(outcome)))


class MaximumOfExponentials(Assertion):
    id = "G-renyi-rep"
    place = "Mechanism 2"
    title = "Rényi's representation of the maximum of exponentials"
    statement = (
        "The maximum of n independent Exp(1) variables has the law of Σ_{i=1}^n E_i/(n − i + 1), E_i independent"
        " Exp(1)."
    )
    asserts = Statement(spacings(v.k, v.x) == (1 - exp(-v.x)) ** v.k, given=(v.x >= 0,))
    formal = "renyi_representation"
    expected = "formal"
    example = Case(k=3, x=exact_log(2))
    notes = (
        "All n variables are at most x with probability (1 − e^−x)ⁿ. The sum's law is built by convolution, one summand"
        " after another. The divergence of the maximum from one variable is log n − (n − 1)/n, as the density of its"
        " quantile is n u^{n−1} (theorem largest_uniform_KL); on a finite alphabet it is a bound: G-bon-kl."
    )


class WithoutInverse(Assertion):
    id = "G-inverse"
    place = "Mechanism 2, break condition"
    title = "What happens without a one-to-one reward"
    statement = "Without a one-to-one reward the bound log n − (n − 1)/n breaks."
    asserts = Statement(
        log(v.N) - (v.N - 1) / v.N < KL(best(v.p, v.N, v.r), v.p),
        given=(v.r(v.y) == v.r(v.z), v.g(v.y) != v.g(v.z), v.p(v.y) > 0, v.p(v.z) > 0, v.N >= 2),
    )
    flaw = (
        "It never breaks. The card adds that there is no stochastic inverse: there always is one, by breaking ties at"
        " random (G-inverse-exists), so that its condition is never met. What is lost with ties, and already on every"
        " finite alphabet with a one-to-one reward, is equality (for n ≥ 2; at n = 1 both sides are 0)."
    )
    weight = "false"
    counterexample = Case(p=pmf("1/2, 1/4, 1/4"), r=Reward.values((0, 1, 1)), g=Reward.values((0, 1, 2)), y=1, z=2, N=2)
    degenerate = Case(p=COIN, r=Reward.values((0, 0)), g=Reward.values((0, 1)), y=0, z=1, N=2)
    mended = Statement(KL(best(v.p, v.N, v.r), v.p) <= log(v.N) - (v.N - 1) / v.N)
    formal = "best_of_KL"
    expected = "amended"
    corrected_expected = "formal"
    statement_uses = ("G-bon-kl",)
    notes = "The reward g only tells two outcomes y and z of one reward r apart: so r is not one-to-one."


class StochasticInverse(Assertion):
    id = "G-inverse-exists"
    place = "Mechanism 2, break condition"
    title = "A stochastic inverse always exists"
    statement = (
        "For every finite π_ref and reward, V = F(r−) + W·π_ref(r), W uniform, is uniform; and best-of-n is p given the"
        " level of the largest of n copies of V."
    )
    asserts = Statement(
        both(
            E(v.p, function(v.z, minimum(1, maximum(0, (v.t - _below(v.z)) / _tied(v.z))))) == v.t,
            best(v.p, v.N, v.r)(v.y) == v.p(v.y) / _tied(v.y) * (_upto(v.y) ** v.N - _below(v.y) ** v.N),
        ),
        given=(v.t >= 0, v.t <= 1),
    )
    formal = Formal("stochastic_inverse", "intros; eapply stochastic_inverse; eassumption. ")
    expected = "formal"
    statement_uses = ("G-bon-kl",)
    notes = (
        "P(V ≤ t | y) is (t − F(r−))/π_ref(r), cut off at 0 and 1; the largest of n copies is on the level of y with"
        " probability F(r)ⁿ − F(r−)ⁿ. So the bounds that hold without atoms hold on every finite model: G-inverse."
    )
