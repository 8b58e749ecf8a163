"""a check must answer with a comparison, or several, not with a bool"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "generators are true"
    statement = "generators are true"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 50

    def holds(self, x):
        yield at_most(x.n * x.n, 20)
        yield at_most(x.n, self.cap)

    teeth = (Variant("low", cap=-1),)

    @search(cases(n=integers(1, 4), m=integers(1, 9)))
    def s(self, x):
        yield all(self.holds(x.but(n=k)) for k in range(1, x.m + 1))
        yield from self.holds(x)
