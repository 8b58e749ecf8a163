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


class Checks:
    def __init__(self):
        self.found = []

    def equal(self, a, b):
        self.found.append(equal(a, b))

    def at_most(self, a, b):
        self.found.append(at_most(a, b))


class C(Claim):
    id, place, title = "C-claim", "here", "a collector of comparisons"
    statement, scope, expected = "a collector of comparisons", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        check = Checks()
        check.equal(x.n + 1, 1 + x.n)
        check.at_most(x.n, self.lim)
        return check.found

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
