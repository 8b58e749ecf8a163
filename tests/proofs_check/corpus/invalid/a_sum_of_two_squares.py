"""false at N = 3, M = 4"""
# ruff: noqa

from exactalign import Distribution
from proofs_check import Assertion, Case, Statement, pmf
from proofs_check.formula import *

N, M = count("N"), count("M")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "False at three and four", "tested"
    asserts = Statement(N**2 + M**2 != 25)
    example = Case(N=1, M=1)
