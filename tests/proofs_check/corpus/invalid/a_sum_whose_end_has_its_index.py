"""is bound in"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, instance, linear

n = natural("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "the end of the inner sum is another n at each step", "decided"
    asserts = Statement(sum_to(n, 3, sum_to(n, n, 1)) == 0)
