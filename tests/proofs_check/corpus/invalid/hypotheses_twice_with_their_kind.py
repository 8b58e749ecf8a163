"""a second hypotheses, in place of"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "hypotheses twice with their kind"
    statement = "hypotheses twice with their kind"
    scope = "all"
    expected = "tested"
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    hypotheses: tuple = (Hypothesis("n is below 5", lambda x: x.n < 5, without=Case(n=200)),)
    hypotheses: tuple = (Hypothesis("n is below 100", lambda x: x.n < 100, without=Case(n=200)),)

    def holds(self, x):
        return x.n <= self.lim

    @search(cases(n=integers(1, 9)))
    def go(self, x):
        return self.holds(x)
