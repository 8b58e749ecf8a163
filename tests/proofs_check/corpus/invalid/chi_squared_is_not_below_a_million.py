"""false at g ="""
# ruff: noqa

from exactalign import Distribution
from proofs_check import Assertion, Case, Statement, pmf
from proofs_check.formula import *

p, q, g, h = law("p"), law("q"), law("g"), law("h")
r, y = reward("r"), outcome("y")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "False only where a mass is next to nothing", "tested"
    asserts = Statement(chi_squared(g, h) <= 10**6)
