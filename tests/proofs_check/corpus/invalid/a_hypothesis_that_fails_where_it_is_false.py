"""ZeroDivisionError"""

# ruff: noqa
from __future__ import annotations

from fractions import Fraction

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
    differ,
    equal,
)


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a hypothesis that fails where it is false."
    scope = "all"
    expected = "certified"
    k = 0
    teeth = (Variant("wrong", k=1),)
    hypotheses = (Hypothesis("1/(n-30) is small", lambda x: at_most(Fraction(1, x.n - 30), 1), untried="x"),)
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    def holds(self, x):
        return differ(x.n, 30)

    @decision
    def table(self):
        yield equal(1, 1 + self.k)
        for n in range(1, 41):
            yield any_of(self.holds(Case(n=n)), at_least(n, 1))
