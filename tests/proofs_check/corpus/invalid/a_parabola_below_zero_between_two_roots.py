"""false at x ="""
# ruff: noqa

from exactalign import Distribution
from proofs_check import Assertion, Case, Statement, pmf
from proofs_check.formula import *

x = real("x")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "False only between a third and a half", "tested"
    asserts = Statement(6 * x**2 - 5 * x + 1 >= 0)
    example = Case(x=0)
