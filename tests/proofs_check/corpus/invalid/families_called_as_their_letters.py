"""y is the name of a family and of an outcome: give one another name"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import families, total, y, z

Y, Z = families("y z")


class Totals(Claim):
    id = "W-totals"
    place = "Remark 1"
    title = "Two totals"
    statement = "2 Σ_y y(y) = 2 Σ_z z(z)."
    scope = "all K, all vectors y, z"
    expected = "argued"

    def factor(self, x):
        return 2 * x

    def holds(self, x):
        return equal(2 * sum(x.y), self.factor(sum(x.z)))

    example = Case(y=(1, 2), z=(2, 1))
    edges = (Edge("K = 1", Case(y=(1,), z=(1,))),)
    teeth = (Variant("three for two", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        yield identity("both sides", 2 * total(Y[y]), self.factor(total(Z[z], z)))
