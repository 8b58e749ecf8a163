"""C-claim is refuted, expected tested"""
# ruff: noqa

from proofs_check.formula import *
from proofs_check import Assertion
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift

p, q = law("p"), positive_law("q")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an entropy at most five halves", "tested"
    asserts = Statement(H(p, p) <= 5 / lift(2))
