"""any of one and more"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    any_of,
    equal,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "some j up to n has j*j = n, if n is a square."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        return any_of(
            *(
                equal(j * j + self.k * 1000, x.n if x.n in (1, 4, 9, 16, 25, 36) else j * j, f"j = {j}")
                for j in range(1, x.n + 1)
            )
        )

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
