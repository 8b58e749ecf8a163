"""there is no earlier line"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import KL, H, T, Z, both, count, law, log, nonnegative, positive, positive_law, real, supports
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, instance, linear

p, q, psi = law("p"), positive_law("q"), law("psi")
a, b, c = real("a"), real("b"), real("c")


class Claimed(Assertion):
    id, place, title = "C-claim", "here", "a_line_that_is_not_there"
    asserts = Statement(a <= b)
    expected = "proved"
    lines = (linear(a <= b, {7: 1}),)
