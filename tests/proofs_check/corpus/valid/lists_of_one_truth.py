"""lists of one truth"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_least,
    at_most,
    same_truth,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "lists of one truth."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        return same_truth([at_most(j, x.n) for j in (5, 9)], at_least(x.n, 9 + self.k))

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
