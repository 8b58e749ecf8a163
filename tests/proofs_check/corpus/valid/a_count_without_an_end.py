"""a count without an end"""
# ruff: noqa

from __future__ import annotations
import itertools
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers

numbers = itertools.count(1)


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a count without an end"
    statement = "a count without an end"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 1

    def holds(self, x):
        k = next(numbers)
        return at_most(x.n, self.cap * x.n**2)

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
