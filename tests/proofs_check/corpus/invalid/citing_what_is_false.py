"""is false, and nothing true stands in its place"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import KL, H, T, Z, both, count, law, log, nonnegative, positive, positive_law, real, supports
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import algebra, equals, hypothesis, instance, linear

p, q, psi = law("p"), positive_law("q"), law("psi")
a, b, c = real("a"), real("b"), real("c")


class False_(Assertion):
    id, place, title, expected, weight, flaw = "C-false", "here", "a false one", "refuted", "false", "not so"
    asserts = Statement(KL(p, q) <= 0)
    counterexample = Case(p=pmf("1/2, 1/2"), q=pmf("1/3, 2/3"))


class Claimed(Assertion):
    id, place, title = "C-claim", "here", "citing_what_is_false"
    asserts = Statement(KL(psi, q) <= 0)
    expected = "proved"
    lines = (instance(False_, KL(psi, q) <= 0, p=psi),)
