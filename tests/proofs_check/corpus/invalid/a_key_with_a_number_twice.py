"""a second f'at n = {x.n}', in place of that in line 31"""
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


class C(Claim):
    id, place, title = "C-claim", "here", "a key with a number twice"
    statement, scope, expected = "a key with a number twice", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        return {
            f"at n = {x.n}": at_most(x.n, 5),
            f"at n = {x.n}": at_least(x.n, self.lim),
        }

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
