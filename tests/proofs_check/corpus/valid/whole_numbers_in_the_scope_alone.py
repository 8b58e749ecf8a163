"""whole numbers in the scope alone"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, equal, identity, proof
from proofs_check.formula import real


class C(Claim):
    id, place, title = "C-claim", "1", "a square of a whole number"
    statement, scope, expected = "(n + 1)² = n² + 2n + 1 for whole n ≥ 0.", "whole numbers", "argued"
    two = 2
    example = Case(n=3)
    edges = (Edge("zero", Case(n=0)),)
    teeth = (Variant("three", two=3),)

    def holds(self, x):
        return equal(sum(2 * k + 1 for k in range(x.n + 1)), x.n**2 + self.two * x.n + 1)

    @proof
    def square(self):
        n = real("n")
        yield identity("expanded", (n + 1) ** 2 == n**2 + self.two * n + 1)
