"""is false at (ε = 2, ε_1 = -1/2)"""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import *

eps, other = real("eps"), real("eps_1")


class X(Claim):
    id = "W-A"
    place = "Remark 1"
    title = "A root, in two steps"
    statement = "2 log ε = log ε² and 2√(ε'²) = 2 ε' for every ε > 0 and every real ε'."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        yield equal(ln(x.eps**2), self.factor(ln(x.eps)))
        yield equal(2 * abs(x.epsilon), self.factor(x.epsilon))

    hypotheses = (Hypothesis("ε is positive", lambda x: x.eps > 0, without=Case(eps=0, epsilon=1), gives=(eps > 0,)),)
    example = Case(eps=2, epsilon=2)
    edges = (Edge("small", Case(eps=2, epsilon=2)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        yield identity("the logarithm", log(eps**2) == self.factor(log(eps)))
        yield identity("the root", 2 * sqrt(other**2) == self.factor(other))
