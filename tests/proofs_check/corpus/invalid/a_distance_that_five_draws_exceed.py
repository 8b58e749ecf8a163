"""false at N ="""
# ruff: noqa

from fractions import Fraction

from proofs_check import Assertion, Statement
from proofs_check.formula import *

p, r, N, n = law("p"), reward("r"), count("N"), count("n")
y, i, x, a = outcome("y"), natural("i"), real("x"), nonnegative("a")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "True up to four draws", "tested"
    asserts = Statement(TV(best(p, N, r), p) <= Fraction(1, 2))
