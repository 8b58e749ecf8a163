"""goes through 100000000000000000 numbers"""
# ruff: noqa

from proofs_check import Assertion, Statement, for_all, implies, natural
from proofs_check.formula.terms import lift

n = natural("n")
end = lift(10) ** 17


class Claimed(Assertion):
    id = "C-claim"
    place = "Lemma 1"
    title = "A statement on more numbers than can be gone through: it was begun, and never ended"
    asserts = Statement(for_all(n, implies(n < end, n < end)))
    expected = "decided"
