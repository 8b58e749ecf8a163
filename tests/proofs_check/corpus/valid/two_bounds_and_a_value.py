"""two bounds and a value"""
# ruff: noqa

from proofs_check import Assertion, Statement, real

x, z = real("x"), real("z")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "two bounds of x, one of which is known", "tested"
    asserts = Statement(x + z >= 3, (x >= z, x >= 1, z == 2))
