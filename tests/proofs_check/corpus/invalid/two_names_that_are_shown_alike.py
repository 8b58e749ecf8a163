"""eps and epsilon are both shown as ε: rename one"""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import *

eps, epsilon = real("eps"), real("epsilon")


class Root(Claim):
    id = "W-root"
    place = "Remark 1"
    title = "A root of a square"
    statement = "√(ε'²) log ε² = 2 ε' log ε for every ε > 0 and every real ε'."
    scope = "all real ε > 0, all real ε'"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(2 * abs(x.epsilon) * ln(x.eps), self.factor(x.epsilon) * ln(x.eps))

    hypotheses = (Hypothesis("ε is positive", lambda x: x.eps > 0, without=Case(eps=0, epsilon=1), gives=(eps > 0,)),)
    example = Case(eps=2, epsilon=2)
    edges = (Edge("ε' = 1", Case(eps=1, epsilon=1)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        yield identity("the root", sqrt(epsilon**2) * log(eps**2) == self.factor(epsilon) * log(eps))
