"""is not made where it is an answer: it is kept from elsewhere, or a copy"""

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
    statement = "an answer for the next case."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    seen = {}

    def holds(self, x):
        if x.n not in self.seen:
            self.seen[x.n] = [at_most(x.n, 40), at_most(0, -self.k)]
        return self.seen[x.n]

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
