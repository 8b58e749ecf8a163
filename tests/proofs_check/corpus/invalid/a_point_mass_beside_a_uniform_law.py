"""false at p ="""
# ruff: noqa

from exactalign import Distribution
from proofs_check import Assertion, Case, Statement, pmf
from proofs_check.formula import *

p, q = law("p"), law("q")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "False for a point mass and a uniform law", "tested"
    asserts = Statement(chi_squared(p, q) != 3)
    example = Case(p=pmf("1/2, 1/2"), q=pmf("1/2, 1/2"))
