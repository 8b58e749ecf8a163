""""""
# ruff: noqa

from fractions import Fraction
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, at_most, identity, proof, search, witness
from proofs_check.formula import *
from proofs_check.engine.searches import cases, fractions

x = real("x")


class Square(Claim):
    id = "R-square"
    place = "Lemma 1"
    title = "A number and its square"
    statement = "x ≤ x²."
    corrected = "x ≤ x² for every x ≥ 1."
    scope = "all real x ≥ 1"
    expected = "amended"
    weight = "condition"
    flaw = "It needs x ≥ 1."
    example = Case(x=2)
    edges = (Edge("x = 1", Case(x=1)),)
    teeth = (Variant("strict", more=lambda: 1),)
    hypotheses = (Hypothesis("x ≥ 1", lambda c: c.x >= 1, without=Case(x=Fraction(1, 2)), added=True, gives=(x >= 1,)),)

    def more(self):
        return 0

    def holds(self, c):
        return at_most(c.x + self.more(), c.x**2)

    @witness
    def half(self):
        return Case(x=Fraction(1, 2))

    @search(cases(x=fractions(0, 5)))
    def small(self, c):
        return self.holds(c)

    @proof
    def product(self):
        """It passes on the statement as printed, too; that the argument uses x ≥ 1 is for its readers to see."""
        yield identity("the difference is a product", x**2 - x == x * (x - 1) + self.more())
        yield argument("both factors are ≥ 0, since x ≥ 1", tested_by="small")
