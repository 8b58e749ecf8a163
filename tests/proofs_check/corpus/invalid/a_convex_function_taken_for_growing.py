"""false at f = 1/(1 + |x|)"""
# ruff: noqa

from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion

f = real_function("f")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "what is strictly convex grows", "tested"
    asserts = Statement(implies(convex(f, strictly=True), f(1) <= f(10)))
