"""a check answers with comparisons, not with a step of identity: that stands in a @proof"""
# ruff: noqa

from proofs_check import Case, Claim, Variant, identity, witness
from proofs_check.algebra.symbolic import families, total, y, z

W, p, r = families("W p r")


class Exchanged(Claim):
    id = "W-swap"
    place = "Remark 1"
    title = "Exchanged sums"
    statement = "Σ_y r(y) Σ_z W(y, z) p(z) = Σ_z p(z) Σ_y r(y) W(y, z)."
    scope = "all W, r, p"
    expected = "refuted"
    weight = "false"
    teeth = (Variant("repaired", factor=lambda x: 0 * x + total(r[y] * total(W[y, z] * p[z], z))),)

    def factor(self, x):
        return x

    def holds(self, x):
        left, right = total(r[y] * total(W[y, z] * p[z], z)), total(p[z] * total(r[y] * W[y, z]), z)
        return identity("both", left, self.factor(right))

    @witness
    def any(self):
        return Case(W=((1, 2), (3, 4)), r=(1, 2), p=(1, 3))
