"""nothing discharges Σ_{y=1}^{n}(e^(r[y])) ≠ 0"""
# ruff: noqa

from sympy import Eq, Sum
from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import K, exp, families, log, sqrt, symbols, total, y, z


class X(Claim):
    id = "W-H"
    place = "Remark 1"
    title = "An empty sum"
    statement = "2 Σ_{y=1}^n e^{r(y)}/Σ_{z=1}^n e^{r(z)} = 2 for every whole n ≥ 0."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return 2 * (x.n > 0) == self.factor(1)

    hypotheses = ()
    example = Case(n=1)
    edges = (Edge("small", Case(n=1)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        (r,), (n,) = families("r"), symbols("n")
        yield identity("both", 2 * Sum(exp(r[y]) / Sum(exp(r[z]), (z, 1, n)), (y, 1, n)), self.factor(1))
