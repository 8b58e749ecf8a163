"""case value out holds an Output: a case holds numbers, texts, laws"""
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
from dataclasses import dataclass

END = object()


@dataclass
class Output:
    tokens: list


def case(k):
    return Case(out=Output([0] * k + [END]), k=k)


class C(Claim):
    id, place, title = "C-claim", "here", "an object with a list"
    statement, scope, expected = "an object with a list", "all", "tested"
    example, edges = case(2), (Edge("none", case(0)),)
    off = 0
    teeth = (Variant("one more", off=1),)

    def holds(self, x):
        return equal(sum(1 for token in x.out.tokens if token is not END), x.k + self.off)

    @search(integers(0, 50).map(case))
    def go(self, x):
        return self.holds(x)
