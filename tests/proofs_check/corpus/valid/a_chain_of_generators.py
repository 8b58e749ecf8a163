"""a chain of generators"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a chain of generators"
    statement = "a chain of generators"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 1

    def inner(self, x):
        yield at_most(x.n, self.cap * x.n**2)
        return at_most(x.n, self.cap * x.n**3)

    def outer(self, x):
        return (yield from self.inner(x))

    def holds(self, x):
        last = yield from self.outer(x)
        yield last

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
