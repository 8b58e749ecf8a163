"""tested"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, search
from proofs_check.engine.searches import cases, integers


class Shape(Claim):
    place, title = "here", "a bound from below"
    statement, scope = "n is at least a number", "1 ≤ n ≤ 80"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        return at_least(x.n, self.lim)


class C(Shape):
    id, expected = "C-claim", "tested"

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)


class Other(Shape):
    id, lim, expected = "C-other", 1, "tested"

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
