"""nothing discharges u > 0"""
# ruff: noqa

from sympy import log
from proofs_check import Case, Claim, Edge, Variant, equal, identity, proof
from proofs_check.algebra.symbolic import exp, symbols

u, x = symbols("u x")
PRODUCT = exp(log(u)) * (x + 1)  # written where the file is loaded


class Product(Claim):
    id = "W-top"
    place = "Remark 1"
    title = "A product"
    statement = "e^(log u) (x + 1) = u x + u for all real u and x."
    scope = "all real u, x"
    expected = "argued"

    def factor(self, e):
        return e

    def holds(self, x):
        return equal(x.u * (x.x + 1), self.factor(x.u * x.x + x.u))

    example = Case(u=1, x=2)
    edges = (Edge("x = 0", Case(u=1, x=0)),)
    teeth = (Variant("three for one", factor=lambda e: 3 * e),)

    @proof
    def form(self):
        yield identity("both sides", PRODUCT, self.factor(u * x + u))
