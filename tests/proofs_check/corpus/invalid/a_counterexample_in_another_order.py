"""in another order"""
# ruff: noqa

from fractions import Fraction

from exactalign import Distribution
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

r = positive_law("r")


class Claimed(Assertion):
    """Shown as p = (1/5, 4/5) beside r = (1/10, 9/10), of which the first is another letter."""

    id, place, title, expected = "C-claim", "here", "a counterexample in another order", "refuted"
    asserts = Statement(KL(p, r) <= 0)
    counterexample = Case(
        r=Distribution({"x": Fraction(1, 10), "y": Fraction(9, 10)}),
        p=Distribution({"y": Fraction(1, 5), "x": Fraction(4, 5)}),
    )
    weight, flaw = "false", "none"
