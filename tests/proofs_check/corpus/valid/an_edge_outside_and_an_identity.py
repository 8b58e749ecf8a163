"""An identity of one letter, and an edge at which another name violates the hypothesis."""

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof, search
from proofs_check.engine.searches import cases, integers
from proofs_check.formula import real, sqrt

B = real("b")


class Root(Claim):
    id = "OK-outside"
    place = "Section 1"
    title = "The root of a square"
    statement = "√(b²) = b if |a| < b."
    scope = "all real a and b with |a| < b"
    expected = "tested"
    hypotheses = (Hypothesis("|a| < b", lambda x: abs(x.a) < x.b, without=Case(a=1, b=-1)),)
    example = Case(a=1, b=2)
    edges = (Edge("a = 0", Case(a=0, b=1)), Edge("outside", Case(a=1, b=-3)))
    factor = 1
    teeth = (Variant("twice", factor=2),)

    def holds(self, x):
        return equal(abs(x.b), self.factor * x.b)

    @proof
    def not_shown(self):  # nothing gives b > 0
        yield identity("the root", sqrt(B**2) == self.factor * B)

    @search(cases(a=integers(-3, 3), b=integers(1, 9)))
    def small(self, x):
        return self.holds(x)
