"""says"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import KL, H, T, Z, both, count, law, log, nonnegative, positive, positive_law, real, supports
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, instance, linear

p, q, psi = law("p"), positive_law("q"), law("psi")
a, b, c = real("a"), real("b"), real("c")


class Lemma(Assertion):
    id, place, title, expected = "C-lemma", "here", "a lemma", "proved"
    asserts = Statement(a * a + 2 * a * b + b * b == (a + b) * (a + b))
    lines = (algebra(a * a + 2 * a * b + b * b == (a + b) * (a + b)),)


class Claimed(Assertion):
    id, place, title = "C-claim", "here", "citing_something_else"
    asserts = Statement(a * a + b * b == (a + b) * (a + b))
    expected = "proved"
    lines = (instance(Lemma, a * a + b * b == (a + b) * (a + b)),)
