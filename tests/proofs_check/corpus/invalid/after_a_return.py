"""no case that is tried makes the comparison in line 31"""
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
    id, place, title = "C-claim", "here", "after a return"
    statement, scope, expected = "after a return", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        return at_least(x.n, self.lim)
        return at_most(x.n, 5)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
