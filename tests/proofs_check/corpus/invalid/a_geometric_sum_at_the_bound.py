"""a = 2/3"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Assertion, Statement
from proofs_check.formula import *

p, r, N, n = law("p"), reward("r"), count("N"), count("n")
y, i, x, a = outcome("y"), natural("i"), real("x"), nonnegative("a")


class Claimed(Assertion):
    id, place, title, expected = (
        "C-claim",
        "here",
        "False only where a is its bound from above, and n is not small",
        "tested",
    )
    asserts = Statement(sum_to(i, n, a**i) <= 2, given=(a <= Fraction(2, 3),))
