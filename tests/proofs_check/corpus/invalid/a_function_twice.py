"""a second bound, in place of that in line"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


def bound(x, b):
    return [at_most(x.n, b), at_most(x.n, 5)]


def bound(x, b):
    return at_most(x.n, b)


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a function twice"
    statement = "a function twice"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        yield bound(x, self.lim)

    @search(cases(n=integers(1, 9)))
    def go(self, x):
        return self.holds(x)
