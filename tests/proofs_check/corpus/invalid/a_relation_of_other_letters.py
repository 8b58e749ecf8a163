"""nothing discharges W[y, z] = p[z]"""
# ruff: noqa

from sympy import Eq, Sum
from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import everywhere, K, exp, families, log, sqrt, symbols, total, y, z

V, P = families("W p")


class X(Claim):
    id = "W-D"
    place = "Remark 1"
    title = "Rows"
    statement = "2 W(y,z)² = 2 p(z)², where W(y,z) = p(y) for all y and z."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return all(2 * w**2 == self.factor(x.p[j] ** 2) for row in x.W for j, w in enumerate(row))

    hypotheses = (
        Hypothesis(
            "W(y, z) is p(y)",
            lambda x: all(w == x.p[i] for i, row in enumerate(x.W) for w in row),
            without=Case(W=((0, 1), (1, 1)), p=(1, 1)),
            gives=(everywhere(Eq(V[y, z], P[y]), y, z),),
        ),
    )
    example = Case(W=((1, 1), (1, 1)), p=(1, 1))
    edges = (Edge("small", Case(W=((1, 1), (1, 1)), p=(1, 1))),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        W, p = families("W p")
        yield identity("both", 2 * W[y, z] ** 2, self.factor(p[z] ** 2), given=[Eq(W[y, z], p[z])])
