"""no law of this case says what the letters of B are"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import sign

p, q = law("p"), law("q")
x, y, z = outcome("x"), outcome("y"), outcome("z", over="B")
s, t, a = real("s"), real("t"), positive("a")
u, i, n = positive("u"), count("i"), natural("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an alphabet that nothing gives", "tested"
    asserts = Statement(Sum(y, p(y) + 1) == 1 + Sum(z, 1))
