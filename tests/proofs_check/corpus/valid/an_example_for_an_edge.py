"""an example for an edge"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "an example for an edge"
    statement = "an example for an edge"
    scope = "all"
    expected = "tested"
    example2 = Case(n=2)
    example = Case(n=1)
    edges = (Edge("two", example2),)
    cap = 1

    def holds(self, x):
        return at_most(x.n, self.cap * x.n**2)

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
