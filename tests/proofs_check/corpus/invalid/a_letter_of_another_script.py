"""is no name for a variable"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

c, same_looks = real("c"), real("с")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "for all c there is c with c < c", "formal"
    asserts = Statement(for_all(c, exists(same_looks, c < same_looks)))
    formal = Formal("lemma9", "intro x; exists (x + 1); lra. ")
