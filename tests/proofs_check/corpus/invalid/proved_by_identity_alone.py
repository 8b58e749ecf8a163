"""is argued, expected proved"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

a, b = real("a"), real("b")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "proved_by_identity_alone", "everything"
    statement = "proved by identity alone"
    expected = "proved"

    @proof
    def steps(self):
        yield identity("square", (a + b) ** 2 == a**2 + 2 * a * b + b**2)
