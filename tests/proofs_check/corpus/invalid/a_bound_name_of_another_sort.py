"""of the sort natural number in"""
# ruff: noqa

from proofs_check import Assertion, Statement, Sum, natural, outcome

i = natural("y")


class Claimed(Assertion):
    id = "C-claim"
    place = "Lemma 1"
    title = "A sum over outcomes of a number of the same name: its letters were read as numbers"
    asserts = Statement(Sum(outcome("y", "letters 3"), i * 1) == 3)
    expected = "decided"
