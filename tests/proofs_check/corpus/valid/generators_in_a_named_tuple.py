"""generators in a named tuple"""
# ruff: noqa

from __future__ import annotations
from collections import namedtuple
from proofs_check import Case, Claim, Edge, Variant, at_most, at_least, search
from proofs_check.engine.searches import cases, integers

Both = namedtuple("Both", "upper lower")


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "generators in a named tuple"
    statement = "generators in a named tuple"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    cap = 1

    def holds(self, x):
        return Both((at_most(x.n, self.cap * x.n**k) for k in (2, 3)), (at_least(x.n, k * self.cap) for k in (0, 1)))

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return [self.holds(x), self.holds(Case(n=x.n + 1))]
