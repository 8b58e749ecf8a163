"""false at"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

p, x = positive_law("p"), real("x")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "the best within less than nothing", "tested"
    asserts = Statement(either(optimal(p, p, p, x), 0 <= x))
