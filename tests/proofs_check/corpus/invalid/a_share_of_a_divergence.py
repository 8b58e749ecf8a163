"""false at"""
# ruff: noqa

from proofs_check import *

p, q, s, r = law("p"), law("q"), law("s"), reward("r")
u, v, n, y, f = real("u"), real("v"), natural("n"), outcome("y"), real_function("f")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a mixture of two laws", "tested"
    asserts = Statement(KL(s, q) == v * KL(p, q), given=(for_all(y, s(y) == v * p(y) + (1 - v) * q(y)), 0 <= v, v <= 1))
