"""a helper that is almost called holds"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a helper that is almost called holds"
    statement = "a helper that is almost called holds"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 1

    def _holds(self, n):
        return at_most(n, self.cap * n * n)

    def holds(self, x):
        return self._holds(x.n)

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
