"""case value r holds a mappingproxy: a case holds numbers, texts, laws"""
# ruff: noqa

from __future__ import annotations
from dataclasses import dataclass
from proofs_check import Case, Claim, Edge, Variant, at_most, search
from proofs_check.engine.searches import cases, integers, st
from types import MappingProxyType


@dataclass(frozen=True)
class Rule:
    w: object


GREEDY = Rule(MappingProxyType({"a": 1}))
MAJ = Rule(MappingProxyType({"a": 2}))


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a mapping that is fixed"
    statement = "a mapping that is fixed"
    scope = "all"
    expected = "tested"
    example = Case(n=1, r=MAJ)
    edges = (Edge("two", Case(n=2, r=MAJ)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        return at_most(x.n * x.r.w["a"], self.lim)

    @search(cases(n=integers(1, 9), r=st.sampled_from([GREEDY, MAJ])))
    def go(self, x):
        return self.holds(x)
