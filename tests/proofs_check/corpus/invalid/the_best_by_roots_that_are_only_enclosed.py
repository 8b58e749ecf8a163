"""false at"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

p, q, y = law("p"), positive_law("q"), outcome("y")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "the best by roots that are only enclosed", "tested"
    asserts = Statement(best(p, 2, function(y, sqrt(2 * q(y)))) == p)
