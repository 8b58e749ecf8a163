"""argument 3 of limit at must be a positive real, but -1 is a real"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

t = positive("t")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "the sort of the variable hides that log is not defined", "formal"
    asserts = Statement(limit_at(t, log(t), -1, 0))
    formal = Formal("lemma9", "apply lemma9. ")
