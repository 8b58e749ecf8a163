"""no case that is tried makes the comparison in line"""
# ruff: noqa

from proofs_check import *
from proofs_check.formula import real


class Nested(Claim):
    id, place, title = "C-claim", "1", "a class within, with a method of the same name"
    statement, scope, expected = "n ≤ n + 1", "all", "certified"
    example, edges = Case(n=1), (Edge("0", Case(n=0)),)
    one = 1
    teeth = (Variant("down", one=-1),)

    def part(self, x):
        return at_most(x.n, 5) if x.n > 1000 else at_most(x.n, x.n + self.one)

    class Part:
        def part(self):
            return 1

    def holds(self, x):
        return self.part(x)

    @instances([Case(n=n) for n in range(3)])
    def go(self, x):
        return self.holds(x)
