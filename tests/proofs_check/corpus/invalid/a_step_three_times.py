"""and would be counted twice"""
# ruff: noqa

from __future__ import annotations
from exactalign import kl_divergence, cross_entropy
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof, pmf
from proofs_check.formula import KL, H
from proofs_check.formula import positive_law

P, Q = positive_law("p"), positive_law("q")


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a step three times"
    statement = "a step three times"
    scope = "all"
    expected = "argued"
    example = Case(p=pmf("1/3,2/3"), q=pmf("1/2,1/2"))
    edges = (Edge("one", Case(p=pmf("1"), q=pmf("1"))),)
    k = 1
    hypotheses = (
        Hypothesis(
            "positive",
            lambda x: all(m > 0 for m in (*x.p.probabilities, *x.q.probabilities)),
            untried="-",
            gives=(P, Q),
        ),
    )

    def holds(self, x):
        return equal(self.k * kl_divergence(x.p, x.q), cross_entropy(x.p, x.q) - cross_entropy(x.p, x.p))

    teeth = (Variant("two", k=2),)

    @proof
    def pf(self):
        step = identity("KL", self.k * KL(P, Q) == H(P, Q) - H(P, P))
        yield step
        yield step
        yield step
