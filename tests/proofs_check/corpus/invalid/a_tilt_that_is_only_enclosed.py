"""a = 1/2"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

p, q, a = law("p"), positive_law("q"), nonnegative("a")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a tilt that is only enclosed", "tested"
    asserts = Statement((a - floor(a)) * TV(T(q, p, a), p) <= 0)
