"""is argued, expected proved"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import KL, H, T, Z, both, count, law, log, nonnegative, positive, positive_law, real, supports
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, instance, linear

p, q, psi = law("p"), positive_law("q"), law("psi")
a, b, c = real("a"), real("b"), real("c")


class Weak(Assertion):
    id, place, title, expected = "C-weak", "here", "only tested", "tested"
    asserts = Statement(0 <= KL(p, q))


class Claimed(Assertion):
    id, place, title = "C-claim", "here", "resting_on_what_is_tested"
    asserts = Statement(-1 <= KL(psi, q))
    expected = "proved"
    lines = (instance(Weak, 0 <= KL(psi, q), p=psi), linear(-1 <= KL(psi, q), {1: 1}))
