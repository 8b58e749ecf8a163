"""false at N = 1, n = 0, q = (1/2, 1/2), r = (0, 1)"""
# ruff: noqa

from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion

q, r, N, n = law("q"), reward("r"), count("N"), natural("n")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a mean that the least numbers alone make 1", "tested"
    asserts = Statement(E(q, r) * (N + N) != Z(q, q, n))
