"""is not over the letters"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

w = constant((0,), size=2, length=count("m"))
q = constant(pmf("1/3, 2/3"))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a word of no number of letters", "decided"
    asserts = Statement(information(q, w) == log(3))
