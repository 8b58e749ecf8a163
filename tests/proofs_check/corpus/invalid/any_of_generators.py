"""is asked for its truth, by if, and, or, not, all, any: answer with it, or say any_of(…)"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Variant, at_most, decision


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "any of generators"
    statement = "any of generators"
    scope = "all"
    expected = "certified"
    cap = 50

    def holds(self, x):
        yield at_most(x.n, self.cap)
        yield at_most(x.n * x.n, 20)

    teeth = (Variant("low", cap=-1),)

    @decision
    def d(self):
        return [any(self.holds(Case(n=n))) for n in range(1, 10)]
