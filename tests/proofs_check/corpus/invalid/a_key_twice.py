"""a second 'bound', in place of that in line"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a key twice"
    statement = "a key twice"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 50

    def holds(self, x):
        return {"bound": x.n**2 <= 20, "bound": x.n <= self.cap}

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
