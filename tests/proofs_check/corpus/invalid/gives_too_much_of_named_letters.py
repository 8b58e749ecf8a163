"""has a zero, and is no positive law"""
# ruff: noqa

from exactalign import Distribution
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import Sum, outcome, size
from proofs_check.formula import positive_law

Q = positive_law("q")
y = outcome("y")


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "gives too much of named letters"
    statement = "gives too much of named letters"
    scope = "all"
    expected = "argued"

    factor = 1

    def holds(self, x):
        return equal(sum(1 for m in x.q.probabilities if m > 0), self.factor * len(x.q))

    hypotheses = (Hypothesis("yes has mass", lambda x: x.q["yes"] > 0, untried="no", gives=(Q,)),)
    example = Case(q=Distribution({"yes": "1/2", "no": "1/2"}))
    edges = (Edge("same", Case(q=Distribution({"yes": "1/3", "no": "2/3"}))),)
    teeth = (Variant("two", factor=2),)

    @proof
    def pf(self):
        yield identity("sum", Sum(y, Q(y) / Q(y)) == self.factor * size(Q))
