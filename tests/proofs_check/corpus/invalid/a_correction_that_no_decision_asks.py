"""`holds` has no answer at any case that is tried: the check d does not ask it at a case"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Variant, equal, decision, witness, at_most


class C(Claim):
    id = "C-claim"
    place = "1"
    title = "sum of squares"
    statement = "Σ k² = n²."
    corrected = "Σ_{k≤n} k² = n(n+1)(2n+1)/6 + n(n-1)(n-2)."
    scope = "n ≤ 20"
    expected = "amended"
    weight = "false"
    corrected_expected = "certified"
    flaw = "wrong"

    def value(self, n):
        return n * (n + 1) * (2 * n + 1) // 6

    as_printed = Variant("as printed", value=lambda n: n**2)

    def holds(self, x):
        return equal(sum(k * k for k in range(x.n + 1)), self.value(x.n) + x.n * (x.n - 1) * (x.n - 2))

    example = Case(n=1)
    edges = (Edge("0", Case(n=0)), Edge("2", Case(n=2)))
    teeth = (Variant("+1", value=lambda n: n + 1),)

    @witness
    def w(self):
        return Case(n=2)

    @decision
    def d(self):
        return [equal(sum(k * k for k in range(n + 1)), self.value(n)) for n in range(21)]
