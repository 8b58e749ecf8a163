"""no case that is tried makes the comparison in line"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_least,
    at_most,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "never made however deep."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        """Nothing deep."""
        if x.n > 1000:
            return at_most(x.n, 20)
        return at_least(x.n, 1 + self.k * 99)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
