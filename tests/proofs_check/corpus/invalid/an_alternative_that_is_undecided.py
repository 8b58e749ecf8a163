"""is no part of the answer: each comparison that is made is one"""

# ruff: noqa
from __future__ import annotations

from exactalign import (
    EnclosedReal,
    log,
)
from exactalign.exceptions import Undecided
from proofs_check import (
    Case,
    Claim,
    Edge,
    Variant,
    any_of,
    at_most,
    equal,
    search,
)
from proofs_check.engine.searches import cases, integers

E = lambda q: EnclosedReal.of(q)
S = lambda n: EnclosedReal.of(log(n + 1)) * EnclosedReal.of(log(3))


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "an alternative that is undecided."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        try:
            return any_of(at_most(x.n, 20), equal(S(x.n), S(x.n)))
        except Undecided:
            return at_most(0, -self.k)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        yield self.holds(x)
        yield at_most(0, -self.k)
