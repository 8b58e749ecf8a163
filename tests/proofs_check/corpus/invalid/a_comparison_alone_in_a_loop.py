"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, equal, instances


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a comparison alone in a loop"
    statement = "a comparison alone in a loop"
    scope = "all"
    expected = "certified"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 50
    bound = 20

    def holds(self, x):
        for k in (1, 2, 3):
            yield at_most(x.n * k, self.cap)
            equal(x.n * k, k)

    teeth = (Variant("low", cap=-1),)

    @instances([Case(n=1), Case(n=2), Case(n=9)])
    def s(self, x):
        return self.holds(x)
