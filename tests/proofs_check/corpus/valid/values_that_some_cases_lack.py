"""certified"""
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
    id, place, title = "C-claim", "here", "values that some cases lack"
    statement, scope, expected = "values that some cases lack", "all", "certified"
    example, edges = Case(a=1, b=1), (Edge("only a", Case(a=4)),)
    lim = 9
    teeth = (Variant("three", lim=3),)

    def holds(self, x):
        return at_most(sum(dict(x).values()), self.lim)

    @instances([Case(a=k, b=4) for k in range(5)] + [Case(a=k) for k in range(5)])
    def go(self, x):
        return self.holds(x)
