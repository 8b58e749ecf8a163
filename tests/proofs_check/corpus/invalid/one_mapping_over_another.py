"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "one mapping over another"
    statement, scope, expected = "one mapping over another", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        return {"n": at_most(x.n, 5)} | {"n": at_least(x.n, self.lim)}

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
