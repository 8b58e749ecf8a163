"""is no function of a real number"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Assertion, Case, Statement, pmf
from proofs_check.formula import *
from proofs_check.formula.polynomials import Polynomial
from proofs_check.formula.shapes import Shape

f, p, q = real_function("f"), law("p"), positive_law("q")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an f-divergence is not negative", "refuted"
    asserts = Statement(0 <= f_divergence(f, p, q), given=(convex(f), f(1) == 0))
    counterexample = Case(f=Shape("|x − 1|", lambda x: -abs(x - 1), convex=True), p=pmf("1/3, 2/3"), q=pmf("1/2, 1/2"))
    flaw, weight = "it may be negative", "false"
