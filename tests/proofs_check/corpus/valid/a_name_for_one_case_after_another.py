"""a name for one case after another"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a name for one case after another"
    statement = "a name for one case after another"
    scope = "all"
    expected = "tested"
    case = Case(n=1)
    example = case
    case = Case(n=2)
    edges = (Edge("two", case),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        return at_most(x.n, self.lim)

    @search(cases(n=integers(1, 9)))
    def go(self, x):
        return self.holds(x)
