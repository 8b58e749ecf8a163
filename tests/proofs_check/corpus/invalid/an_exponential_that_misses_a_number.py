"""is refuted, expected tested"""

from proofs_check import Assertion, Statement, real
from proofs_check.formula import exp

x = real("x")


class Exponential(Assertion):
    id = "X-1"
    place = "1"
    title = "No exponential is 3"
    asserts = Statement(exp(x) != 3)
    expected = "tested"
