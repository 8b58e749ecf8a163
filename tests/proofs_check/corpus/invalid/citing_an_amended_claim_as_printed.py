"""says"""
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


class Amended(Assertion):
    id, place, title, expected = "C-lemma", "here", "a lemma", "amended"
    asserts = Statement(x + x <= x)
    counterexample = Case(x=2)
    mended = Statement(x + x <= 2 * x)
    weight, flaw, corrected_expected = "slip", "2", "tested"


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "citing an amended claim as printed", "proved"
    asserts = Statement(a + a <= a)
    lines = (instance(Amended, a + a <= a, x=a),)
