"""is a N: give int(…) of it"""
# ruff: noqa

from __future__ import annotations
import enum
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, st


class N(enum.IntEnum):
    ONE = 1
    TWO = 2


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a number of an enumeration"
    statement = "a number of an enumeration"
    scope = "all"
    expected = "tested"
    example = Case(n=N.ONE)
    edges = (Edge("two", Case(n=N.TWO)),)
    cap = 1

    def holds(self, x):
        return at_most(x.n, self.cap * x.n)

    teeth = (Variant("low", cap=0),)

    @search(cases(n=st.sampled_from(N)))
    def s(self, x):
        return self.holds(x)
