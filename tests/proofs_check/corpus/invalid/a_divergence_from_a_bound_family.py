"""which depends on the bound z, is not understood"""
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
W, u = laws("W", "A"), positive_law("u")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a divergence from a bound family", "proved"
    asserts = Statement(Sum(z, p(z) * KL(W(z), u)) == KL(W(z), u))
    lines = (identity(asserts.then),)
