"""one of two comparisons"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, any_of, at_most, at_least, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "one of two comparisons"
    statement = "one of two comparisons"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    cap = 1

    def holds(self, x):
        small = at_most(x.n, self.cap * 5)
        large = at_least(x.n, self.cap * 6)
        return any_of(small, large) if self.cap else [small, large]

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
