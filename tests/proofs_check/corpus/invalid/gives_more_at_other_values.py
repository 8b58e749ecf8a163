"""where the hypothesis holds: 0 < b is false"""

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import real, sqrt

B = real("b")


class Root(Claim):
    id = "BAD-gives-elsewhere"
    place = "Section 1"
    title = "The root of a square"
    statement = "√(b²) = b if a < b."
    scope = "every real b with a < b"
    expected = "argued"
    hypotheses = (Hypothesis("a < b", lambda x: x.a < x.b, untried="nothing else is said", gives=(B > 0,)),)
    example = Case(a=1, b=2)
    edges = (Edge("another", Case(a=0, b=1)),)
    factor = 1
    teeth = (Variant("twice", factor=2),)

    def holds(self, x):
        return equal(abs(x.b), self.factor * x.b)

    @proof
    def by_the_normal_form(self):
        yield identity("the root", sqrt(B**2) == self.factor * B)
