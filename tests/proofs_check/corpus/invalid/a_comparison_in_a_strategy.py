"""where nothing answers: compare in a check"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_most,
    search,
)
from proofs_check.engine.searches import integers, st


@st.composite
def evens(draw):
    n = draw(integers(1, 20))
    answer = at_most(n * 2, 20)
    return Case(n=n)


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a comparison in a strategy."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        return at_most(x.n, 20 - self.k * 99)

    @search(evens())
    def go(self, x):
        return self.holds(x)
