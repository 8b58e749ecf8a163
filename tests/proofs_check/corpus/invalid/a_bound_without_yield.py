"""is no part of the answer: each comparison that is made is one"""
# ruff: noqa

from __future__ import annotations
from fractions import Fraction
from exactalign import kl_divergence, log
from exactalign.policies.tilting import tilt
from proofs_check import Case, Claim, Edge, Variant, at_most, at_least, equal, instances, pmf
from exactalign import log


class C(Claim):
    id = "X-kl"
    place = "Lemma 1"
    title = "Pinsker-like bounds for a tilt"
    statement = "a bound without yield"
    scope = "two letters, alpha = 0, ..., 3"
    expected = "certified"
    example = Case(p=pmf("1/3, 2/3"), q=pmf("1/3, 2/3"), alpha=1)
    edges = (Edge("alpha = 0", Case(p=pmf("1/3, 2/3"), q=pmf("1/3, 2/3"), alpha=0)),)
    shift = 0
    teeth = (Variant("shifted", shift=-5),)

    def holds(self, x):
        kl = kl_divergence(tilt(x.p, x.q, x.alpha), x.p) + self.shift
        if x.alpha == 0:
            yield equal(kl, 0)
        yield at_least(kl, 0)
        at_most(kl, log(2) * Fraction(1, 8))  # "yield" is missing

    @instances([Case(p=pmf("1/3, 2/3"), q=pmf("1/9, 8/9"), alpha=a) for a in range(4)])
    def cases(self, x):
        return self.holds(x)
