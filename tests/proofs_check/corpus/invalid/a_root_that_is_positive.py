"""nothing discharges 0 < u"""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import *

u = real("u")


class Root(Claim):
    id = "W-positive-root"
    place = "Remark 1"
    title = "A positive root"
    statement = "log u² = 2 log u where √(u²) > 0."
    scope = "all real u ≠ 0"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(ln(x.u**2), self.factor(ln(abs(x.u))))

    hypotheses = (Hypothesis("√(u²) > 0", lambda x: abs(x.u) > 0, without=Case(u=0), gives=(sqrt(u**2) > 0,)),)
    example = Case(u=2)
    edges = (Edge("u = 1", Case(u=1)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        yield identity("both", log(u**2) == self.factor(log(u)))
