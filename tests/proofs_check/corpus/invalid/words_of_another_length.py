"""2^k there"""
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

w = outcome("w", over="letters 2", length=m)


class Lemma(Assertion):
    id, place, title, expected = "C-lemma", "here", "a lemma", "tested"
    asserts = Statement(Sum(w, 1) == lift_(2) ** m)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "words of another length", "proved"
    asserts = Statement(Sum(w, 1) == lift_(2) ** k, given=(m <= k,))
    lines = (instance(Lemma, Sum(w, 1) == lift_(2) ** k, m=k),)
