"""the check d does not ask it"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Claim, Variant, at_most, decision


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a decision that never asks"
    statement = "a decision that never asks"
    scope = "all"
    expected = "certified"
    cap = 50

    def holds(self, x):
        return at_most(x.n * x.n, 20)

    def each(self, n):
        return at_most(n, self.cap)

    teeth = (Variant("low", cap=-1),)

    @decision
    def d(self):
        return [self.each(n) for n in range(1, 10)]
