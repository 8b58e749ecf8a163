"""is refuted, expected tested"""

from proofs_check import Assertion, Statement, real

x, u = real("x"), real("u")


class SumOfTwo(Assertion):
    id = "X-1"
    place = "1"
    title = "No two numbers have the sum 41"
    asserts = Statement(x + u != 41)
    expected = "tested"
