"""the mended statement is about given numbers only, and the printed one is not"""
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

r = positive_law("r")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "mended_to_one_equals_one", "amended"
    asserts = Statement(KL(p, r) <= 0)
    mended = Statement(lift_(1) == 1)
    counterexample = Case(p=pmf("1/3, 2/3"), r=pmf("1/2, 1/2"))
    weight, flaw, corrected_expected = "slip", "none", "decided"
