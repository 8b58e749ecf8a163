"""nothing discharges x ≠ 0"""
# ruff: noqa

import sympy
from proofs_check import Claim, Variant, identity, proof

x = sympy.Symbol("x")
LEFT = x * x / x  # written before anything of ours has imported SymPy


class Cancels(Claim):
    id = "X-cancels"
    place = "Lemma 1"
    title = "A number is its square over itself"
    statement = "x²/x + log e^x = 2 x for every real x."
    scope = "every real x"
    expected = "argued"
    teeth = (Variant("three for two", times=3),)
    times = 2

    @proof
    def by_algebra(self):
        yield identity("both sides", LEFT + sympy.log(sympy.exp(x)), self.times * x)
