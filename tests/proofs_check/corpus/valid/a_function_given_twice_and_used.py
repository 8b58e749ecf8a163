"""tested"""
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
from exactalign import Distribution


def law_on(k):
    return Distribution.uniform(k)


UNIFORM = law_on(3)


def law_on(k):
    return Distribution.from_weights(range(1, k + 1))


RISING = law_on(3)


class C(Claim):
    id, place, title = "C-claim", "here", "a function given twice and used"
    statement, scope, expected = "a function given twice and used", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        return at_most(x.n, self.lim)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return [self.holds(x), at_most(UNIFORM[0], RISING[2])]
