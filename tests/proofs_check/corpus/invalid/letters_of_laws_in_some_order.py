"""is no word"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

p, q = law("p"), law("q")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "letters of laws in some order", "tested"
    asserts = Statement(permuted(p, q))
