"""s = -1 is no real number > 0"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, Claim, decision, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from proofs_check.language.derivations import algebra, equals, hypothesis, identity, instance, linear, sign

from proofs_check.formula.terms import lift as lift_

p, q, psi = law("p"), law("q"), law("psi")
a, b, c, x = real("a"), real("b"), real("c"), real("x")
y, z = outcome("y"), outcome("z")
m, k, n = count("m"), count("k"), natural("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a witness of another sort", "refuted"
    weight = "false"
    asserts = Statement(x < 0, given=(exists(positive("s"), x + positive("s") == 0),))
    example = Case(**{"x": -1, "some s": 1})
    counterexample = Case(**{"x": 1, "some s": -1})
