"""nothing discharges x is a positive real"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

x, u = positive("x"), positive("u")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_sort_that_another_hypothesis_gives", "everything"
    statement = "a sort that another hypothesis gives"
    expected = "argued"
    hypotheses = (Hypothesis("u is positive", lambda x: True, untried="for its gives", gives=(u,)),)

    @proof
    def steps(self):
        yield identity("root", sqrt(x**2) + 1 == x + 1)
