"""false at N ="""
# ruff: noqa

from fractions import Fraction

from proofs_check import Assertion, Statement
from proofs_check.formula import *

p, r, N, n = law("p"), reward("r"), count("N"), count("n")
y, i, x, a = outcome("y"), natural("i"), real("x"), nonnegative("a")


class Claimed(Assertion):
    id, place, title, expected = (
        "C-claim",
        "here",
        "2 for N: false where the best letter is rare and the others have no reward",
        "tested",
    )
    asserts = Statement(E(best(p, N, r), r) <= 2 * E(p, r), given=(for_all(y, both(0 <= r(y), r(y) <= 1)),))
