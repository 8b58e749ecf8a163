"""a part of the statement may say nothing: “1 = 2” is read at none of"""
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


from proofs_check.formula.terms import lift

lift_1, lift_2 = lift(1), lift(2)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a closed guard that is false", "decided"
    asserts = Statement(implies(lift_2 <= 1, lift_1 == 2))
