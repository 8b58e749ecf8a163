"""gaps is used up where it is read first: give a tuple"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "an iterator read twice"
    statement, scope, expected = "an iterator read twice", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        gaps = (k - x.n for k in range(10))
        yield at_least(max(gaps) + 100, self.lim)
        yield all(gap >= 0 for gap in gaps)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
