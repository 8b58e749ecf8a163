"""is no law"""
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

_p, _z = law("p_b", over="B"), outcome("z_b", over="B")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a witness that is no law", "refuted"
    weight = "false"
    asserts = Statement(x < 0, given=(exists(_p, Sum(_z, _p(_z)) == 2),))
    counterexample = Case(**{"x": 1, "some p_b": {0: Fraction(1), 1: Fraction(1)}})
