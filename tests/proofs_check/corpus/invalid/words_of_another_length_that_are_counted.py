"""w is over another space than w of C-lemma is there"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, Claim, decision, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

from proofs_check.formula.terms import lift as lift_

p, q, psi = law("p"), law("q"), law("psi")
a, b, c, x = real("a"), real("b"), real("c"), real("x")
y, z = outcome("y"), outcome("z")
m, k, n = count("m"), count("k"), natural("n")

w = outcome("w", over="letters 2", length=m)
every = event(outcome("v", over="letters 2"), lift_(0) <= 1)


class Lemma(Assertion):
    id, place, title, expected = "C-lemma", "here", "a lemma", "tested"
    asserts = Statement(hits(every, w) == m)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "words of another length that are counted", "argued"
    asserts = Statement(hits(every, w) == k, given=(m <= k,))
    lines = (instance(Lemma, asserts.then, m=k),)
