"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, at_least, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a part of holds"
    statement = "a part of holds"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    cap = 1

    def holds(self, x):
        return {"upper": at_most(x.n, self.cap * x.n**2), "lower": at_least(x.n, 1)}

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def upper(self, x):
        return self.holds(x)["upper"]
