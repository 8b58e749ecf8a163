"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a truth that is dropped"
    statement = "a truth that is dropped"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        at_most(x.n, 6).truth()
        yield at_most(x.n, self.lim)

    @search(cases(n=integers(1, 9)))
    def go(self, x):
        return self.holds(x)
