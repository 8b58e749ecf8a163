"""is false at"""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import *

r, y, z = reward("r"), outcome("y"), outcome("z")


class Letter(Claim):
    id = "W-letter"
    place = "Remark 3"
    title = "A letter of positive reward"
    statement = "log(r(z)²) Σ_y √(r(y)²) = 2 log r(z) Σ_y r(y) for every letter z with r(z) > 0."
    scope = "all K, all rewards, all z with r(z) > 0"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(2 * ln(x.r[x.z]) * sum(map(abs, x.r)), self.factor(sum(x.r)) * ln(x.r[x.z]))

    hypotheses = (
        Hypothesis("z has a positive reward", lambda x: x.r[x.z] > 0, without=Case(r=(0, 0), z=0), gives=(r(z) > 0,)),
    )
    example = Case(r=(1, 2), z=1)
    edges = (Edge("K = 1", Case(r=(1,), z=0)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        whole, absolute = Sum(y, r(y)), Sum(y, sqrt(r(y) ** 2))
        yield identity("both sides", log(r(z) ** 2) * absolute == self.factor(whole) * log(r(z)))
