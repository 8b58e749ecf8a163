"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a comparison without yield"
    statement = "a comparison without yield"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 50
    bound = 20

    def holds(self, x):
        at_most(x.n * x.n, self.bound)
        yield at_most(x.n, self.cap)

    teeth = (Variant("low", cap=-1),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
