"""not with a Step: that stands in a @proof"""
# ruff: noqa

from proofs_check import Case, Claim, Variant, identity, witness
from proofs_check.formula import *

a, b, x = real("a"), real("b"), real("x")


class Exchanged(Claim):
    id = "W-swap"
    place = "Remark 1"
    title = "A product of a sum"
    statement = "(a + b) x = x a + x b."
    scope = "all a, b, x"
    expected = "refuted"
    weight = "false"
    teeth = (Variant("repaired", factor=lambda right: x * (a + b)),)

    def factor(self, x):
        return x

    def holds(self, case):
        return identity("both", (a + b) * x == self.factor(x * a + x * b))

    @witness
    def any(self):
        return Case(a=1, b=2, x=3)
