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
    id, place, title = "C-claim", "here", "same truth that is lost"
    statement, scope, expected = "same truth that is lost", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        signs = at_least(x.n, self.lim)
        squares = [same_truth(at_least(x.n, 10), at_least(x.n**2, 200))]
        return signs

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
