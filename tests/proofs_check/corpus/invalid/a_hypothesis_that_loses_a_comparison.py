"""is no part of the answer: each comparison that is made is one"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    any_of,
    at_least,
    at_most,
    decision,
    equal,
)


def small(x):
    answer = at_most(x.n, 100)
    if x.n > 20:
        answer = at_most(x.n, 101)
    return answer


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a hypothesis that loses a comparison."
    scope = "all"
    expected = "certified"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    hypotheses = (Hypothesis("n is at most 100", small, untried="x"),)

    def holds(self, x):
        return at_most(x.n, 20)

    @decision
    def table(self):
        yield equal(1, 1 + self.k)
        for n in range(1, 41):
            yield any_of(self.holds(Case(n=n)), at_least(n, 1))
