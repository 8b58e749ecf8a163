"""a comparison of deep runs"""
# ruff: noqa

from proofs_check import *
from proofs_check.formula import real


class Deep(Claim):
    id, place, title = "C-claim", "1", "deep"
    statement, scope, expected = "n ≤ n + 1", "all", "certified"
    example, edges = Case(n=1), (Edge("0", Case(n=0)),)
    one = 1
    teeth = (Variant("down", one=-1),)

    def holds(self, x):
        return at_most(x.n, x.n + self.one)

    @instances([Case(n=n) for n in range(3)])
    def go(self, x):
        yield self.holds(x)
        if self.deep:
            yield at_most(2 * x.n, 2 * x.n + self.one)
