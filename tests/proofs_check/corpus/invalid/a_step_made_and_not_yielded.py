"""ClaimError: the step “the square, opened” is made and not yielded: it is no part of the proof"""
# ruff: noqa

from proofs_check import Claim, argument, identity, proof
from proofs_check.formula import *

a, b = real("a"), real("b")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a step made and not yielded", "everything"
    statement = "a square"
    expected = "argued"

    @proof
    def steps(self):
        identity("the square, opened", (a + b) ** 2 == a**2 + b**2)
        yield identity("a sum", a + b == b + a + 0)
