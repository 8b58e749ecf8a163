"""is defined near the point"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

t = real("t")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "defined at the point, and not on its left", "formal"
    asserts = Statement(limit_at(t, log(floor(t)), 1, 0))
    formal = Formal("lemma9", "apply lemma9. ")
