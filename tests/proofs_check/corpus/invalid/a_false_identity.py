"""step 1 fails (square): (a + b)^2 = a^2 + b^2 is false at ("""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

a, b = real("a"), real("b")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_false_identity", "everything"
    statement = "a false identity"
    expected = "argued"

    @proof
    def steps(self):
        yield identity("square", (a + b) ** 2 == a**2 + b**2)
