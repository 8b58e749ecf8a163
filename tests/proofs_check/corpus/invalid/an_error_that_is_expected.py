"""what cannot be run is mended, not expected"""
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


class Claimed(Claim):
    id, place, title, expected = "C-claim", "here", "an error that is expected", "error"
    statement, scope = "P = NP", "everything"

    @decision
    def compared(self):
        """Nothing."""
        return 1 / 0
