"""two sums to one"""
# ruff: noqa

from __future__ import annotations
from exactalign import Distribution, kl_divergence, cross_entropy
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, exact, identity, proof, pmf
from proofs_check.formula import KL, H
from proofs_check.formula import positive_law

P, Q = positive_law("p"), positive_law("q")


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "two sums to one"
    statement = "two sums to one"
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
        yield identity("KL", self.k * KL(P, Q) == H(P, Q) - H(P, P))
        for weights in ((1, 2), (1, 3)):
            p = Distribution.from_weights(weights)
            yield exact("the masses sum to one", equal(sum(p.probabilities), 1))
