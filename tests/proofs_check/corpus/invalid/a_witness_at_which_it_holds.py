"""the witness does not refute: holds at"""
# ruff: noqa

from fractions import Fraction

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


from proofs_check import Claim, Edge, Refutation, Variant, equal, witness


class Claimed(Claim):
    id, place, title, expected = "C-claim", "here", "true at its witness, and called false there", "refuted"
    statement, scope, weight, flaw = "0 = 0", "the given numbers", "false", "none"
    value = 1
    teeth = (Variant("another value", value=2),)

    def holds(self, x):
        return equal(0, 0)

    @witness
    def something_else(self):
        return Refutation(Case(), fails=equal(self.value, 2))
