"""tested"""
# ruff: noqa

from __future__ import annotations
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_least,
    at_most,
    equal,
    exact,
    instances,
    same_truth,
    search,
)
from proofs_check.engine.searches import cases, integers, st


class C(Claim):
    id, place, title = "C-claim", "here", "a strategy given twice"
    statement, scope, expected = "a strategy given twice", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        return at_most(x.n, self.lim)

    drawn = cases(n=integers(1, 50))

    @search(drawn)
    def small(self, x):
        return self.holds(x)

    drawn = cases(n=integers(51, 100))

    @search(drawn)
    def large(self, x):
        return self.holds(x)
