"""must be a reward"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

r, w = reward("r", over="B"), outcome("w", length=less_one(count("m")))
p = law("p")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a rank by rewards of other letters", "tested"
    asserts = Statement(ranked(r, w, 0) <= ranked(r, w, 1))
