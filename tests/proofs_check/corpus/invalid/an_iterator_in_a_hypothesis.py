"""KS is used up where it is read: give a tuple"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, at_most, search
from proofs_check.engine.searches import cases, integers

KS = iter((1, 2, 3))


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "an iterator in a hypothesis"
    statement = "an iterator in a hypothesis"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("one", Case(n=1)),)
    hypotheses = (Hypothesis("n is small for all k", lambda x: all(x.n * k <= 5 for k in KS), untried="-"),)
    cap = 50

    def holds(self, x):
        return at_most(x.n, self.cap)

    teeth = (Variant("low", cap=-1),)

    @search(cases(n=integers(1, 10)))
    def s(self, x):
        return self.holds(x)
