"""a = 1/2"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

p, q, a, y = law("p"), positive_law("q"), nonnegative("a"), outcome("y")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a tilt of a tilt that is only enclosed", "tested"
    asserts = Statement((a - floor(a)) * T(q, T(q, p, a), a)(y) <= 0)
