"""a check throws its case away (assume): say so by a hypothesis, or in the strategy"""

# ruff: noqa
from __future__ import annotations

from hypothesis import assume

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_most,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "assumes after it compares."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        return at_most(x.n, 20 - self.k * 100)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        answer = self.holds(x)
        assume(x.n <= 20)
        return answer
