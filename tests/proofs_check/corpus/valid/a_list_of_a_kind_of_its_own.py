"""a list of a kind of its own"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, at_least, search
from proofs_check.engine.searches import cases, integers


class Ans(list):
    def __init__(self, name, items):
        super().__init__(items)
        self.name = name


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a list of a kind of its own"
    statement = "a list of a kind of its own"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        return Ans("a", [at_most(x.n, self.lim), at_least(x.n, 0)])

    @search(cases(n=integers(1, 9)))
    def go(self, x):
        return self.holds(x)
