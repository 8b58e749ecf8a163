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
    id, place, title = "C-claim", "here", "reads all of its cases"
    statement, scope, expected = "reads all of its cases", "all", "tested"
    example, edges = Case(a=1, b=1, c=3), (Edge("zeros", Case(a=0, b=0, c=0)),)
    lim = 9
    teeth = (Variant("five", lim=5),)

    def holds(self, x):
        return at_most(sum(value for _, value in x), self.lim)

    @search(cases(a=integers(0, 3), b=integers(0, 3), c=integers(0, 3)))
    def go(self, x):
        return self.holds(x)
