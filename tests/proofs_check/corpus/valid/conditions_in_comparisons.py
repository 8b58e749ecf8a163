"""conditions in comparisons"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    any_of,
    at_most,
    equal,
    less,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "conditions in comparisons."
    scope = "all"
    expected = "amended"
    weight = "slip"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)
    corrected_expected = "tested"
    flaw = "f"
    conditions = (
        Hypothesis("n is odd or below 3", lambda x: any_of(equal(x.n % 2, 1), less(x.n, 3))),
        Hypothesis("n < 11", lambda x: less(x.n, 11)),
    )

    def holds(self, x):
        return at_most(x.n, 10 - self.k * 9)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
