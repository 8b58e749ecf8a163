"""case value w holds a deque: a case holds numbers, texts, laws"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, at_most, instances
from collections import deque


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a case that a check uses up"
    statement = "a case that a check uses up"
    scope = "all"
    expected = "certified"

    sign = 1

    def holds(self, x):
        return at_most(sum(x.w), self.sign * 3)

    example = Case(w=deque([1, 2]))
    edges = (Edge("two", Case(w=deque([1]))),)
    teeth = (Variant("neg", sign=-1),)

    @instances([Case(w=deque([1, 3, 2])), Case(w=deque([3, 2, 1]))])
    def s(self, x):
        w = x.w
        while sum(w) > 3:
            w.pop()
        return self.holds(x)
