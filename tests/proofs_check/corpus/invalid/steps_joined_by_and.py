"""is a step, of a proof or a refutation: a check answers with the comparison itself"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_most, exact, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "steps joined by and"
    statement = "steps joined by and"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    cap = 50

    def holds(self, x):
        return exact("square", at_most(x.n * x.n, 20)) and exact("cap", at_most(x.n, self.cap))

    teeth = (Variant("low", cap=-1),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
