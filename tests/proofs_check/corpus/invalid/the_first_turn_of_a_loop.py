"""the first turn of a loop returns its answer: yield each of them"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "the first turn of a loop"
    statement, scope, expected = "the first turn of a loop", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        for k in (100, 50):
            return [at_least(x.n, self.lim), at_most(x.n, k)]

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
