"""where the hypothesis holds: p = [1, 1] is no law"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import Sum, outcome, count
from proofs_check.formula import real, law, positive_law, reward

P, Q = law("p"), law("q")
PP, QQ = positive_law("p"), positive_law("q")
al = real("alpha")
n = count("n")
R = reward("r")
y = outcome("y")


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "gives a law that sums to two"
    statement = "gives a law that sums to two"
    scope = "all"
    expected = "argued"
    example = Case(p=[1, 1])
    edges = (Edge("e", Case(p=[1, 2])),)
    k = 1
    hypotheses = (Hypothesis("h", lambda x: x.p[0] > 0, untried="-", gives=(P,)),)

    def holds(self, x):
        return equal(self.k, 1)

    teeth = (Variant("two", k=2),)

    @proof
    def pf(self):
        yield identity("i", self.k * Sum(y, P(y)) == 1)
