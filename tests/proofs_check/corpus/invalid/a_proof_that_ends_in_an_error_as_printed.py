"""it ends in an error on the statement as printed"""
# ruff: noqa

from exactalign import kl_divergence, rational
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, identity, proof, witness, pmf
from proofs_check.formula import KL, H
from proofs_check.formula import positive_law

P, Q = positive_law("p"), positive_law("q")


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a proof that ends in an error as printed"
    statement = "a proof that ends in an error as printed"
    scope = "all"
    expected = "amended"

    weight = "slip"
    corrected = "KL <= 100"
    corrected_expected = "argued"
    k = 1
    limit = 100
    as_printed = Variant("as printed", limit=rational(1) / 1)

    def holds(self, x):
        return at_most(kl_divergence(x.p, x.q), self.limit)

    example = Case(p=pmf("1/2,1/2"), q=pmf("1/3,2/3"))
    edges = (Edge("one", Case(p=pmf("1"), q=pmf("1"))),)
    teeth = (Variant("three", k=3),)

    @witness
    def wit(self):
        return Case(p=pmf("999/1000,1/1000"), q=pmf("1/4,3/4"))

    @proof
    def pf(self):
        yield identity(
            f"kl is below {self.limit}" + ("" if self.limit.bit_length() else ""),
            self.k * KL(P, Q) == H(P, Q) - H(P, P),
        )

    hypotheses = (
        Hypothesis(
            "positive",
            lambda x: all(m > 0 for m in (*x.p.probabilities, *x.q.probabilities)),
            untried="-",
            gives=(P, Q),
        ),
    )
