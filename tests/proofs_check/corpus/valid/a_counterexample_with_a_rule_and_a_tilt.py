""""""
# ruff: noqa

from fractions import Fraction

from exactalign import Reward, tilt
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


u, s, g = law("u", over="B"), rule("s", over="B"), reward("g", over="B")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "two alphabets, and a law that is only enclosed", "refuted"
    asserts = Statement(KL(p, r) + E(kept(u, lift_(2), s), g) <= 0)
    counterexample = Case(
        p=pmf("1/3, 2/3"),
        r=tilt(pmf("1/3, 2/3"), pmf("1/3, 2/3"), Fraction(1, 2)),
        u=pmf("1/3, 1/3, 1/3"),
        g=Reward.values([0, 1, 2]),
        s={(i, j): {max(i, j): 1} for i in range(3) for j in range(3)},
    )
    weight, flaw = "false", "none"
