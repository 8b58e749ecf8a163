""""""
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


r = reward("r")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an importance weight where laws have zeros", "proved"
    asserts = Statement(
        E(q, function(y, p(y) / q(y) * (r(y) - E(p, r)) ** 2)) == Var(p, r), given=(absolutely_continuous(p, q),)
    )
    lines = (identity(asserts.then),)
