""""""
# ruff: noqa

from proofs_check.formula import *
from proofs_check.formula.statements import Statement
from proofs_check.language.assertions import Assertion
from proofs_check.language.derivations import equals, hypothesis, identity

x, z, t = real("x"), real("z"), real("t")


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "a division by what a hypothesis says is positive", "proved"
    asserts = Statement(x == z, given=(0 < t, x * t == z * t))
    lines = (
        hypothesis(0 < t),
        hypothesis(x * t == z * t),
        identity(x == x * t / t),
        equals(x == z * t / t, 3, by=2),
        identity(z * t / t == z),
        equals(x == z, 4, by=5),
    )
