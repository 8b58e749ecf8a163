"""a second hypotheses, in place of that in line"""
# ruff: noqa

from __future__ import annotations
from fractions import Fraction
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "hypotheses twice"
    statement = "hypotheses twice"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    cap = 1

    def holds(self, x):
        return at_most(x.n, self.cap * x.n**2)

    teeth = (Variant("low", cap=0),)

    hypotheses = (Hypothesis("n is even", lambda x: x.n % 2 == 0, without=Case(n=1)),)
    hypotheses = (Hypothesis("n is whole", lambda x: x.n == int(x.n), without=Case(n=Fraction(1, 2))),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
