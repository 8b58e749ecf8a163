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
from exactalign.exceptions import Undecided


def is_open(a, b):
    try:
        a == b
    except Undecided:
        return True
    return False


class C(Claim):
    id, place, title = "C-claim", "here", "asks whether it can be decided"
    statement, scope, expected = "asks whether it can be decided", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        return [at_most(x.n, self.lim), equal(is_open(x.n, 1), False)]

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
