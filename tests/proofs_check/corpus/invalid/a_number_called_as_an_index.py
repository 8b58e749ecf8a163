"""nothing discharges (y − c) ≥ 0"""
# ruff: noqa

from sympy import Eq, Sum
from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import K, exp, families, log, sqrt, symbols, total, y, z

(C,) = symbols("c")


class X(Claim):
    id = "W-B"
    place = "Remark 1"
    title = "A number y and an index"
    statement = "2 (y − c) Σ_{z=1}^K |z − c|^{-1} … : 2 √((y−c)^−2) Σ_z √((z−c)^−2) = 2 (1/(y−c)) Σ_z 1/(z−c) for every real y > c, c no integer."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        from fractions import Fraction as F

        return 2 * abs(F(1) / (x.y - x.c)) * sum(
            abs(F(1) / (j - x.c)) for j in range(1, x.K + 1) if j != x.c
        ) == self.factor(F(1) / (x.y - x.c) * sum(F(1) / (j - x.c) for j in range(1, x.K + 1) if j != x.c))

    hypotheses = (Hypothesis("y > c", lambda x: x.y > x.c, without=Case(y=0, c=1, K=3), gives=(y > C,)),)
    example = Case(y=1, c=0, K=3)
    edges = (Edge("small", Case(y=1, c=0, K=3)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        c, Y = symbols("c y")
        yield identity(
            "both",
            2 * sqrt((Y - c) ** -2) * total(sqrt((z - c) ** -2), z),
            self.factor(total(1 / (z - c), z) / (Y - c)),
        )
