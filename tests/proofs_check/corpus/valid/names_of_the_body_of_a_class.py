"""names of the body of a class"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, instances


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "names of the body of a class"
    statement = "names of the body of a class"
    scope = "all"
    expected = "certified"
    _example = Case(n=1)
    example = _example
    edges = (Edge("two", Case(n=2)),)
    _edges = tuple(Case(n=k) for k in (1, 2, 3))
    cap = 1

    def holds(self, x):
        return at_most(x.n, self.cap * x.n**2)

    teeth = (Variant("low", cap=0),)

    @instances(_edges)
    def s(self, x):
        return self.holds(x)
