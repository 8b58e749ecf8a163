"""false at"""
# ruff: noqa

from proofs_check import *

p, q, s, r = law("p"), law("q"), law("s"), reward("r")
u, v, n, y, f = real("u"), real("v"), natural("n"), outcome("y"), real_function("f")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "an f-divergence is not negative", "tested"
    asserts = Statement(f_divergence(f, p, q) >= 0, given=(convex(f),))
