"""nothing discharges x ≠ 0"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

x = real("x")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_square_over_itself", "everything"
    statement = "x²/x + log e^x = 2 x for every real x."
    expected = "argued"
    teeth = (Variant("three for two", times=3),)
    times = 2

    @proof
    def steps(self):
        yield identity("both sides", x * x / x + log(exp(x)) == self.times * x)
