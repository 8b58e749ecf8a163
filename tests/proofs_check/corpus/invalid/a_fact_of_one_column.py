"""nothing discharges Σ_z("""
# ruff: noqa

from sympy import Eq, Sum
from exactalign import log as ln
from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import everywhere, K, exp, families, log, sqrt, symbols, total, y, z

(V,) = families("W")


class X(Claim):
    id = "W-E"
    place = "Remark 1"
    title = "A positive column"
    statement = "log(W(y,z)²) Σ_z √((Σ_y W(y,z))² q(z)²) = 2 log W(y,z) Σ q(z) Σ_y W(y,z)."
    scope = "as said"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(
            2 * abs(sum(2**j * w for row in x.W for j, w in enumerate(row, 1))) * ln(x.W[0][x.z]),
            self.factor(sum(2**j * w for row in x.W for j, w in enumerate(row, 1))) * ln(x.W[0][x.z]),
        )

    hypotheses = (
        Hypothesis(
            "the column z of W is positive",
            lambda x: all(row[x.z] > 0 for row in x.W),
            without=Case(W=((0, 1), (1, 1)), z=0),
            gives=(everywhere(V[y, z] > 0), V[y, z] > 0),
        ),
    )
    example = Case(W=((1, 1), (1, 1)), z=0)
    edges = (Edge("small", Case(W=((1, 1), (1, 1)), z=0)),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        (W,) = families("W")
        whole = total(2**z * total(W[y, z]), z)
        yield identity("both", sqrt(whole**2) * log(W[y, z] ** 2), self.factor(whole) * log(W[y, z]))
