"""nothing discharges r[y] ≥ 0"""
# ruff: noqa

from sympy import Eq, Sum
from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import everywhere, K, exp, families, log, sqrt, symbols, total, y, z

(R,) = families("r")


class X(Claim):
    id = "W-F"
    place = "Remark 1"
    title = "Rewards from 0"
    statement = "2 Σ_{y=0}^K √(r(y)²) = 2 Σ_{y=0}^K r(y), where r(1), …, r(K) > 0 and r(0) is real."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(2 * sum(map(abs, x.r)), self.factor(sum(x.r)))

    hypotheses = (
        Hypothesis(
            "r(y) > 0 for every y from 1 to K",
            lambda x: all(v > 0 for v in x.r[1:]),
            without=Case(r=(0, -1)),
            gives=(everywhere(R[y] > 0),),
        ),
    )
    example = Case(r=(1, 1))
    edges = (Edge("small", Case(r=(1, 1))),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        (r,) = families("r")
        yield identity("both", 2 * Sum(sqrt(r[y] ** 2), (y, 0, K)), self.factor(Sum(r[y], (y, 0, K))))
