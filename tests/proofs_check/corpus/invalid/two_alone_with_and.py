"""is asked for its truth, by if, and, or, not, all, any: answer with it, or say any_of(…)"""
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
    id, place, title = "C-claim", "here", "two alone with and"
    statement, scope, expected = "two alone with and", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        yield at_least(x.n, self.lim)
        at_most(x.n, 50) and at_most(x.n, 40)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
