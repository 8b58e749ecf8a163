"""is no law"""
# ruff: noqa

from fractions import Fraction
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof, search, pmf
from proofs_check.engine.searches import cases, integers, fractions, pmfs, st
from proofs_check.formula import (
    E,
    law,
    reward,
    real,
    count,
    positive_law,
    KL,
    H,
    natural,
    sqrt,
    Sum,
    outcome,
    absolute,
    Var,
    log,
)
import exactalign

W, R, y = law("w"), reward("r"), outcome("y")


class NoSum(Claim):
    id = "C-other"
    place = "1"
    title = "centred"
    k = 1
    statement = "For weights w ≥ 0, Σ w (r − E_w r) = 0, where E_w r = Σ w r."
    scope = "every finite list of weights w ≥ 0, every r"
    expected = "argued"

    def holds(self, x):
        m = sum(a * b for a, b in zip(x.w, x.r))
        return equal(sum(a * (b - self.k * m) for a, b in zip(x.w, x.r)), 0)

    hypotheses = (
        Hypothesis("w ≥ 0", lambda x: all(a >= 0 for a in x.w), without=Case(w=(-1, 3), r=(0, 1)), gives=(W,)),
    )
    example = Case(w=(Fraction(1, 3), Fraction(2, 3)), r=(1, 2))
    edges = (Edge("one", Case(w=(1,), r=(3,))),)
    teeth = (Variant("twice", k=2),)

    @proof
    def p(self):
        yield identity("centred", Sum(y, W(y) * (R(y) - self.k * E(W, R))) == 0)


class Signed(NoSum):
    id = "C-claim"
    statement = "Where Σ w = 1, Σ √(w²) r = E_w r."
    scope = "every w with Σ w = 1"

    def holds(self, x):
        return equal(sum(abs(a) * b for a, b in zip(x.w, x.r)), self.k * sum(a * b for a, b in zip(x.w, x.r)))

    hypotheses = (Hypothesis("Σ w = 1", lambda x: sum(x.w) == 1, without=Case(w=(-1, 1), r=(1, 1)), gives=(W,)),)

    @proof
    def p(self):
        yield identity("abs", Sum(y, sqrt(W(y) ** 2) * R(y)) == self.k * E(W, R))
