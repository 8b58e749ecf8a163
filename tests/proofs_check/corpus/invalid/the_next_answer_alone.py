"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Variant, at_most, decision


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "the next answer alone"
    statement = "the next answer alone"
    scope = "all"
    expected = "certified"
    cap = 50

    def holds(self, x):
        yield at_most(x.n, self.cap)
        yield at_most(x.n * x.n, 20)

    teeth = (Variant("low", cap=-1),)

    @decision
    def d(self):
        for n in range(1, 10):
            yield next(self.holds(Case(n=n)))
