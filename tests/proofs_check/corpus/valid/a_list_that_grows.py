"""a list that grows"""

# ruff: noqa
from __future__ import annotations

from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    at_least,
    at_most,
    search,
)
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a list that grows."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        answers = []
        for j in range(1, x.n + 1):
            answers += [at_most(j, x.n - self.k)]
            answers.append(at_least(j, 1))
        return answers

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
