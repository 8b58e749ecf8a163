"""tested"""
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
    equal,
    exact,
    instances,
    same_truth,
    search,
)
from proofs_check.engine.searches import cases, integers, st


def between(a, b):
    return at_most(a, b)


class C(Claim):
    id, place, title = "C-claim", "here", "a helper that two lines call"
    statement, scope, expected = "a helper that two lines call", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        lower = between(0, x.n)
        upper = between(x.n, self.lim)
        yield lower
        yield upper
        yield any_of(between(x.n, 0), between(0, x.n))
        yield any_of(*[between(x.n, k) for k in (0, 1, 100)])

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
