"""its steps pass, but `holds` is false at (n = 4)"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, equal, identity, proof
from proofs_check.formula import real


class C(Claim):
    id, place = "C-claim", "1"
    title = "a square"
    statement = "(n + 1)² = n² + 2n + 1 + [n > 3]."
    scope = "every n ≥ 1"
    expected = "argued"
    off = 0
    example = Case(n=3)
    edges = (Edge("one", Case(n=1)), Edge("two", Case(n=2)))
    teeth = (Variant("off", off=1),)

    def holds(self, x):
        return equal((x.n + 1) ** 2 + self.off, x.n**2 + 2 * x.n + 1 + (x.n > 3) * 1)

    @proof
    def square(self):
        m = real("m")
        yield identity("the square", (m + 1) ** 2 + self.off == m**2 + 2 * m + 1)
