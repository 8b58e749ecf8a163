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
    at_most,
    equal,
    less,
    same_truth,
    search,
)
from proofs_check.engine.searches import cases, integers

S = lambda n: EnclosedReal.of(log(n + 1)) * EnclosedReal.of(log(3))


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "an equivalence that is undecided."
    scope = "all"
    expected = "tested"
    k = 0
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)
    teeth = (Variant("wrong", k=1),)

    def holds(self, x):
        try:
            yield same_truth(
                at_most(x.n, 20), less(S(x.n), S(20) if x.n != 25 else S(25)) if x.n > 24 else equal(self.k, 0)
            )
        except Undecided:
            pass
        yield at_most(0, -self.k)

    @search(cases(n=integers(1, 25)).filter(lambda x: x.n <= 20 or x.n == 25))
    def go(self, x):
        return self.holds(x)
