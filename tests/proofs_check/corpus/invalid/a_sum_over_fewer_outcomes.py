"""nothing discharges Σ_{y=2}^{K}(r[y]) ≥ 0"""
# ruff: noqa

from sympy import Sum
from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import K, families, log, sqrt, total, y

(R,) = families("r")


class Rest(Claim):
    id = "W-rest"
    place = "Remark 2"
    title = "The rewards but the first"
    statement = "√(R²) log S² = 2 R log S, where S = Σ_{y=1}^K r(y) > 0 and R = Σ_{y=2}^K r(y)."
    scope = "all K, all rewards with S > 0"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        rest, whole = sum(x.r[1:]), sum(x.r)
        return equal(2 * abs(rest) * ln(whole), self.factor(rest) * ln(whole))

    hypotheses = (
        Hypothesis("the sum S is positive", lambda x: sum(x.r) > 0, without=Case(r=(0, 0)), gives=(total(R[y]) > 0,)),
    )
    example = Case(r=(1, 2))
    edges = (Edge("K = 1", Case(r=(1,))),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        (r,) = families("r")
        rest, whole = Sum(r[y], (y, 2, K)), total(r[y])
        yield identity("both sides", sqrt(rest**2) * log(whole**2), self.factor(rest) * log(whole))
