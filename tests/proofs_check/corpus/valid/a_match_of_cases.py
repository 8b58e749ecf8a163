"""a match of cases"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    equal,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a match of cases."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        match x.n % 3:
            case 0:
                return equal(x.n // 3 * 3, x.n + self.k)
            case 1:
                return equal(x.n // 3 * 3 + 1, x.n + self.k)
            case _:
                return equal(x.n // 3 * 3 + 2, x.n + self.k)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
