"""is no name for a variable: formulas would show it as the function log"""
# ruff: noqa

from proofs_check import Assertion, Statement, real_function


class Claimed(Assertion):
    id = "C-claim"
    place = "Lemma 1"
    title = "A function of the name of the logarithm is 0 at 1 by hypothesis"
    asserts = Statement(real_function("log")(1) == 0, given=[real_function("log")(1) == 0])
    expected = "formal"
