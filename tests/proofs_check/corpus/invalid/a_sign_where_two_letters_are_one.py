"""which is not known"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

a, b, c, d = positive_law("a"), positive_law("b"), positive_law("c"), positive_law("d")
y, z, x = outcome("y"), outcome("z"), real("x")
tenth = pmf("1/10, 9/10")
known = Sum(y, a(y) * log(c(y) + d(y)))
other = Sum(y, a(y) * log(c(y) + d(z)))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a sign where two letters are one", "proved"
    asserts = Statement(0 <= Sum(z, b(z) * other), given=(0 < known, 10**6 < x))
    example = Case(a=tenth, b=tenth, c=tenth, d=pmf("3/10, 7/10"), x=10**7)
    lines = (
        identity(Sum(z, b(z) * sqrt(other**2)) == Sum(z, b(z) * other)),
        sign(0 <= Sum(z, b(z) * sqrt(other**2))),
        linear(0 <= Sum(z, b(z) * other), {1: 1, 2: 1}),
    )
