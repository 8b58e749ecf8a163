"""that is not the claim C-lemma"""
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

z_ = real("z_")


class Lemma(Assertion):
    id, place, title, expected = "C-lemma", "here", "a lemma", "tested"
    asserts = Statement(x * x <= x * x + 1)


def impostor():
    class Lemma(Assertion):
        __module__ = "another.file"
        id, place, title, expected = "C-lemma", "here", "an impostor", "tested"
        asserts = Statement(x <= x + z_)

    return Lemma


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "citing an impostor", "proved"
    asserts = Statement(a <= a + b)
    lines = (instance(impostor(), a <= a + b, x=a, z_=b),)
