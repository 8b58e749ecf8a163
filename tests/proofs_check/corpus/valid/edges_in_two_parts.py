"""edges in two parts"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "edges in two parts"
    statement = "edges in two parts"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges1 = (Edge("two", Case(n=2)),)
    edges2 = (Edge("three", Case(n=3)),)
    edges = (*edges1, *edges2)
    cap = 1

    def holds(self, x):
        return at_most(x.n, self.cap * x.n**2)

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
