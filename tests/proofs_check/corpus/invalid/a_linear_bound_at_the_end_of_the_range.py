"""x = 1"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Assertion, Statement
from proofs_check.formula import *

p, r, N, n = law("p"), reward("r"), count("N"), count("n")
y, i, x, a = outcome("y"), natural("i"), real("x"), nonnegative("a")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "False near x = 1, for four draws or more", "tested"
    asserts = Statement((1 - x) ** N <= 1 - N * x / 3, given=(0 <= x, x <= 1))
