"""false at"""
# ruff: noqa

from proofs_check import *

p, q, r, n = law("p"), law("q"), reward("r"), count("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "true of laws that are not skewed", "tested"
    asserts = Statement(implies(KL(p, q) <= 1, KL(q, p) <= 1))
