""""""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, equal, identity, proof
from proofs_check.formula import real


class C(Claim):
    id, place = "C-claim", "1"
    title = "a geometric sum"
    statement = "(n − 1) Σ_{i < k} n^i = n^k − 1."
    scope = "every n ≥ 1 and k ≥ 1"
    expected = "argued"
    off = 0
    example = Case(n=3, k=2)
    edges = (Edge("one", Case(n=1, k=3)),)
    teeth = (Variant("off", off=1),)

    def holds(self, x):
        return equal(sum(x.n**i for i in range(x.k)) * (x.n - 1), x.n**x.k - 1 + self.off)

    @proof
    def by_hand(self):
        n = real("n")
        for k in (1, 2, 3):
            yield identity(f"k = {k}", sum((n**i for i in range(1, k)), n**0) * (n - 1) == n**k - 1 + self.off)
