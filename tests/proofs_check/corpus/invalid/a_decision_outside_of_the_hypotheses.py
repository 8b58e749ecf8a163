"""`holds` is asked at (n = 0), where the hypotheses do not hold or cannot be read"""

# ruff: noqa
from __future__ import annotations
import functools, itertools, operator, collections
from collections import namedtuple, defaultdict
from typing import NamedTuple
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, cache, partial, reduce
from fractions import Fraction
from itertools import product, combinations, chain, accumulate, pairwise
from exactalign import Distribution, Reward, best_of_n, kl_divergence, log, rational, cross_entropy
from exactalign.policies.tilting import tilt
import proofs_check as pc
from proofs_check import (
    any_of,
    Case,
    Claim,
    Edge,
    Hypothesis,
    Variant,
    Refutation,
    argument,
    theorem,
    at_most,
    at_least,
    less,
    greater,
    equal,
    differ,
    same_truth,
    exact,
    identity,
    instances,
    decision,
    proof,
    search,
    witness,
    pmf,
)
from proofs_check.engine.searches import cases, integers, fractions, models, pmfs, st
from proofs_check.formula import KL, H, T, real, law, positive_law


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "t"
    statement = "a decision outside of the hypotheses."
    scope = "all"
    expected = "certified"
    k = 0
    teeth = (Variant("wrong", k=-100),)
    hypotheses = (Hypothesis("n >= 1", lambda x: at_least(x.n, 1), without=Case(n=0)),)
    example = Case(n=1)
    edges = (Edge("two", Case(n=2)),)

    def holds(self, x):
        return at_least(x.n * x.n + self.k, 1)

    @decision
    def table(self):
        return [self.holds(Case(n=n)) for n in range(20)]
