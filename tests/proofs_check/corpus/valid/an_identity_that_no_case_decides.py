""""""
# ruff: noqa

from proofs_check import Assertion, Statement
from proofs_check.formula import *
from proofs_check.formula.terms import lift
from proofs_check.language.derivations import identity

x, n = real("x"), count("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an identity that no case decides", "proved"
    asserts = Statement((x + sqrt(lift(2))) ** 2 == x**2 + 2 * sqrt(lift(2)) * x + 2)
    lines = (identity(asserts.then),)
