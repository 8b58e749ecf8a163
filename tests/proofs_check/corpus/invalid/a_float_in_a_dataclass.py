"""holds the float 0.1"""
# ruff: noqa

from __future__ import annotations
from dataclasses import dataclass
from proofs_check import Case, Claim, Edge, Variant, at_most, instances


@dataclass(frozen=True)
class M:
    a: float


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a float in a dataclass"
    statement = "a float in a dataclass"
    scope = "all"
    expected = "certified"
    example = Case(m=M(0.1))
    edges = (Edge("one", Case(m=M(0.2))),)
    cap = 50

    def holds(self, x):
        return [3 * x.m.a != 0.3, at_most(1, self.cap)]

    teeth = (Variant("low", cap=-1),)

    @instances([Case(m=M(0.1))])
    def s(self, x):
        return self.holds(x)
