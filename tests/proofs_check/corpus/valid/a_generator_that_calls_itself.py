"""a generator that calls itself"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_least,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a generator that calls itself."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        return self.down(x.n)

    def down(self, n):
        yield at_least(n, self.k * 100)
        if n:
            yield from self.down(n - 1)

    @search(cases(n=integers(1, 60)))
    def go(self, x):
        return self.holds(x)
