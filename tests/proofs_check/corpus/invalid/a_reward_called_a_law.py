"""(-1, 2) is no law"""
# ruff: noqa

from fractions import Fraction

from proofs_check.formula import *
from proofs_check.formula.sorts import law_on, letters
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import Term
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import linear, sign
from proofs_check import Reward

x, z = real("x"), real("z")
one, other = (x - Fraction(1737, 211) - Fraction(5, 13) * z) ** 2, (z - Fraction(5, 7) - Fraction(1, 19)) ** 2
mass = Term("constant", (), law_on(letters(2)), Reward.values([-1, 2]))(constant(0, 2)) / 10**12


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a reward below 0 that is called a law", "proved"
    asserts = Statement(0 <= mass + one + other)
    lines = (sign(0 <= mass), sign(0 <= one), sign(0 <= other), linear(asserts.then, {1: 1, 2: 1, 3: 1}))
