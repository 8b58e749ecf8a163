"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from proofs_check import equal
from proofs_check import Case, Claim, Edge, Variant, at_most, instances


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a list that is counted"
    statement = "a list that is counted"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        return [equal(len([at_most(x.n, 30)]), 1), at_most(x.n, self.lim)]

    @instances([Case(n=k) for k in range(1, 41)])
    def go(self, x):
        return self.holds(x)
