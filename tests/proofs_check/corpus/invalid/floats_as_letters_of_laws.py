"""two numbers may be one after rounding"""
# ruff: noqa

from fractions import Fraction

from exactalign import Distribution, kl_divergence
from proofs_check import Case, Claim, Edge, Variant, equal, search
from proofs_check.engine.searches import cases, integers


def image(masses, n):
    found = {}
    for k, mass in enumerate(masses):
        value = (n * 10**9 + Fraction(k, 10**9)) / 1.0
        found[value] = found.get(value, 0) + mass
    return Distribution(found)


class C(Claim):
    id, place = "C-claim", "1"
    title = "an injective statistic"
    statement = "p = (1/3, 2/3), q = (2/3, 1/3): their images under k ↦ 10^9 n + k/10^9 have KL divergence 0."
    scope = "n ≤ 40"
    expected = "tested"
    off = 0
    example = Case(n=3)
    edges = (Edge("one", Case(n=1)),)
    teeth = (Variant("off", off=1),)

    def holds(self, x):
        p, q = (image(masses, x.n) for masses in ([Fraction(1, 3), Fraction(2, 3)], [Fraction(2, 3), Fraction(1, 3)]))
        return equal(kl_divergence(p, q), self.off)

    @search(cases(n=integers(1, 40)))
    def go(self, x):
        return self.holds(x)
