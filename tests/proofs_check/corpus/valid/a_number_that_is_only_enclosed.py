""""""
# ruff: noqa

from proofs_check import Assertion, Statement
from proofs_check.formula import *
from proofs_check.formula.terms import lift
from proofs_check.language.derivations import identity

x, n = real("x"), count("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a number that is only enclosed", "tested"
    asserts = Statement((1 + 1 / n) ** n <= exp(lift(1)))
