"""a term is refuted where it is false"""
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


from proofs_check import Refutation, Variant, equal, witness


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a true limit, refuted by something else", "refuted"
    asserts = Statement(limit(m, KL(p, positive_law("u")) / m, 0))
    weight, flaw = "false", "none"
    value = 1
    teeth = (Variant("another value", value=2),)

    @witness
    def one_is_two(self):
        return Refutation(Case(), fails=equal(self.value, 2))
