"""of the answers ok that a loop makes nothing but the last is read: yield each of them"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "the last bool of a loop"
    statement, scope, expected = "the last bool of a loop", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        ok = True
        for k in (50, 100):
            ok = x.n <= k
        return [ok, at_least(x.n, self.lim)]

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
