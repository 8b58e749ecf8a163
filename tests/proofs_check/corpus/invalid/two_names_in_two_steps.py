"""nothing discharges epsilon ≥ 0"""
# ruff: noqa

from sympy import Eq, Sum
from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import K, exp, families, log, sqrt, symbols, total, y, z

(EPS,) = symbols("eps")


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

    hypotheses = (Hypothesis("ε is positive", lambda x: x.eps > 0, without=Case(eps=0, epsilon=1), gives=(EPS > 0,)),)
    example = Case(eps=2, epsilon=2)
    edges = (Edge("small", Case(eps=2, epsilon=2)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        eps, epsilon = symbols("eps epsilon")
        yield identity("the logarithm", log(eps**2), self.factor(log(eps)))
        yield identity("the root", 2 * sqrt(epsilon**2), self.factor(epsilon))
