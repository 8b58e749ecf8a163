"""nothing discharges x ≠ 0"""
# ruff: noqa

from proofs_check import Claim, Variant, identity, proof


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
        from sympy import Symbol, exp, log

        x = Symbol("x")
        yield identity("both sides", x * x / x + log(exp(x)), self.times * x)
