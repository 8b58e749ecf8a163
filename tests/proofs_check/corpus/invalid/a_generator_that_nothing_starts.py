"""no case that is tried makes the comparison in line 18, at_most(x.n, 5)"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "a generator that nothing starts"
    statement, scope, expected = "a generator that nothing starts", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        def upper():
            yield at_most(x.n, 5)

        upper()
        return at_least(x.n, self.lim)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
