""""""
# ruff: noqa

from proofs_check import *

p, q, s, r = law("p"), law("q"), law("s"), reward("r")
u, v, n, y, f = real("u"), real("v"), natural("n"), outcome("y"), real_function("f")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a whole number from a bound on", "tested"
    asserts = Statement(2**n >= n**2, given=(n >= 4,))
