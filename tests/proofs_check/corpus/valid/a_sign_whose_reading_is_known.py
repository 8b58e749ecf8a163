"""A sign is told of what a term is read as, where all that this needs is known."""

from proofs_check import Assertion, Statement, natural, real
from proofs_check.formula import sqrt
from proofs_check.language.derivations import identity

x, u, k = real("x"), real("u"), natural("k")


class PowersOfASum(Assertion):
    id = "X-1"
    place = "1"
    title = "√(u²) + x is read as u + x where u > 0"
    asserts = Statement((u + x) ** k * (u + x) ** k == (u + x) ** (k + k), (sqrt(u**2) + x > 0, u > 0))
    lines = (identity((u + x) ** k * (u + x) ** k == (u + x) ** (k + k)),)
    expected = "proved"
