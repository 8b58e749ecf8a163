"""case value a holds a Contrary: a case holds numbers, texts, laws"""
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


class Contrary(Fraction):
    def __le__(self, other):
        return False


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a number with its own order", "refuted"
    asserts = Statement(a <= a + 1)
    counterexample = Case(a=Contrary(1))
    weight, flaw = "false", "none"
