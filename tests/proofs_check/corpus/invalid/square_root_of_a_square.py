"""√(x^2) = x is false at (x = -1/2)"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

x = real("x")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "square_root_of_a_square", "everything"
    statement = "square root of a square"
    expected = "argued"

    @proof
    def steps(self):
        yield identity("√(x²) = x for every real x", sqrt(x**2) == x)
