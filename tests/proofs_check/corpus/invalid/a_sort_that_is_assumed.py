"""nothing discharges x is a positive real"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

x = positive("x")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_sort_that_is_assumed", "everything"
    statement = "√(x²) = x for every real x."
    expected = "argued"

    @proof
    def steps(self):
        yield identity("root", sqrt(x**2) + 1 == x + 1)
