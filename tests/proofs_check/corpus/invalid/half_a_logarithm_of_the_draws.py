"""false at"""
# ruff: noqa

from proofs_check import *

p, q, r, n = law("p"), law("q"), reward("r"), count("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "true of three draws over three letters", "tested"
    asserts = Statement(renyi(2, best(p, n, r), p) <= log(n) / 2)
