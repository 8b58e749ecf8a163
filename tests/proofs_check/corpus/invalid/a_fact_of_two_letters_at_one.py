"""nothing discharges W[y, y] ≥ 0"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import everywhere, families, sqrt, total, y, z

(W,) = families("W")


class Diagonal(Claim):
    id = "W-diagonal"
    place = "Remark 1"
    title = "The diagonal"
    statement = "Σ_y √(W(y, y)²) = Σ_y W(y, y) where W(y, z) W(z, y) ≥ 0 for all y, z."
    scope = "all K, all such W"
    expected = "argued"

    def factor(self, x):
        return x

    def holds(self, x):
        diagonal = [row[k] for k, row in enumerate(x.W)]
        return equal(sum(map(abs, diagonal)), self.factor(sum(diagonal)))

    hypotheses = (
        Hypothesis(
            "W(y, z) W(z, y) ≥ 0 for all y, z",
            lambda x: all(x.W[i][j] * x.W[j][i] >= 0 for i in range(len(x.W)) for j in range(len(x.W))),
            without=Case(W=((-1, 1), (-1, 1))),
            gives=(everywhere(W[y, z] * W[z, y] >= 0, y, z),),
        ),
    )
    example = Case(W=((2, 1), (1, 2)))
    edges = (Edge("K = 1", Case(W=((2,),))),)
    teeth = (Variant("three for one", factor=lambda x: 3 * x),)

    @proof
    def form(self):
        yield identity("both", total(sqrt(W[y, y] ** 2)), self.factor(total(W[y, y])))
