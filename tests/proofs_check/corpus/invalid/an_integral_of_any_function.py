"""looks at values that are not seen to be ≥ 0"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

u, c, f = real("u"), real("c"), real_function("f")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a function is continuous from 0 on", "formal"
    asserts = Statement(exists(c, integral(u, -1, 1, f(u)) == c))
    formal = Formal("lemma9", "intros; eexists; reflexivity. ")
