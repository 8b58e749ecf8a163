""""""
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


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "amended with a proof by lines", "amended"
    asserts = Statement(KL(p, q) + KL(p, q) <= KL(p, q))
    counterexample, degenerate = Case(p=pmf("1/3, 2/3"), q=pmf("1/2, 1/2")), Case(p=pmf("0, 1"), q=pmf("1/2, 1/2"))
    mended = Statement(KL(p, q) <= KL(p, q) + KL(p, q))
    lines = (sign(0 <= KL(p, q)), linear(mended.then, {1: 1}))
    weight, flaw, corrected_expected = "slip", "the sides are exchanged", "proved"
