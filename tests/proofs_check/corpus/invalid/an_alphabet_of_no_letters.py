"""'letters 0' is no name for an alphabet"""
# ruff: noqa

from proofs_check import Assertion, Statement, Sum, outcome
from proofs_check.formula.terms import lift


class Claimed(Assertion):
    id = "C-claim"
    place = "Lemma 1"
    title = "A sum over an alphabet without letters"
    asserts = Statement(Sum(outcome("y", "letters 0"), lift(1)) == 0)
    expected = "decided"
