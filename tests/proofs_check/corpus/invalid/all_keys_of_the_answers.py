"""a check must answer with a comparison, or several, not with a bool"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "all keys of the answers"
    statement = "all keys of the answers"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 50

    def holds(self, x):
        parts = {"square": at_most(x.n * x.n, 20), "cube": at_most(x.n**3, 20)}
        return [at_most(x.n, self.cap), all(parts)]

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
