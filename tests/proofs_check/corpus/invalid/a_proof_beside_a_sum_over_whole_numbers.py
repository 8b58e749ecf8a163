"""its steps pass, but `holds` is false at"""
# ruff: noqa

from proofs_check import *
from proofs_check.formula import real


class Whole(Claim):
    id, place, title = "C-claim", "1", "a false claim that goes through whole numbers"
    statement, scope, expected = "Σ_{k ≤ n} (2k + 1) = n² + 2n + 1 + n(n − 1)(n − 3).", "whole n ≥ 0", "argued"
    two = 2
    example, edges = Case(n=3), (Edge("zero", Case(n=0)), Edge("one", Case(n=1)))
    teeth = (Variant("three", two=3),)

    def holds(self, x):
        return equal(sum(2 * k + 1 for k in range(x.n + 1)), (x.n + 1) ** 2 + x.n * (x.n - 1) * (x.n - 3))

    @proof
    def square(self):
        n = real("n")
        yield identity("expanded", (n + 1) ** 2 == n**2 + self.two * n + 1)
