"""definitions and illustrations only"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

a = real("a")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "both_sides_alike", "everything"
    statement = "both sides alike"
    expected = "argued"

    @proof
    def steps(self):
        yield identity("a", a + a == a + a)
