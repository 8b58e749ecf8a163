"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "taken out of the list"
    statement, scope, expected = "taken out of the list", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        found = [at_most(x.n, 5), at_least(x.n, self.lim)]
        found.pop(0)
        return found

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
