"""Section 4.2, after Lemma 6: the sharper bound log N − (N−1)/N, its equality case and its gap."""

from __future__ import annotations

from fractions import Fraction

from exactalign import Distribution, Reward
from proofs_check import (
    Case,
)
from proofs_check.formula import KL, Pr, best, event, for_all, iff, kept
from proofs_check.formula import log as ln
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.papers.variables import N, d, p, r, s, y, z


class SharperBound(Assertion):
    id = "A-lem6-sharp"
    place = "Lemma 6, sharpened"
    title = "Best-of-N is within log N − (N−1)/N of the reference"
    statement = "KL(π_N‖p) ≤ log N − (N − 1)/N, for every rule that keeps one of the N draws."
    asserts = Statement(KL(kept(p, N, s), p) <= ln(N) - (N - 1) / N)
    formal = "lemma6_sharp"
    expected = "formal"


class OneDrawOnly(Assertion):
    id = "A-lem6-eq"
    place = "Lemma 6, equality"
    title = "The sharper bound is attained for one draw only"
    statement = "On a finite alphabet KL(π_N‖p) = log N − (N − 1)/N if and only if N = 1."
    asserts = Statement(iff(KL(kept(p, N, s), p) == ln(N) - (N - 1) / N, N == 1))
    formal = Formal(
        "lemma6_equality",
        "intros; rewrite (lemma6_equality dec A N p s) by assumption; split; intros E;"
        " [ now rewrite E | now apply INR_eq ]. ",
    )
    expected = "formal"


class Gap(Assertion):
    id = "A-lem6-gap"
    place = "Lemma 6, sharpness"
    title = "The sharper bound is nearly attained when all levels are small"
    statement = "KL(π_N‖p) ≥ log N − (N − 1)/N − N max_L p(L), over the reward levels L, with ties broken uniformly."
    asserts = Statement(
        ln(N) - (N - 1) / N - N * d <= KL(best(p, N, r), p),
        given=(for_all(y, Pr(p, event(z, r(z) == r(y))) <= d),),
    )
    formal = "gap_of_levels"
    expected = "formal"
    example = Case(p=Distribution.uniform(12), r=Reward.values(range(12)), N=2, d=Fraction(1, 12))
    notes = "d is any bound on the probabilities of the levels."
