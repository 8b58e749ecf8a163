"""argument 2 of integral must be a positive real, but -1 is a real"""
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
    id, place, title, expected = "C-claim", "here", "a positive variable from −1 on", "tested"
    asserts = Statement(integral(u, -1, 1, sqrt(u)) == 0)
