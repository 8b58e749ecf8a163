"""C-claim is refuted, expected tested"""
# ruff: noqa

from proofs_check.formula import *
from proofs_check import Assertion
from proofs_check.formula.statements import Statement
from proofs_check.formula.terms import lift

p, q = law("p"), positive_law("q")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a divergence at most a thousand", "tested"
    asserts = Statement(KL(p, q) <= 1000)
