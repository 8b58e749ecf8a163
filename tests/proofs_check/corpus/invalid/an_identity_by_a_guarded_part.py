"""which is not known"""
# ruff: noqa

from fractions import Fraction

from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import identity

x, z = real("x"), real("z")
far = (x - Fraction(1737, 211) - Fraction(5, 13) * z) ** 2 + (z - Fraction(5, 7) - Fraction(1, 19)) ** 2
d = maximum(far - Fraction(1, 10**12), -1)
part = when(0 < d, exp(log(d)), 1)  # the exponential is read where d > 0 only, and does not show that it is


class Claimed(Assertion):
    id, place, title, expected = (
        "C-claim",
        "here",
        "the root of a square, beside a part that is read elsewhere",
        "proved",
    )
    asserts = Statement(sqrt(d**2) + part == d + part)
    lines = (identity(asserts.then),)
