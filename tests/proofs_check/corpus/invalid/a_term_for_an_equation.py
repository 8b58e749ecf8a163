"""an identity is an equation of terms, as in identity(…, KL(p, q) == H(p, q) - H(p, p)), and not “√(x^2) − x”"""
# ruff: noqa

from proofs_check import Case, Claim, Edge, Hypothesis, Variant, argument, equal, exact, identity, pmf, proof
from proofs_check.formula import *

x = real("x")


class Claimed(Claim):
    id, place, title, scope = "C-claim", "here", "a_term_for_an_equation", "everything"
    statement = "a term for an equation"
    expected = "argued"

    @proof
    def steps(self):
        yield identity("root", sqrt(x**2) - x)
