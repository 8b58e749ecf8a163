"""must be an outcome"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import sign

p, q = law("p"), law("q")
x, y, z = outcome("x"), outcome("y"), outcome("z", over="B")
s, t, a = real("s"), real("t"), positive("a")
u, i, n = positive("u"), count("i"), natural("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a mean over a count", "proved"
    asserts = Statement(0 <= 1000 * a + E(p, function(i, i - 1)))
    lines = (sign(asserts.then),)
