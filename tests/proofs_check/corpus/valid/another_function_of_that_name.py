"""tested"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, equal, search
from proofs_check.engine.searches import cases, integers
from operator import lt as less


class C(Claim):
    id, place, title = "C-claim", "here", "another function of that name"
    statement, scope, expected = "another function of that name", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1, m=1), (Edge("two", Case(n=2, m=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        yield equal(less(-1, x.n), True)
        yield at_least(x.n, self.lim)

    @search(cases(n=integers(1, 80), m=integers(1, 9)))
    def go(self, x):
        return self.holds(x)
