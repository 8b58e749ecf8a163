"""line 1 (√(x^2) = x): it needs x ≥ 0, which is not known"""

from proofs_check import Assertion, Case, Statement, real
from proofs_check.formula import sqrt
from proofs_check.language.derivations import identity

x = real("x")


class RootOfASquare(Assertion):
    id = "X-1"
    place = "1"
    title = "From 0 < √(x²), which is read as x where x > 0, follows no x > 0"
    asserts = Statement(sqrt(x**2) == x, (x**2 == 1009**2, sqrt(x**2) > 0))
    example = Case(x=1009)
    lines = (identity(sqrt(x**2) == x),)
    expected = "proved"
