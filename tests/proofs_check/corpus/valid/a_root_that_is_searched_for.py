"""tested"""
# ruff: noqa

from __future__ import annotations
from proofs_check import Case, Claim, Edge, Variant, any_of, at_least, equal, same_truth, search
from proofs_check.engine.searches import cases, integers


def is_square(n, k=0):
    if k > 9:
        return [equal(k * k, n)]
    return [equal(k * k, n), *is_square(n, k + 1)]


class C(Claim):
    id, place, title = "C-claim", "here", "a root that is searched for"
    statement, scope, expected = "a root that is searched for", "1 ≤ n ≤ 80", "tested"
    example, edges = Case(n=1), (Edge("two", Case(n=2)),)
    lim = 0
    teeth = (Variant("higher", lim=5),)

    def holds(self, x):
        yield at_least(x.n, self.lim)
        yield same_truth(any_of(*is_square(x.n)), equal(x.n in (1, 4, 9, 16, 25, 36, 49, 64), True))

    @search(cases(n=integers(1, 80)))
    def go(self, x):
        return self.holds(x)
