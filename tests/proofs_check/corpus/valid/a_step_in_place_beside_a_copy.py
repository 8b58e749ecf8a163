""""""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, Claim, Edge, Variant, equal, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place = "C-claim", "1"
    title = "two steps in place"
    statement = "Two swaps of a law on two letters leave it."
    scope = "n ≤ 40"
    expected = "tested"
    example = Case(n=3)
    edges = (Edge("one", Case(n=1)),)
    teeth = (Variant("all on one", step=lambda mu: [1, 0]),)

    def step(self, mu):
        mu[0], mu[1] = mu[1], mu[0]
        return mu

    def holds(self, x):
        mu = [Fraction(1, x.n + 1), Fraction(x.n, x.n + 1)]
        before = list(mu)
        return equal(self.step(self.step(mu)), before)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
