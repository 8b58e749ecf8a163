"""false at m = 0"""
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
    id, place, title, expected = "C-claim", "here", "a reward of at least 0, a letter, or no uniform law", "tested"
    asserts = Statement(either(either(exists(y, 0 <= r(y)), 1 <= m), exists(y, no(q(y) * size(q) == 1))))
