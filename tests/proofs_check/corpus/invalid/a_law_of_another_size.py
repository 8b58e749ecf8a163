"""is not over the letters"""
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
from exactalign import Distribution
from proofs_check.formula.sorts import Space, law_on
from proofs_check.formula.terms import Term

u = Term("constant", (), law_on(Space("letters 3")), Distribution.uniform(2))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a law of another size", "decided"
    asserts = Statement(size(u) == 2)
