"""an answer taken from the end"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "an answer taken from the end"
    statement = "an answer taken from the end"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 1

    def bisect(self, n):
        lo = 0
        while lo < n:
            yield lo
            lo += 1
        return lo

    def holds(self, x):
        g = self.bisect(x.n)
        last = None
        while True:
            try:
                next(g)
            except StopIteration as stop:
                last = stop.value
                break
        return at_most(last, self.cap * x.n)

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
