"""claim W-words: what “u is positive” gives is a letter, or what holds of letters, as in gives=(p, 0 < m, absolutely_continuous(p, q)), and not 'u > 0'"""
# ruff: noqa

from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.formula import *

u = real("u")


class Fact(Claim):
    id = "W-words"
    place = "Remark 1"
    title = "A square"
    statement = "log u² = 2 log u for u > 0."
    scope = "all u > 0"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(ln(x.u**2), self.factor(ln(x.u)))

    hypotheses = (Hypothesis("u is positive", lambda x: x.u > 0, without=Case(u=0), gives=("u > 0",)),)
    example = Case(u=2)
    edges = (Edge("u = 1", Case(u=1)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        yield identity("both", log(u**2) == self.factor(log(u)))
