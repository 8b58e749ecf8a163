"""possible is the name of a theorem, or a Formal"""
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


class Mine(Formal):
    @property
    def proof(self):
        return "Admitted."


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a possibility of its own", "formal"
    asserts = Statement(x < x, given=(x < 0, 0 < x))
    formal = "KL_nonneg"
    possible = Mine("KL_nonneg")
