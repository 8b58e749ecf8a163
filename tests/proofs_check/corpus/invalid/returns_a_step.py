"""a generator returns a Step, at which nothing looks: yield it"""

from proofs_check import Case, Claim, Edge, Variant, equal, identity, proof
from proofs_check.formula import real

B = real("b")


class Square(Claim):
    id = "BAD-returned-step"
    place = "Section 1"
    title = "The square of a sum"
    statement = "(b + 1)² = b² + 1."
    scope = "every real b"
    expected = "argued"
    example = Case(b=0)
    edges = (Edge("0", Case(b=0)),)
    twice = 2
    teeth = (Variant("three times", twice=3),)

    def holds(self, x):
        return equal((x.b + 1) ** 2, x.b**2 + 1)

    @proof
    def expanded(self):
        yield identity("the square", B**2 + self.twice * B + 1 == (B + 1) ** 2)
        return identity("so", (B + 1) ** 2 == B**2 + 1)
