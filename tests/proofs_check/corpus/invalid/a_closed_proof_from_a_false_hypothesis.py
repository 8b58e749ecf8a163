"""C-claim is undecided, expected proved"""
# ruff: noqa

from proofs_check import *
from proofs_check.language.derivations import hypothesis, linear

one = Statement(constant(pmf("1"))(constant(0, size=1)) <= 0).then


class Claimed(Assertion):
    id, place, title, expected = "C-claim", "here", "from what is false, line by line", "proved"
    asserts = Statement(one.args[0] + 1 <= 1, given=(one,))
    lines = (hypothesis(one), linear(asserts.then, {1: 1}))
