"""argument 2 of integral must be a positive real, but 0 is a nonnegative real"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

u, c = positive("u"), real("c")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "the sort of the variable hides the pole", "formal"
    asserts = Statement(exists(c, integral(u, 0, 1, 1 / u) == c))
    formal = Formal("lemma9", "intros; eexists; reflexivity. ")
