"""a premise first"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, any_of, at_least, less, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a premise first"
    statement = "a premise first"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    cap = 1

    def holds(self, x):
        premise = less(x.n, 3, "n is small")
        conclusion = at_least(x.n * x.n * self.cap, 9, "so is its square")
        return any_of(premise, conclusion)

    teeth = (Variant("low", cap=0),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
