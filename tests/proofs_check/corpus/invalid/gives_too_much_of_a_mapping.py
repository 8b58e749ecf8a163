"""has a zero, and is no positive law"""
# ruff: noqa

from __future__ import annotations
from fractions import Fraction
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
    title = "gives too much of a mapping"
    statement = "gives too much of a mapping"
    scope = "all"
    expected = "argued"
    example = Case(p={"a": Fraction(1, 2), "b": Fraction(1, 2)})
    edges = (Edge("e", Case(p={"a": Fraction(1, 3), "b": Fraction(2, 3)})),)
    k = 1
    hypotheses = (Hypothesis("h", lambda x: x.p["a"] > 0, untried="-", gives=(PP,)),)

    def holds(self, x):
        return equal(self.k, 1)

    teeth = (Variant("two", k=2),)

    @proof
    def pf(self):
        yield identity("i", self.k * Sum(y, PP(y)) == 1)
