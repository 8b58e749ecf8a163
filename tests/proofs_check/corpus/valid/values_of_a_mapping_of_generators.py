"""values of a mapping of generators"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_least,
    decision,
)


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "values of a mapping of generators."
    scope = "all"
    expected = "certified"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        rows = {j: (at_least(i * j, -self.k + 2 * self.k) for i in range(x.n)) for j in range(1, x.n + 1)}
        return rows.values()

    @decision
    def table(self):
        for n in range(2, 20):
            yield self.holds(Case(n=n))
