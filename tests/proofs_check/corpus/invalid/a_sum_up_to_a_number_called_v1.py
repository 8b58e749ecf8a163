"""nothing discharges r[y] ≥ 0"""
# ruff: noqa

from sympy import Sum
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import everywhere, families, sqrt, symbols, y

(R,) = families("r")


class Many(Claim):
    id = "W-v1"
    place = "Remark 3"
    title = "The first v₁ rewards"
    statement = "Σ_{y=1}^{v₁} √(r(y)²) = Σ_{y=1}^{v₁} r(y) for rewards that are positive at the outcomes 1, …, K."
    scope = "all K, all v₁, all real sequences r"
    expected = "argued"

    def factor(self, x):
        return x

    def holds(self, x):
        return equal(sum(abs(v) for v in x.r[: x.v1]), self.factor(sum(x.r[: x.v1])))

    hypotheses = (
        Hypothesis(
            "r is positive on the outcomes",
            lambda x: all(v > 0 for v in x.r[: x.K]),
            without=Case(r=(-1, 0), K=2, v1=1),
            gives=(everywhere(R[y] > 0),),
        ),
    )
    example = Case(r=(1, 2), K=2, v1=1)
    edges = (Edge("K = 1", Case(r=(1,), K=1, v1=1)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        (r,), (v1,) = families("r"), symbols("v1")
        yield identity("both sides", Sum(sqrt(r[y] ** 2), (y, 1, v1)), self.factor(Sum(r[y], (y, 1, v1))))
