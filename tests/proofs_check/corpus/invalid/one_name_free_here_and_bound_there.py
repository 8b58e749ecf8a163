"""false at"""
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
    id, place, title, expected = "C-claim", "here", "one name free here and bound there", "tested"
    asserts = Statement(Sum(x, p(x) * q(y)) == Sum(y, p(x) * q(y)))
