"""the length of the words of w is a: give a natural number"""
# ruff: noqa

from proofs_check import Assertion, Statement, law, outcome, positive

a = positive("a")
p, w = law("p"), outcome("w", length=a)


class HalfALetter(Assertion):
    id = "HALF-LETTER"
    place = "made up"
    title = "A word of half a letter"
    statement = "Every word has a positive length."
    asserts = Statement(0 < a, also=(w, p))
    expected = "tested"
