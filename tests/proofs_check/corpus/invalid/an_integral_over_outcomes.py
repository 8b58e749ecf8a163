"""the variable of an integral must be a real number, but y is an outcome"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from exactalign import Reward

p, q, h = positive_law("p"), law("q"), reward("h")
x, t, u, n = real("x"), real("t"), positive("u"), count("n")
y = outcome("y")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an integral over letters", "tested"
    asserts = Statement(integral(y, 0, 1, x) == x)
