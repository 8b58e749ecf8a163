"""is over other outcomes than the rest of the case"""
# ruff: noqa

from fractions import Fraction

from exactalign import Distribution
from proofs_check import Assertion, Case, Statement, count, law, size

m = count("m")
p = law("p", length=m)
words = [(0, 0), (0, 1), (1, 0)]


class Claimed(Assertion):
    id, place, title, expected, weight = (
        "C-claim",
        "here",
        "there are not three words of two letters",
        "refuted",
        "false",
    )
    asserts = Statement(size(p) != 3, given=(m == 2,))
    counterexample = Case(m=2, p=Distribution({w: Fraction(1, 3) for w in words}))
