"""not with a Step: that stands in a @proof"""
# ruff: noqa

from proofs_check import Claim, Variant, decision, identity
from proofs_check.formula import *

u = real("u")


class Root(Claim):
    id = "W-dec"
    place = "Remark 1"
    title = "A root"
    statement = "√(u²) = u for every real u."
    scope = "all real u"
    expected = "certified"
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    def factor(self, x):
        return x

    @decision
    def form(self):
        yield identity("both", sqrt(u**2) == self.factor(u))
