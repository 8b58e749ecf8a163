"""false at p ="""
# ruff: noqa

from exactalign import Distribution
from proofs_check import Assertion, Case, Statement, pmf
from proofs_check.formula import *

p, q, g, h = law("p"), law("q"), law("g"), law("h")
r, y = reward("r"), outcome("y")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "Two masses exchanged make it so: three in turn do not", "tested"
    asserts = Statement(KL(p, q) == KL(q, p), given=(H(p, p) == H(q, q),))
