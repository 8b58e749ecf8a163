"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "the last list of a loop"
    statement, scope, expected = "the last list of a loop", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        for k in (50, 100):
            found = [at_least(x.n, self.lim), at_most(x.n, k)]
        return found

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
