"""a method on another line"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, instances


def both_ways(function):
    def wrapped(self, a, b):
        yield function(self, a, b)
        yield function(self, -b, -a)

    return wrapped


class C(Claim):
    id, place, title = "C-claim", "here", "a method on another line"
    statement, scope, expected = "a ≤ a + 1", "0..9", "certified"
    example, edges = Case(a=1), (Edge("zero", Case(a=0)),)
    step = 1
    teeth = (Variant("down", step=-1),)

    def compared(self, a, b):
        return at_most(a, b)

    @both_ways
    def compared_twice(self, a, b):
        return at_most(a, b)

    def holds(self, x):
        # fmt: off
        return [(self
                 .compared(x.a, x.a + self.step)), self.compared_twice(x.a, x.a + self.step)]
        # fmt: on

    @instances([Case(a=a) for a in range(10)])
    def each(self, x):
        return self.holds(x)
