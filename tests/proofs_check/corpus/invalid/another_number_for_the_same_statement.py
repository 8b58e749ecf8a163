"""the claim C-other says what C-claim says, of which it is a subclass: give it a statement of its own"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, at_least, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place, title = "C-claim", "here", "a bound from below"
    statement, scope, expected = "n ≥ 0", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        return at_least(x.n, self.lim)

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)


class Other(C):
    id, title, lim = "C-other", "another bound", -5
