"""the statement may say nothing"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

u, c = real("u"), real("c")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "in Coq every integral is some number", "formal"
    asserts = Statement(exists(c, integral(u, 0, 1, 1 / u) == c))
    formal = Formal("lemma9", "intros; eexists; reflexivity. ")
