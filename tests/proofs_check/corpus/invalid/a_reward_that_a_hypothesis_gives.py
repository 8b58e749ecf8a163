"""false at"""
# ruff: noqa

from proofs_check import *

p, q, s, r = law("p"), law("q"), law("s"), reward("r")
u, v, n, y, f = real("u"), real("v"), natural("n"), outcome("y"), real_function("f")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a reward that a hypothesis gives", "tested"
    asserts = Statement(Var(p, r) <= 0, given=(for_all(y, r(y) == 3 * p(y) - q(y)),))
