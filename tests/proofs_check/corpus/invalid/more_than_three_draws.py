"""false at n = 6"""
# ruff: noqa

from fractions import Fraction

from proofs_check import Case, pmf
from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion, Formal
from exactalign import Reward

p, q, r = law("p"), positive_law("q"), reward("r")
m, n = natural("m"), count("n")
y, z, w = outcome("y"), outcome("z"), outcome("w", length=m)


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "true of few draws", "tested"
    asserts = Statement(n + TV(best(p, n, r), p) < 6)
