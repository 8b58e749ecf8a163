"""nothing reads n of its cases, of which the statement speaks"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "a value that the statement speaks of"
    statement, scope, expected = "n ≤ m + 9", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1, m=1), (Edge("two", Case(n=2, m=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        return at_least(x.m, self.lim)

    @search(cases(n=integers(1, 80), m=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
