"""case value m holds a list in a M, which is not copied: give a tuple"""
# ruff: noqa

from __future__ import annotations
from typing import NamedTuple
from proofs_check import Case, Claim, Edge, Variant, at_most, instances


class M(NamedTuple):
    r: list


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a list in a named tuple"
    statement = "a list in a named tuple"
    scope = "all"
    expected = "certified"
    example = Case(m=M([1, 2]))
    edges = (Edge("one", Case(m=M([1]))),)
    cap = 50

    def holds(self, x):
        yield all(a <= b for a, b in zip(x.m.r, x.m.r[1:]))
        yield at_most(len(x.m.r), self.cap)

    teeth = (Variant("low", cap=-1),)

    @instances([Case(m=M([3, 1, 2])), Case(m=M([1, 2]))])
    def s(self, x):
        x.m.r.sort()
        return self.holds(x)
