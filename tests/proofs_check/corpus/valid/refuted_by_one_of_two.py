"""refuted by one of two"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Claim,
    Variant,
    any_of,
    at_most,
    equal,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "refuted by one of two."
    scope = "all"
    expected = "refuted"
    weight = "false"
    k = 0
    teeth = (Variant("repaired", k=100),)

    def holds(self, x):
        return any_of(at_most(x.n, 20 + self.k), equal(x.n % 2, 0), label="small or even")

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
