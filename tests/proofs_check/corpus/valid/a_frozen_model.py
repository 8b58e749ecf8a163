"""tested"""
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
from enum import Enum
from typing import NamedTuple
from exactalign import Distribution


class Rule(Enum):
    GREEDY = "greedy"
    SOFT = "soft"


class Best(NamedTuple):
    letter: int
    mass: object


@dataclass(frozen=True)
class Model:
    p: Distribution
    best: Best
    rule: Rule


def model(a, b, rule):
    p = Distribution.from_weights([a, b])
    return Model(p, Best(0, p[0]), rule)


class C(Claim):
    id, place, title = "C-claim", "here", "a frozen model"
    statement, scope, expected = "a frozen model", "all", "tested"
    example, edges = Case(model=model(1, 2, Rule.SOFT)), (Edge("even", Case(model=model(1, 1, Rule.GREEDY))),)
    lim = 1
    teeth = (Variant("0", lim=0),)

    def holds(self, x):
        if x.model.rule is Rule.GREEDY:
            return at_most(max(x.model.p.probabilities), self.lim)
        return at_most(x.model.best.mass, self.lim)

    @search(
        st.builds(
            lambda a, b, rule: Case(model=model(a, b, rule)), integers(1, 9), integers(1, 9), st.sampled_from(Rule)
        )
    )
    def go(self, x):
        return self.holds(x)
