"""is not made where it is an answer: it is kept from elsewhere, or a copy"""

# ruff: noqa
from __future__ import annotations

import copy

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
    statement = "answers with a copy."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        a = at_least(x.n, 1 + self.k * 99)
        return [copy.copy(a)]

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
