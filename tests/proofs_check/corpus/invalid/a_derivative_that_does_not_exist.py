"""need not exist: “|u|” may have no derivative"""
# ruff: noqa

from proofs_check import Assertion, Statement, real
from proofs_check.formula import absolute, slope
from proofs_check.formula.terms import lift
from proofs_check.language.derivations import linear

u = real("u")
_AT_KINK = slope(u, absolute(u), lift(0))


class Kink(Assertion):
    id = "W-kink"
    place = "Remark 1"
    title = "A derivative at a kink"
    asserts = Statement(_AT_KINK <= _AT_KINK + 1)
    expected = "proved"
    lines = (linear(asserts.then, {}),)
