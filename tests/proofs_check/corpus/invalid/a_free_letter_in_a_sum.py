"""is false at"""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import *

r, q, y, z = reward("r"), reward("q"), outcome("y"), outcome("z")


class X(Claim):
    id = "W-C"
    place = "Remark 1"
    title = "A sum at one letter"
    statement = "√(S(y)²) log D² = 2 S(y) log D for every y, where S(y) = Σ_z r(z) e^{r(z) q(y)} and D = Σ_y r(y) e^{r(y) q(y)} > 0."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return all(equal(2 * abs(sum(x.r)) * ln(sum(x.r)), self.factor(sum(x.r)) * ln(sum(x.r))) for _ in x.q)

    hypotheses = (
        Hypothesis(
            "D is positive",
            lambda x: sum(x.r) > 0,
            without=Case(r=(0, 0), q=(0, 0)),
            gives=(Sum(y, r(y) * exp(r(y) * q(y))) > 0,),
        ),
    )
    example = Case(r=(1, 2), q=(0, 0))
    edges = (Edge("small", Case(r=(1, 2), q=(0, 0))),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        s, d = Sum(z, r(z) * exp(r(z) * q(y))), Sum(y, r(y) * exp(r(y) * q(y)))
        yield identity("both", sqrt(s**2) * log(d**2) == self.factor(s) * log(d))
