"""a rule is itself"""
# ruff: noqa

from __future__ import annotations
from dataclasses import dataclass
from proofs_check import Case, Claim, Edge, Variant, at_most, equal, search
from proofs_check.engine.searches import cases, integers, st


@dataclass(frozen=True)
class Rule:
    name: str


GREEDY = Rule("greedy")
MAJ = Rule("majority")


class C(Claim):
    id = "C-claim"
    place = "here"
    title = "a rule is itself"
    statement = "a rule is itself"
    scope = "all"
    expected = "tested"
    example = Case(n=1, r=MAJ)
    edges = (Edge("two", Case(n=2, r=MAJ)),)
    lim = 100
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        value = x.n if x.r is not GREEDY else 0
        return [at_most(value, self.lim), equal(x.r is GREEDY or x.r is MAJ, True)]

    @search(cases(n=integers(1, 9), r=st.sampled_from([GREEDY, MAJ])))
    def go(self, x):
        return self.holds(x)
