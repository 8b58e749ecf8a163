"""holds with an option"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, less, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "holds with an option"
    statement = "holds with an option"
    scope = "all"
    expected = "tested"
    example = Case(n=2)
    edges = (Edge("id", Case(n=3)),)
    cap = 1

    def holds(self, x, strict=False):
        return (less if strict else at_most)(x.n, self.cap * x.n**2)

    teeth = (Variant("low", cap=-2),)

    @search(cases(n=integers(2, 19)))
    def strictly(self, x):
        return self.holds(x, strict=True)
