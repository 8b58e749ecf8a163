"""false at p ="""
# ruff: noqa

from exactalign import Distribution
from proofs_check import Assertion, Case, Statement, pmf
from proofs_check.formula import *

p, q, g, h = law("p"), law("q"), law("g"), law("h")
r, y = reward("r"), outcome("y")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "No two laws that are drawn have one mean by chance", "tested"
    asserts = Statement(Var(p, r) == Var(q, r), given=(E(p, r) == E(q, r),))
