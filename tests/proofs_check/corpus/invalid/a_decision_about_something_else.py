"""but `holds` is false nowhere that it asks"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_least,
    decision,
    equal,
)


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a decision about something else."
    scope = "all"
    expected = "refuted"
    weight = "false"
    k = 0
    teeth = (Variant("repaired", k=100),)
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    def holds(self, x):
        return at_least(x.n, 0)

    @decision
    def table(self):
        yield equal(1, 2 if self.k == 0 else 1)
