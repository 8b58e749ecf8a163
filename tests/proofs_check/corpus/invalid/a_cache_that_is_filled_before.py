"""where nothing answers: compare in a check"""

# ruff: noqa
from __future__ import annotations

from functools import cache

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_most,
    search,
)
from proofs_check.engine.searches import cases, integers


@cache
def rows(n):
    return [at_most(n, 20), at_most(n, 40)]


ALL = [rows(n) for n in range(41)]


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a cache that is filled before."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        return rows(x.n)[1:] + [at_most(0, -self.k)]

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
