"""under two integrals"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

u, v = real("u"), real("v")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an integral within an integral", "decided"
    asserts = Statement(integral(v, 0, 1, integral(u, 0, 1, u * v)) == Fraction(1, 3))
