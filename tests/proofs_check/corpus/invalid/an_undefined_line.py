"""which is not known"""
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
    id, place, title = "C-claim", "here", "an_undefined_line"
    asserts = Statement(a == a + 0, given=(0 <= H(p, q), 0 <= H(psi, q)))
    expected = "proved"
    lines = (algebra(KL(p, psi) + 0 == KL(p, psi)), algebra(a == a + 0))
