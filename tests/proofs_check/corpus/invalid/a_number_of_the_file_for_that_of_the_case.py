"""nothing reads n of its cases, but n of the file is read: write x.n"""
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

for n in range(1, 4):
    pass


class C(Claim):
    id, place, title = "C-claim", "here", "a number of the file for that of the case"
    statement, scope, expected = "a number of the file for that of the case", "all", "certified"
    example, edges = Case(n=1, m=1), (Edge("two", Case(n=2, m=2)),)
    lim = 2
    teeth = (Variant("less", lim=-5),)

    def holds(self, x):
        return at_most(n, x.m + self.lim)

    @instances([Case(n=n, m=m) for n in range(1, 10) for m in range(1, 10)])
    def go(self, x):
        return self.holds(x)
