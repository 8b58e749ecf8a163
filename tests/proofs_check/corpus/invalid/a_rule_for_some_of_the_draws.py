"""is no rule that keeps one of the draws"""
# ruff: noqa

from fractions import Fraction

from exactalign import Reward
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


s, g = rule("s", over="B"), reward("g", over="B")


class Claimed(Assertion):
    """Over three letters, and beside an alphabet of two: four draws of nine."""

    id, place, title, expected = "C-claim", "here", "a rule for some of the draws", "refuted"
    asserts = Statement(KL(p, r) < 0, given=(keeps_best(s, lift_(2), g),))
    counterexample = Case(
        p=pmf("1/3, 2/3"),
        r=pmf("1/2, 1/2"),
        g=Reward.values([0, 1, 2]),
        s={(i, j): {max(i, j): 1} for i in range(2) for j in range(2)},
    )
    weight, flaw = "false", "none"
