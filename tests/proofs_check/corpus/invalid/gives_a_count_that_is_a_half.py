"""where the hypothesis holds: n = 3/2 is no whole number ≥ 1"""
# ruff: noqa

from __future__ import annotations
from fractions import Fraction
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import outcome, count
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
    title = "gives a count that is a half"
    statement = "gives a count that is a half"
    scope = "all"
    expected = "argued"
    example = Case(n=Fraction(3, 2))
    edges = (Edge("e", Case(n=Fraction(5, 2))),)
    k = 1
    hypotheses = (Hypothesis("h", lambda x: x.n >= 1, untried="-", gives=(n,)),)

    def holds(self, x):
        return equal(self.k, 1)

    teeth = (Variant("two", k=2),)

    @proof
    def pf(self):
        yield identity("i", self.k * n / n == 1)
