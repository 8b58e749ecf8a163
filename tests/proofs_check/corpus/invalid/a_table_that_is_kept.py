"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from functools import lru_cache
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a table that is kept"
    statement = "a table that is kept"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    cap = 1

    @lru_cache(None)
    def table(self):
        return {n: at_most(n, self.cap * n**2) for n in range(1, 11)}

    def holds(self, x):
        return self.table()[x.n]

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
