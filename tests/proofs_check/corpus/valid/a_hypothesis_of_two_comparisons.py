"""a hypothesis of two comparisons"""
# ruff: noqa

from __future__ import annotations
from fractions import Fraction
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, any_of, at_most, at_least, equal, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a hypothesis of two comparisons"
    statement = "a hypothesis of two comparisons"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    cap = 1

    def holds(self, x):
        return at_most(x.n, self.cap * x.n**2)

    teeth = (Variant("low", cap=0),)

    hypotheses = (
        Hypothesis(
            "n >= 1 or n is -1", lambda x: any_of(at_least(x.n, 1), equal(x.n, -1)), without=Case(n=Fraction(1, 2))
        ),
    )

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
