"""is refuted, expected tested"""

from proofs_check import Assertion, Case, Statement, real

x = real("x")


class RootOfASquare(Assertion):
    id = "X-1"
    place = "1"
    title = "The root of a square is not below 0"
    asserts = Statement(x >= 0, (x**2 == 1018081,))
    example = Case(x=1009)
    expected = "tested"
