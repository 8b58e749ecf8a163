"""“n is small” is a step, of a proof or a refutation: a check answers with the comparison itself"""
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
    id, place, title = "C-claim", "here", "an exact step that is lost"
    statement, scope, expected = "an exact step that is lost", "all", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        upper = [exact("n is small", at_most(x.n, 5))]
        return at_least(x.n, self.lim)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
