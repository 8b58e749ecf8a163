"""a second Fraction(1, 2), in place of that in line 32"""
# ruff: noqa

from __future__ import annotations
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_least,
    at_most,
    equal,
    exact,
    instances,
    same_truth,
    search,
)
from proofs_check.engine.searches import cases, integers, st
from fractions import Fraction


class C(Claim):
    id, place, title = "C-claim", "here", "a key computed twice"
    statement, scope, expected = "a key computed twice", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        return {
            Fraction(1, 2): at_most(x.n, 5),
            Fraction(1, 2): at_least(x.n, self.lim),
        }

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
