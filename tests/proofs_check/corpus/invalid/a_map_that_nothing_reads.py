"""no case that is tried makes the comparison in line 17, at_most(x.n, k)"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "a map that nothing reads"
    statement, scope, expected = "a map that nothing reads", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        bounds = map(lambda k: at_most(x.n, k), (5, 6))
        assert bounds
        return at_least(x.n, self.lim)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
