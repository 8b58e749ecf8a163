"""where nothing answers: compare in a check"""

# ruff: noqa
from __future__ import annotations

from fractions import Fraction

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

WEIGHTS = [Fraction(1, 3)] * 4
equal(sum(WEIGHTS), 1, "the weights sum to one")


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a comparison in a file."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        return at_least(sum(WEIGHTS[: x.n]), self.k * 99)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
