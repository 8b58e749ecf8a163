"""draws, not of 2"""
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

n, s = count("n"), rule("s")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a rule for n draws is taken for one of two", "tested"
    asserts = Statement(n == 2, given=(kept(p, n, s)(y) <= kept(p, 2, s)(y) + 1,))
