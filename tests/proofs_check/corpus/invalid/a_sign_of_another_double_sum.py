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
known = Sum(y, a(y) * Sum(z, b(z) * log(c(y) + d(z))))
other = Sum(y, a(y) * Sum(z, b(z) * log(c(z) + d(y))))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a sign of another double sum", "proved"
    asserts = Statement(0 <= other, given=(0 < known, 10**6 < x))
    example = Case(a=tenth, b=tenth, c=tenth, d=pmf("3/10, 7/10"), x=10**7)
    lines = (
        identity(sqrt(other**2) == other),
        sign(0 <= sqrt(other**2)),
        linear(0 <= other, {1: 1, 2: 1}),
    )
