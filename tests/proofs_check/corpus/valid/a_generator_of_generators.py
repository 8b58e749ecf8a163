"""a generator of generators"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Variant, at_most, decision


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a generator of generators"
    statement = "a generator of generators"
    scope = "all"
    expected = "certified"
    cap = 1

    def squares(self, x):
        for k in range(1, x.n + 1):
            yield at_most(k, self.cap * k * k)

    def cubes(self, x):
        for k in range(1, x.n + 1):
            yield at_most(k, self.cap * k**3)

    def holds(self, x):
        yield self.squares(x)
        yield self.cubes(x)

    teeth = (Variant("low", cap=0),)

    @decision
    def d(self):
        for n in range(1, 6):
            yield list(self.holds(Case(n=n)))
