"""a second (0, 1), in place of that in line"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, at_least, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a word twice"
    statement = "a word twice"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        return {(0, 1): at_most(x.n, 4), (1, 0): at_most(x.n, self.lim), (0, 1): at_least(x.n, 0)}

    @search(cases(n=integers(1, 9)))
    def go(self, x):
        return self.holds(x)
