"""nothing discharges y ≥ 0"""
# ruff: noqa

from sympy import Sum
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import sqrt, symbols

L1, L2 = symbols("l1 l2")


class Lengths(Claim):
    id = "W-len"
    place = "Remark 3"
    title = "Two lengths"
    statement = "ℓ₁ Σ_{k=−n}^{ℓ₂} √(k²) = ℓ₁ Σ_{k=−n}^{ℓ₂} k for lengths ℓ₁, ℓ₂ > 0."
    scope = "all lengths, all n"
    expected = "argued"

    def factor(self, x):
        return x

    def holds(self, x):
        ks = range(-x.n, x.l2 + 1)
        return equal(x.l1 * sum(map(abs, ks)), self.factor(x.l1 * sum(ks)))

    hypotheses = (
        Hypothesis(
            "lengths are positive",
            lambda x: x.l1 > 0 < x.l2,
            without=Case(l1=1, l2=-1, n=1),
            gives=(L1 > 0, L2 > 0),
        ),
    )
    example = Case(l1=1, l2=1, n=0)
    edges = (Edge("n = 0", Case(l1=1, l2=2, n=0)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        l1, l2, k, n = symbols("l1 l2 k n")
        yield identity("both sides", l1 * Sum(sqrt(k**2), (k, -n, l2)), self.factor(l1 * Sum(k, (k, -n, l2))))
