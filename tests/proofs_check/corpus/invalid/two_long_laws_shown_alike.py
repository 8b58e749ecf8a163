"""its two sides are not the same polynomial"""
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
from exactalign import Distribution

first = constant(Distribution.from_weights([1] * 60 + [2]))
second = constant(Distribution.from_weights([1] * 59 + [2, 1]))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "two long laws shown alike", "proved"
    asserts = Statement(limit(n, x, 0), given=(limit(n, x, 0),))
    lines = (hypothesis(asserts.then), algebra(KL(first, second) + 0 == KL(first, first)), hypothesis(asserts.then))
