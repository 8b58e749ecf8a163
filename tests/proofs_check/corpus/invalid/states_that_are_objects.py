"""case value moves holds a State: a case holds numbers, texts, laws"""
# ruff: noqa

from __future__ import annotations
from proofs_check import (
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    at_least,
    at_most,
    equal,
    exact,
    instances,
    same_truth,
    search,
)
from proofs_check.engine.searches import cases, integers, st
from fractions import Fraction


class State:
    pass


START, ABSORBING = State(), State()


def case(k):
    return Case(moves={ABSORBING: Fraction(1, k), START: 1 - Fraction(1, k)}, absorbing=ABSORBING, k=k)


class C(Claim):
    id, place, title = "C-claim", "here", "states that are objects"
    statement, scope, expected = "states that are objects", "all", "certified"
    example, edges = case(2), (Edge("one", case(1)),)
    off = 0
    teeth = (Variant("one more", off=1),)

    def holds(self, x):
        return equal(x.moves.get(x.absorbing, 0), self.off)

    @instances([case(k) for k in range(1, 10)])
    def go(self, x):
        return self.holds(x)
