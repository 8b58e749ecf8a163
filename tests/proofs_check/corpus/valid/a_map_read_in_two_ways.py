"""a map read in two ways"""

# ruff: noqa
from __future__ import annotations

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
    statement = "a map read in two ways."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        squares = map(lambda j: j * j, range(x.n))
        if x.n > 5:
            return at_most(sum(squares), x.n**3 - self.k * x.n**3)
        return [at_most(s, x.n**2 - self.k * 100) for s in squares]

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
