"""could not be decided"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

p, r = constant(pmf("1/2, 1/2")), constant(Reward.values([1, 1]))


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "two enclosed numbers are two objects", "decided"
    asserts = Statement(both(varies(p, soft_best(p, 2, r)), p(constant(0, size=2)) * 2 == 1))
