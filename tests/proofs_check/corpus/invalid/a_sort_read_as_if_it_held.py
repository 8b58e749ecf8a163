"""line 1 (exp(log(x^2)/2) = x): it needs x > 0, which is not known"""

from proofs_check import Assertion, Case, Statement, real
from proofs_check.formula import exp, log
from proofs_check.language.derivations import identity

x = real("x")


class ExponentialOfALogarithm(Assertion):
    id = "X-1"
    place = "1"
    title = "The exponential is positive, and is read as x only where x > 0"
    asserts = Statement(exp(log(x**2) / 2) == x, (x**2 == 1009**2,))
    example = Case(x=1009)
    lines = (identity(exp(log(x**2) / 2) == x),)
    expected = "proved"
