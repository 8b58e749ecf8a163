"""an end without answers"""
# ruff: noqa

from __future__ import annotations
from itertools import combinations
from proofs_check import Case, Claim, Edge, Variant, at_most, less, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "an end without answers"
    statement = "an end without answers"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 1

    def pairs(self, n):
        if n < 0:
            return ()
        yield from combinations(range(n), 2)

    def holds(self, x):
        return [at_most(0, self.cap * x.n - 1), *(less(a, b) for a, b in self.pairs(x.n))]

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
