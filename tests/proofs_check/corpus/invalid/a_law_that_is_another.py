"""false at"""
# ruff: noqa

from proofs_check import *

p, q, s, r = law("p"), law("q"), law("s"), reward("r")
u, v, n, y, f = real("u"), real("v"), natural("n"), outcome("y"), real_function("f")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a law that a hypothesis gives", "tested"
    asserts = Statement(s(y) >= p(y), given=(s == best(p, 2, r), for_all(y, r(y) <= 0)))
