"""has one and the same list on both sides: compare with a copy, list(…)"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, Claim, Edge, Variant, equal, search
from proofs_check.engine.searches import cases, integers


class C(Claim):
    id, place = "C-claim", "1"
    title = "a step in place"
    statement = "Each law on two letters is stationary under the swap."
    scope = "n ≤ 40"
    expected = "tested"
    example = Case(n=3)
    edges = (Edge("one", Case(n=1)),)
    teeth = (Variant("a new list", step=lambda mu: [0, 0]),)

    def step(self, mu):
        mu[0], mu[1] = mu[1], mu[0]
        return mu

    def holds(self, x):
        mu = [Fraction(1, x.n + 1), Fraction(x.n, x.n + 1)]
        return equal(self.step(mu), mu)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
