"""which stands in no earlier line"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import KL, H, T, Z, both, count, law, log, nonnegative, positive, positive_law, real, supports
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, instance, linear

p, q, psi = law("p"), positive_law("q"), law("psi")
a, b, c = real("a"), real("b"), real("c")


class Needs(Assertion):
    id, place, title, expected = "C-needs", "here", "needs a hypothesis", "proved"
    asserts = Statement(a <= b, given=(a + 1 <= b,))
    lines = (hypothesis(a + 1 <= b), linear(a <= b, {1: 1}))


class Claimed(Assertion):
    id, place, title = "C-claim", "here", "an_uneaten_hypothesis"
    asserts = Statement(a <= b)
    expected = "proved"
    lines = (instance(Needs, a <= b),)
