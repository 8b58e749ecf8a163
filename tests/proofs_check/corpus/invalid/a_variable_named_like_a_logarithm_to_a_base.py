"""is no name for a variable: formulas would show it as the function log"""
# ruff: noqa

from proofs_check import Assertion, Statement, real_function

log_2 = real_function("log_2")


class Claimed(Assertion):
    id = "C-claim"
    place = "Lemma 1"
    title = "A function of the name of the logarithm to the base 2 is 0 at 1 by hypothesis"
    asserts = Statement(log_2(1) <= 0, given=(log_2(1) == 0,))
    expected = "tested"
