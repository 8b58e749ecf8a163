""""""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

p = law("p", over="letters 3")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "the entropy of three letters", "tested"
    asserts = Statement(H(p, p) <= log(3))
