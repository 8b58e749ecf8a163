"""nothing reads upper: yield it, or return it"""
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
    id, place, title = "C-claim", "here", "a name that nothing reads"
    statement, scope, expected = "a name that nothing reads", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        if not at_least(x.n, 3):
            return True
        lower = at_least(x.n, self.lim)
        upper = x.n <= 5
        return lower

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
