"""false at f = (1 if x"""
# ruff: noqa

from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion

f = real_function("f")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "every function is continuous", "tested"
    asserts = Statement(continuous(f))
