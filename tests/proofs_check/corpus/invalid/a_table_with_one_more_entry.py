"""by which claims are judged"""
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
from proofs_check.formula import sorts

sorts._WIDENED["real"] = frozenset({"real", "nonnegative real", "positive real"})


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a table with one more entry", "proved"
    asserts = Statement(0 <= x + 1000)
    lines = (sign(asserts.then),)
