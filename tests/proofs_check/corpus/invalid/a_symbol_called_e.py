"""is false at"""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import *

r, e, y = reward("r"), positive("e"), outcome("y")


class X(Claim):
    id = "W-I"
    place = "Remark 1"
    title = "An e that is no base"
    statement = "2√(S²) = 2S, S = Σ r(y) e^{r(y)} for a real e > 0, where Σ r(y) exp(r(y)) > 0."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(
            2 * abs(sum(v * x.e**v for v in x.r)) * ln(x.e**2), self.factor(2 * sum(v * x.e**v for v in x.r) * ln(x.e))
        )

    hypotheses = (
        Hypothesis("e is positive", lambda x: x.e > 0, without=Case(e=0, r=(1,)), gives=(e,)),
        Hypothesis(
            "D > 0",
            lambda x: sum(x.r) > 0,
            without=Case(e=1, r=(-1,)),
            gives=(Sum(y, r(y) * exp(r(y))) > 0,),
        ),
    )
    example = Case(e=1, r=(1,))
    edges = (Edge("small", Case(e=1, r=(1,))),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        s = Sum(y, r(y) * e ** r(y))
        d = Sum(y, r(y) * exp(r(y)))
        yield identity("a", 2 * log(d**2) == self.factor(2 * log(d)))
        yield identity("b", 2 * log(e**2) * sqrt(s**2) == self.factor(2 * s * log(e)))
