"""an identity is an equation of terms, as in identity(…, KL(p, q) == H(p, q) - H(p, p)), and not a bool"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_formula_of_sympy", "everything"
    statement = "a formula of sympy"
    expected = "argued"

    @proof
    def steps(self):
        import sympy

        x = sympy.Symbol("x")
        yield identity("root", sympy.sqrt(x**2) == x)
