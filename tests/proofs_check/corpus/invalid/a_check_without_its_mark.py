"""no case that is tried makes the comparison in line 20, at_most(x.n ** 2, 100)"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "a check without its mark"
    statement, scope, expected = "a check without its mark", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        return at_least(x.n, self.lim)

    def squares(self, x):
        return at_most(x.n**2, 100)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
