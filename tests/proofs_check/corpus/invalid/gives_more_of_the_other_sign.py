"""where the hypothesis holds: 0 < b is false"""

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import real, sqrt

B = real("b")


class Root(Claim):
    id = "BAD-gives-sign"
    place = "Section 1"
    title = "The root of a square"
    statement = "√(b²) = b if b² > 2000."
    scope = "every real b with b² > 2000"
    expected = "argued"
    hypotheses = (Hypothesis("b² > 2000", lambda x: x.b**2 > 2000, untried="nothing else is said", gives=(B > 0,)),)
    example = Case(b=50)
    edges = (Edge("another", Case(b=46)),)
    factor = 1
    teeth = (Variant("twice", factor=2),)

    def holds(self, x):
        return equal(abs(x.b), self.factor * x.b)

    @proof
    def by_the_normal_form(self):
        yield identity("the root", sqrt(B**2) == self.factor * B)
