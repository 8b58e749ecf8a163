"""where nothing answers: compare in a check"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_least,
    equal,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a comparison by default."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def part(self, x, first=equal(1, 1)):
        return [first, at_least(x.n, 1 + self.k * 99)]

    def holds(self, x):
        return self.part(x)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
