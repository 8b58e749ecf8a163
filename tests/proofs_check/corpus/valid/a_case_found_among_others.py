"""tested"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, equal, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "a case found among others"
    statement, scope, expected = "a case found among others", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        yield equal(x not in (Case(n=0), Case(n=81)), True)
        yield at_least(x.to_json()["n"], self.lim)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
