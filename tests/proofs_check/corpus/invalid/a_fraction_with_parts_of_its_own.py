"""is no real number"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Assertion, Case, Statement
from proofs_check.formula import *

a = real("a")


class Another(int):
    def __mul__(self, other):
        return 7

    __rmul__ = __mul__


made = Fraction(2)
made._numerator = Another(2)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "what is 2 is less than 3", "refuted"
    asserts = Statement(a < 3, given=(a != 5,))
    counterexample = Case(a=made)
    flaw, weight = "it is 7", "false"
