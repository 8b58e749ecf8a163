"""Shared has some, and is no Claim"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class Shared:
    cap = 1
    teeth = (Variant("low", cap=0),)
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    def holds(self, x):
        return at_most(x.n, self.cap * self.bound(x.n))

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)


class C(Shared, Claim):
    id = "C-claim"
    place = "here"
    title = "checks of a class that is no claim"
    statement = "checks of a class that is no claim"
    scope = "all"
    expected = "tested"

    def bound(self, n):
        return n * n
