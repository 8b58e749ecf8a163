"""the statement may say nothing"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

t = real("t")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "in Coq log is 0 below 0, and has a limit", "formal"
    asserts = Statement(limit_at(t, log(t), -1, 0))
    formal = Formal("lemma9", "apply lemma9. ")
