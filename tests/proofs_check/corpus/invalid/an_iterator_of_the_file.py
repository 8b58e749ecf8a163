"""KS is used up where it is read: give a tuple"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers

KS = (k for k in (1, 2, 3))


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "an iterator of the file"
    statement = "an iterator of the file"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 50

    def holds(self, x):
        yield at_most(x.n, self.cap)
        for k in KS:
            yield at_most(x.n * k, 5)

    teeth = (Variant("low", cap=-1),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
