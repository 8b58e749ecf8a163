"""is no part of the answer: each comparison that is made is one"""
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
    id, place, title = "C-claim", "here", "lost after a premise"
    statement, scope, expected = "lost after a premise", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        if x.n < 3:
            return at_least(x.n, self.lim)
        lower = at_least(x.n, self.lim)
        upper = [at_most(x.n, 5)]
        return lower

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
