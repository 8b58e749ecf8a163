"""is not over the letters"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

from proofs_check.formula.terms import lift as lift_

p, q, psi = law("p"), law("q"), law("psi")
a, b, c, x = real("a"), real("b"), real("c"), real("x")
y, z = outcome("y"), outcome("z")
m, k, n = count("m"), count("k"), natural("n")


class Any(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a letter that equals any", "decided"
    asserts = Statement(constant((0, Any(1)), size=2, length=2) == constant((0, 0), size=2, length=2))
